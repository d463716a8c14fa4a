'use client'

import { Button, DataTable, EmptyState, LinkButton } from '@tieout/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  countTransactions,
  listTransactions,
  type ResultOf,
  type TransactionView,
} from '../../contract/index.ts'
import { useAsked, useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { useFreshWhen } from '../use-fresh-when.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ArrivalDrawer } from './arrival-drawer.tsx'
import { useRowNames, useTransactionColumns } from './transaction-columns.tsx'
import { TransactionDrawer } from './transaction-drawer.tsx'
import { TransactionFilterBar } from './transaction-filter-bar.tsx'
import {
  isNarrowed,
  keyOf,
  opened,
  readFilters,
  toCountInput,
  toListInput,
  withoutFilters,
  writeFilters,
  type TransactionFilters,
} from './transaction-filters.ts'

/** Everything that went or is to go over there, and what came from there. What is shown stands in the address. */
export function TransactionsScreen() {
  const t = useTranslations('accounting.transactions')
  const { address, href } = useScreensHost()
  const company = useCompany()
  const filters = readFilters(address.query)
  const change = (changes: Partial<TransactionFilters>, how: 'push' | 'replace' = 'push') =>
    address.set(writeFilters({ ...filters, ...changes }), how)
  const counts = useAsked(countTransactions, toCountInput(filters), {
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data && moves(state.data) ? 3000 : false),
  })
  return (
    <SyncPage
      tab="transactions"
      title={t('title')}
      description={t('description', { system: company.name })}
      actions={
        <LinkButton icon={Download} href={href.file(listTransactions, toListInput(filters))} download>
          {t('export')}
        </LinkButton>
      }
    >
      <TransactionFilterBar filters={filters} counts={counts.data} system={company.name} onChange={change} />
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

type Counts = ResultOf<typeof countTransactions>

const moves = ({ out }: Counts) => out.pending + out.in_progress > 0

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
  const list = useAskedPages<TransactionView>(listTransactions, { ...toListInput(filters), limit: 40 })
  useFreshWhen(JSON.stringify(counts), list.refetch)
  const { rows } = list
  const at = rows.findIndex((row) => keyOf(row) === (filters.open || filters.came))
  const chosen = rows.filter((row) => row.direction === 'out').filter((row) => selected.has(row.operationId))
  const nameOf = useRowNames()
  const turn = (row: TransactionView | undefined) => row && (() => change(opened(row), 'replace'))
  const drawer = {
    onPrevious: turn(at < 1 ? undefined : rows[at - 1]),
    onNext: turn(at < 0 ? undefined : rows[at + 1]),
    onClose: () => change({ open: '', came: '' }, 'replace'),
    product,
  }
  return (
    <>
      {chosen.length > 0 && (
        <BulkBar chosen={chosen} system={product} onDone={() => setSelected(new Set())} />
      )}
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        rowLabel={nameOf}
        onRowOpen={(row) => change(opened(row))}
        selection={
          filters.direction === 'in'
            ? undefined
            : {
                selected,
                onChange: setSelected,
                // What came in has happened: nothing is tried again or left out.
                selectable: (key) => rows.some((row) => row.direction === 'out' && row.operationId === key),
                rowLabel(key) {
                  const row = rows.find((each) => keyOf(each) === key)
                  return t('select', { number: row === undefined ? '' : nameOf(row) })
                },
              }
        }
        loading={list.loading}
        error={list.error ? { ...explain(list.error), onRetry: () => void list.refetch() } : null}
        empty={<NothingHere filters={filters} onClear={() => change(withoutFilters())} />}
        paging={list.paging.hasNext || list.paging.hasPrevious ? list.paging : undefined}
      />
      {filters.open !== '' && <TransactionDrawer operationId={filters.open} {...drawer} />}
      {filters.open === '' && filters.came !== '' && <ArrivalDrawer arrivalId={filters.came} {...drawer} />}
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
