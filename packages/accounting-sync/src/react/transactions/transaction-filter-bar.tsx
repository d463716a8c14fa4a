'use client'

import { Button, DayRange, FilterChips, Select, SettledSearch } from '@tieout/ui'
import { X } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import {
  MOST_COUNTED,
  TRANSACTION_KINDS,
  type ResultOf,
  type countTransactions,
} from '../../contract/index.ts'
import { ClientChoice } from '../filters/client-choice.tsx'
import {
  DIRECTIONS,
  OUTCOMES,
  STATUSES,
  turnedTo,
  withoutFilters,
  type AnyStatus,
  type TransactionFilters,
} from './transaction-filters.ts'

export type Change = (changes: Partial<TransactionFilters>, how?: 'push' | 'replace') => void

interface TransactionFilterBarProps {
  filters: TransactionFilters
  counts: Counts | undefined
  system: string
  onChange: Change
}

type Counts = ResultOf<typeof countTransactions>

export function TransactionFilterBar({ filters, counts, system, onChange }: TransactionFilterBarProps) {
  const t = useTranslations('accounting.transactions')
  return (
    <div className="mb-3 flex flex-col gap-2">
      <FilterChips<TransactionFilters['direction']>
        label={t('columns.direction')}
        value={filters.direction}
        onValueChange={(direction) => onChange(turnedTo(direction))}
        options={[
          { value: 'all', label: t('bothWays') },
          ...DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`, { system }) })),
        ]}
      />
      <StatusChips filters={filters} counts={counts} onChange={onChange} />
      <div className="flex flex-wrap items-center gap-2">
        <SettledSearch
          className="max-sm:w-full"
          label={t('filters.search')}
          value={filters.search}
          onSettled={(search) => onChange({ search }, 'replace')}
        />
        <span className="w-44 max-sm:w-full">
          <Select
            aria-label={t('columns.type')}
            placeholder={t('filters.anyType')}
            value={filters.kind}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              onChange({ kind: TRANSACTION_KINDS.find((each) => each === chosen) ?? '' })
            }}
            options={TRANSACTION_KINDS.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
        </span>
        <span className="w-56 max-sm:w-full">
          <ClientChoice
            label={t('columns.client')}
            placeholder={t('filters.anyClient')}
            clientId={filters.clientId}
            onChange={(client) => onChange({ clientId: client?.id ?? '' })}
          />
        </span>
        <DayRange
          label={t('filters.changed')}
          fromLabel={t('filters.from')}
          toLabel={t('filters.to')}
          from={filters.from}
          to={filters.to}
          onChange={onChange}
        />
      </div>
      <Brought filters={filters} onChange={onChange} />
    </div>
  )
}

/** Each state by its word. Of what came in those that there are, as long as both ways are shown. */
function StatusChips({ filters, counts, onChange }: Omit<TransactionFilterBarProps, 'system'>) {
  const t = useTranslations('accounting.transactions')
  const format = useFormatter()
  const { direction, status } = filters
  const chip = (value: AnyStatus | 'all', label: string, count: number | undefined) =>
    count !== undefined && count > MOST_COUNTED
      ? { value, label: `${label} ${format.number(MOST_COUNTED)}+` }
      : { value, label, count }
  const went = direction === 'in' ? [] : STATUSES
  const came = direction === 'out' ? [] : OUTCOMES
  const shown = came.filter((each) => direction === 'in' || each === status || (counts?.in[each] ?? 0) > 0)
  const sum = (each: Record<string, number>) => Object.values(each).reduce((all, one) => all + one, 0)
  return (
    <FilterChips<TransactionFilters['status']>
      label={t('columns.status')}
      value={status}
      onValueChange={(next) => onChange({ status: next })}
      options={[
        chip('all', t('all'), counts && sum(counts.out) + sum(counts.in)),
        ...went.map((each) => chip(each, t(`status.${each}`), counts?.out[each])),
        ...shown.map((each) => chip(each, t(`status.${each}`), counts?.in[each])),
      ]}
    />
  )
}

/** What only a link brings, each to be taken away by a click. */
function Brought({ filters, onChange }: Pick<TransactionFilterBarProps, 'filters' | 'onChange'>) {
  const t = useTranslations('accounting.transactions')
  const active = [
    { name: 'batchId', text: filters.batchId && t('filters.oneBatch') },
    { name: 'cycleId', text: filters.cycleId && t('filters.oneRun') },
    { name: 'documentId', text: filters.documentId && t('filters.oneDocument') },
  ].filter(({ text }) => text !== '')
  if (active.length === 0) return null
  return (
    <ul aria-label={t('filters.active')} className="flex flex-wrap items-center gap-1.5">
      {active.map(({ name, text }) => (
        <li key={name}>
          <Button
            size="sm"
            icon={X}
            aria-label={t('filters.remove', { filter: text })}
            onClick={() => onChange({ [name]: '' })}
          >
            {text}
          </Button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={() => onChange(withoutFilters())}>
          {t('showAll')}
        </Button>
      </li>
    </ul>
  )
}
