'use client'

import type { InputOf } from '@tieout/platform/contract'
import { useApiQuery, useMay } from '@tieout/platform/web'
import {
  Button,
  DataTable,
  EmptyState,
  FilterChips,
  PageHeader,
  RelativeTime,
  SearchInput,
  type Column,
  type Sort,
} from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  countClients,
  exportClients,
  listClients,
  type ClientSort,
  type ClientSummary,
  type ClientView,
} from '../contract/index.ts'
import { NewClientDialog } from './client-dialogs.tsx'
import { ClientStatusBadge } from './client-status-badge.tsx'
import { ExportButton } from './export-button.tsx'
import { useList } from './use-list.ts'
import { useSettled } from './use-settled.ts'

type StatusFilter = 'active' | 'inactive' | 'all'

export function ClientListScreen({ onCreated }: { onCreated?: (client: ClientView) => void }) {
  const t = useTranslations('billing')
  const [typed, setTyped] = useState('')
  const [status, setStatus] = useState<StatusFilter>('active')
  const [sort, setSort] = useState<Sort>({ key: 'name', direction: 'asc' })
  const [adding, setAdding] = useState(false)
  const search = useSettled(typed.trim())
  const columns = useColumns()
  const shown = {
    search: search || undefined,
    status,
    sort: sort.key as ClientSort,
    direction: sort.direction,
  }
  const list = useList<ClientSummary>(listClients, shown)
  const counts = useApiQuery(countClients, { search }, { placeholderData: (previous) => previous }).data
  const isFirstUse = search === '' && counts?.all === 0
  return (
    <>
      <PageHeader
        title={t('clients.title')}
        description={t('clients.description')}
        actions={<ListActions shown={shown} onAdd={() => setAdding(true)} />}
      />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchInput label={t('clients.search')} value={typed} onValueChange={setTyped} maxLength={100} />
        <FilterChips
          label={t('fields.status')}
          value={status}
          onValueChange={setStatus}
          options={(['active', 'inactive', 'all'] as const).map((value) => ({
            value,
            label: t(`status.${value}`),
            count: counts?.[value],
          }))}
        />
      </div>
      <DataTable
        {...list}
        label={t('clients.title')}
        columns={columns}
        rowKey={(client) => client.clientId}
        rowHref={(client) => `/clients/${client.clientId}`}
        sort={sort}
        onSortChange={setSort}
        empty={
          isFirstUse ? (
            <NoClientsYet onAdd={() => setAdding(true)} />
          ) : (
            <NoMatch search={search} onClear={() => setTyped('')} />
          )
        }
      />
      {adding && <NewClientDialog onClose={() => setAdding(false)} onCreated={onCreated} />}
    </>
  )
}

function ListActions({ shown, onAdd }: { shown: InputOf<typeof exportClients>; onAdd: () => void }) {
  return (
    <>
      <ExportButton of={exportClients} filters={shown} />
      <NewClientButton onClick={onAdd} />
    </>
  )
}

function NoClientsYet({ onAdd }: { onAdd: () => void }) {
  const t = useTranslations('billing')
  return (
    <EmptyState
      title={t('clients.none')}
      body={t('clients.noneBody')}
      action={<NewClientButton onClick={onAdd} />}
    />
  )
}

function useColumns(): Column<ClientSummary>[] {
  const t = useTranslations('billing')
  return [
    { key: 'name', header: t('fields.displayName'), cell: (client) => client.displayName, sortable: true },
    { key: 'email', header: t('fields.email'), cell: (client) => client.email ?? '–', hideBelow: 'md' },
    { key: 'currency', header: t('fields.currency'), cell: (client) => client.currency, hideBelow: 'sm' },
    {
      key: 'terms',
      header: t('fields.termsId'),
      cell: (client) => client.termsName ?? '–',
      hideBelow: 'lg',
    },
    { key: 'city', header: t('fields.city'), cell: (client) => client.city ?? '–', hideBelow: 'lg' },
    {
      key: 'status',
      header: t('fields.status'),
      cell: (client) => <ClientStatusBadge status={client.status} />,
    },
    {
      key: 'updated_at',
      header: t('fields.updatedAt'),
      cell: (client) => <RelativeTime at={client.updatedAt} />,
      sortable: true,
      hideBelow: 'md',
    },
  ]
}

function NewClientButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('billing.clients')
  const may = useMay('client:create')
  return (
    <Button variant="primary" onClick={onClick} disabledReason={may ? undefined : t('mayNotCreate')}>
      {t('new')}
    </Button>
  )
}

function NoMatch({ search, onClear }: { search: string; onClear: () => void }) {
  const t = useTranslations('billing.clients')
  if (search === '') return <EmptyState title={t('noneInStatus')} />
  return (
    <EmptyState
      title={t('noMatch', { search })}
      body={t('noMatchBody')}
      action={<Button onClick={onClear}>{t('clearSearch')}</Button>}
    />
  )
}
