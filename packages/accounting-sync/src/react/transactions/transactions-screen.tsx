'use client'

import { Button, DataTable, EmptyState, LinkButton } from '@tieout/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { countOperations, listOperations, type OperationView, type ResultOf } from '../../contract/index.ts'
import { useAsked, useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { useFreshWhen } from '../use-fresh-when.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useTransactionColumns } from './transaction-columns.tsx'
import { TransactionDrawer } from './transaction-drawer.tsx'
import { TransactionFilterBar } from './transaction-filter-bar.tsx'
import {
  isNarrowed,
  readFilters,
  toCountInput,
  toListInput,
  withoutFilters,
  writeFilters,
  type TransactionFilters,
} from './transaction-filters.ts'

/** Everything that was and is to be done over there. What is shown stands in the address. */
export function TransactionsScreen() {
  const t = useTranslations('accounting.transactions')
  const { address, href } = useScreensHost()
  const company = useCompany()
  const filters = readFilters(address.query)
  const change = (changes: Partial<TransactionFilters>, how: 'push' | 'replace' = 'push') =>
    address.set(writeFilters({ ...filters, ...changes }), how)
  const counts = useAsked(countOperations, toCountInput(filters), {
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data && moves(state.data) ? 3000 : false),
  })
  return (
    <SyncPage
      tab="transactions"
      title={t('title')}
      description={t('description', { system: company.name })}
      actions={
        <LinkButton icon={Download} href={href.file(listOperations, toListInput(filters))} download>
          {t('export')}
        </LinkButton>
      }
    >
      <TransactionFilterBar filters={filters} counts={counts.data} onChange={change} />
      <TransactionTable
        // What was ticked belongs to what was shown.
        key={JSON.stringify(toListInput(filters))}
        filters={filters}
        counts={counts.data}
        change={change}
        product={company.name}
      />
    </SyncPage>
  )
}

type Counts = ResultOf<typeof countOperations>

const moves = ({ pending, in_progress }: Counts) => pending + in_progress > 0

interface TransactionTableProps {
  filters: TransactionFilters
  counts: Counts | undefined
  change: (changes: Partial<TransactionFilters>, how?: 'push' | 'replace') => void
  product: string
}

function TransactionTable({ filters, counts, change, product }: TransactionTableProps) {
  const t = useTranslations('accounting.transactions')
  const { explain } = useScreensHost()
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const columns = useTransactionColumns(product)
  const list = useAskedPages<OperationView>(listOperations, { ...toListInput(filters), limit: 40 })
  useFreshWhen(JSON.stringify(counts), list.refetch)
  const { rows } = list
  const at = rows.findIndex(({ operationId }) => operationId === filters.open)
  const chosen = rows.filter(({ operationId }) => selected.has(operationId))
  return (
    <>
      {chosen.length > 0 && (
        <BulkBar chosen={chosen} system={product} onDone={() => setSelected(new Set())} />
      )}
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.operationId}
        rowLabel={(row) => row.number}
        onRowOpen={(row) => change({ open: row.operationId })}
        selection={{
          selected,
          onChange: setSelected,
          rowLabel: (key) =>
            t('select', { number: rows.find((row) => row.operationId === key)?.number ?? '' }),
        }}
        loading={list.loading}
        error={list.error ? { ...explain(list.error), onRetry: () => void list.refetch() } : null}
        empty={<NothingHere filters={filters} onClear={() => change(withoutFilters())} />}
        paging={list.paging.hasNext || list.paging.hasPrevious ? list.paging : undefined}
      />
      {filters.open !== '' && (
        <TransactionDrawer
          operationId={filters.open}
          previous={at < 1 ? undefined : rows[at - 1]?.operationId}
          next={at < 0 ? undefined : rows[at + 1]?.operationId}
          onOpen={(open) => change({ open }, 'replace')}
          onClose={() => change({ open: '' }, 'replace')}
          product={product}
        />
      )}
    </>
  )
}

function NothingHere({ filters, onClear }: { filters: TransactionFilters; onClear: () => void }) {
  const t = useTranslations('accounting.transactions')
  if (!isNarrowed(filters)) return <EmptyState title={t('none')} body={t('noneBody')} />
  return (
    <EmptyState
      title={t('noMatch')}
      body={t('noMatchBody')}
      action={<Button onClick={onClear}>{t('showAll')}</Button>}
    />
  )
}
