'use client'

import type { countTasks, ResultOf } from '@tieout/platform/contract'
import { FilterChips, Select, SettledSearch } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { PRIORITIES, VIEWS, writeFilters, type InboxFilters, type InboxView } from './inbox-filters.ts'
import { useTaskWords } from './task-words.ts'

type Counts = ResultOf<typeof countTasks>

export function FilterBar({ filters, counts }: { filters: InboxFilters; counts: Counts | undefined }) {
  const t = useTranslations('inbox.filters')
  const words = useTaskWords()
  const kinds = new Set([
    ...(counts?.byKind ?? []).map((each) => each.kind),
    ...(filters.kind ? [filters.kind] : []),
  ])
  // Next takes part in the browser's own history, and the list changes without asking the server for a page.
  const show = (change: Partial<InboxFilters>) =>
    window.history.pushState(null, '', writeFilters({ ...filters, ...change }))
  const views =
    filters.status === 'done' ? VIEWS.filter((view) => view !== 'overdue' && view !== 'snoozed') : VIEWS
  return (
    <div className="my-3 flex flex-wrap items-center gap-2">
      <FilterChips<InboxView>
        label={t('view')}
        value={filters.view}
        onValueChange={(view) => show({ view })}
        options={views.map((view) => ({
          value: view,
          label: t(`views.${view}`),
          count: filters.status === 'open' ? counts?.[view === 'all' ? 'open' : view] : undefined,
        }))}
      />
      <div className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0">
        <Choice
          label={t('kind')}
          all={t('anyKind')}
          value={filters.kind}
          onChange={(kind) => show({ kind })}
          options={[...kinds].toSorted().map((kind) => ({ value: kind, label: words.kind(kind) }))}
        />
        <PriorityChoice filters={filters} onChange={(priority) => show({ priority })} />
        <SortChoice filters={filters} onChange={(sort) => show({ sort })} />
        <Search filters={filters} />
      </div>
    </div>
  )
}

interface PartProps<V> {
  filters: InboxFilters
  onChange: (value: V) => void
}

function PriorityChoice({ filters, onChange }: PartProps<InboxFilters['priority']>) {
  const t = useTranslations('inbox')
  return (
    <Choice
      label={t('filters.priority')}
      all={t('filters.anyPriority')}
      value={filters.priority}
      onChange={(value) => onChange(PRIORITIES.find((each) => each === value) ?? '')}
      options={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
    />
  )
}

function SortChoice({ filters, onChange }: PartProps<InboxFilters['sort']>) {
  const t = useTranslations('inbox.filters')
  return (
    <Choice
      label={t('sort')}
      value={filters.sort}
      onChange={(value) => onChange(value === 'newest' ? 'newest' : 'priority')}
      options={(['priority', 'newest'] as const).map((value) => ({ value, label: t(`sorts.${value}`) }))}
    />
  )
}

interface ChoiceProps {
  label: string
  /** The first option: no narrowing. */
  all?: string
  value: string
  onChange: (value: string) => void
  options: { value: string; label: string }[]
}

function Choice({ label, all, value, onChange, options }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      className="w-auto! max-w-48"
      placeholder={all}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      options={options}
    />
  )
}

/** Replaces the address instead of adding to it: nobody wants to go back letter by letter. */
function Search({ filters }: { filters: InboxFilters }) {
  const t = useTranslations('inbox.filters')
  return (
    <span className="inline-flex w-44">
      <SettledSearch
        label={t('search')}
        value={filters.search}
        onSettled={(search) => window.history.replaceState(null, '', writeFilters({ ...filters, search }))}
      />
    </span>
  )
}
