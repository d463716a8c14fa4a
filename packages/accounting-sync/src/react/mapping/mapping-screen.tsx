'use client'

import {
  Banner,
  Button,
  EmptyState,
  ErrorState,
  FilterChips,
  LinkButton,
  Select,
  SettledSearch,
  Skeleton,
  TabNav,
  UiLink,
} from '@tieout/ui'
import { Plug } from 'lucide-react'
import { useTranslations } from 'use-intl'
import {
  listMappings,
  mappingKind,
  mappingTab,
  type ConnectionView,
  type MappingKind,
  type MappingRow,
  type MappingTab,
  type ResultOf,
} from '../../contract/index.ts'
import { useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { AcceptButton } from './accept-button.tsx'
import { FirstExport } from './first-export.tsx'
import { KeptOutList } from './kept-out-list.tsx'
import { MappingTable } from './mapping-table.tsx'
import { changed, readFilters, type MappingFilters } from './mapping-filters.ts'
import { ReadAgain, useReading } from './read-again.tsx'

/** What is left out stands beside the four kinds, though nothing is mapped there. */
export type MappingPage = MappingKind | 'kept-out'

export const isMappingPage = (text: string): text is MappingPage =>
  text === 'kept-out' || mappingKind.safeParse(text).success

/** The workbench: ours against theirs, one kind of thing at a time. */
export function MappingScreen({ page }: { page: MappingPage }) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const company = useCompany()
  const { connection, name } = company
  return (
    <SyncPage tab="mapping" title={t('title')} description={t('description', { company: name })}>
      <Kinds page={page} />
      {connection !== null ? (
        page === 'kept-out' ? (
          <KeptOutList company={name} />
        ) : (
          <Workbench key={page} kind={page} connection={connection} company={name} />
        )
      ) : company.loading ? (
        <Skeleton className="h-48 w-full" />
      ) : company.error ? (
        <ErrorState {...explain(company.error)} onRetry={() => void company.refetch()} />
      ) : (
        <NotConnected />
      )}
    </SyncPage>
  )
}

function Kinds({ page }: { page: MappingPage }) {
  const t = useTranslations('accounting.mapping')
  const { href } = useScreensHost()
  return (
    <TabNav
      className="mb-4"
      label={t('kindsLabel')}
      items={[...mappingKind.options, 'kept-out' as const].map((each) => ({
        href: href.mapping(each),
        label: t(`kinds.${each}`),
        active: each === page,
      }))}
    />
  )
}

function NotConnected() {
  const t = useTranslations('accounting.mapping')
  const { href } = useScreensHost()
  return (
    <EmptyState
      icon={Plug}
      title={t('notConnected')}
      body={t('notConnectedBody')}
      action={
        <LinkButton asChild variant="primary">
          <UiLink href={href.settings()}>{t('connect')}</UiLink>
        </LinkButton>
      }
    />
  )
}

interface WorkbenchProps {
  kind: MappingKind
  connection: ConnectionView
  company: string
}

function Workbench({ kind, connection, company }: WorkbenchProps) {
  const t = useTranslations('accounting.mapping')
  const { address } = useScreensHost()
  const { connectionId } = connection
  const filters = readFilters(address.query)
  const change = (changes: Partial<MappingFilters>) =>
    address.set(changed(address.query, changes), changes.search === undefined ? 'push' : 'replace')
  const pages = useAskedPages<MappingRow>(listMappings, {
    connectionId,
    kind,
    sort: filters.sort,
    ...(filters.tab === 'all' ? {} : { tab: filters.tab }),
    ...(filters.search === '' ? {} : { search: filters.search }),
  })
  const first = pages.first as ResultOf<typeof listMappings> | undefined
  const reading = useReading(connectionId, kind, first?.catalogue?.readAt ?? null, pages.refetch)
  if (first?.lineTax === 'none' || first?.lineTax === 'flag') {
    return <Banner>{t(first.lineTax === 'none' ? 'taxNone' : 'taxFlag', { company })}</Banner>
  }
  return (
    <div className="flex flex-col gap-3">
      {kind === 'client' && <FirstExport connection={connection} company={company} />}
      {kind === 'terms' && <p className="text-sm text-ink-muted">{t('termsHint', { company })}</p>}
      {first?.lineTax === 'group' && <Banner>{t('taxByGroup', { company })}</Banner>}
      {first?.catalogue === null && (
        <Banner tone="warning" title={t('notRead', { company })} action={<ReadAgain reading={reading} />}>
          {t('notReadBody')}
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <SettledSearch
          className="max-sm:w-full"
          label={t('search')}
          value={filters.search}
          onSettled={(search) => change({ search })}
        />
        <Tabs kind={kind} value={filters.tab} counts={first?.counts} onChange={(tab) => change({ tab })} />
        <Order value={filters.sort} onChange={(sort) => change({ sort })} />
        <span className="ml-auto flex flex-wrap items-center gap-3">
          {first?.catalogue && <ReadAgain reading={reading} readAt={first.catalogue.readAt} />}
          <AcceptButton
            connectionId={connectionId}
            company={company}
            kind={kind}
            exact={first?.exact ?? []}
          />
        </span>
      </div>
      <MappingTable
        connectionId={connectionId}
        company={company}
        kind={kind}
        createsAll={connection.settings.createCustomers}
        pages={pages}
        empty={<Nothing filters={filters} onClear={() => change({ search: '', tab: 'all' })} />}
      />
    </div>
  )
}

interface TabsProps {
  kind: MappingKind
  value: MappingFilters['tab']
  counts: ResultOf<typeof listMappings>['counts'] | undefined
  onChange: (tab: MappingFilters['tab']) => void
}

/** Only clients are left out, or get a counterpart by themselves. */
const OF_CLIENTS: ReadonlySet<MappingTab> = new Set(['first_export', 'ignored'])

function Tabs({ kind, value, counts, onChange }: TabsProps) {
  const t = useTranslations('accounting.mapping')
  const tabs = mappingTab.options.filter((each) => kind === 'client' || !OF_CLIENTS.has(each))
  const all = counts && Object.values(counts).reduce((sum, each) => sum + each, 0)
  return (
    <FilterChips
      label={t('tabsLabel')}
      value={value}
      onValueChange={onChange}
      options={[
        { value: 'all' as const, label: t('tabs.all'), count: all },
        ...tabs.map((each) => ({ value: each, label: t(`tabs.${each}`), count: counts?.[each] })),
      ]}
    />
  )
}

function Order({
  value,
  onChange,
}: {
  value: MappingFilters['sort']
  onChange: (sort: MappingFilters['sort']) => void
}) {
  const t = useTranslations('accounting.mapping')
  return (
    <div className="w-60 max-sm:w-full">
      <Select
        aria-label={t('orderLabel')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value === 'name' ? 'name' : 'holds_up')}
        options={(['holds_up', 'name'] as const).map((each) => ({ value: each, label: t(`order.${each}`) }))}
      />
    </div>
  )
}

function Nothing({ filters, onClear }: { filters: MappingFilters; onClear: () => void }) {
  const t = useTranslations('accounting.mapping')
  if (filters.search !== '') {
    return (
      <EmptyState
        title={t('noMatch', { search: filters.search })}
        action={<Button onClick={onClear}>{t('clearSearch')}</Button>}
      />
    )
  }
  return <EmptyState title={t(filters.tab === 'all' ? 'none' : `noneIn.${filters.tab}`)} />
}
