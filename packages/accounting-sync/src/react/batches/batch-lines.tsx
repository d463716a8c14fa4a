'use client'

import { Button, DataTable, EmptyState, FilterChips, Money, TextLink, toast, type Column } from '@tieout/ui'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  listTransactions,
  retryOperations,
  type BatchView,
  type OperationView,
} from '../../contract/index.ts'
import { useAskedPages, useCommand } from '../asking.ts'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'
import { StatusBadge } from '../transactions/status-badge.tsx'
import { STATUSES, type Status } from '../transactions/transaction-filters.ts'
import { useFreshWhen } from '../use-fresh-when.ts'

interface BatchLinesProps {
  batch: BatchView
  system: string
}

/** What became of each document; what was refused says why and what to do. */
export function BatchLines({ batch, system }: BatchLinesProps) {
  const t = useTranslations('accounting.batches')
  const { explain, href } = useScreensHost()
  const [status, setStatus] = useState<Status | 'all'>('all')
  const { batchId, lines } = batch
  const filters = { batchId, ...(status !== 'all' && { status }) }
  const list = useAskedPages<OperationView>(listTransactions, { ...filters, direction: 'out', limit: 50 })
  const { refetch } = list
  useFreshWhen(JSON.stringify(lines), refetch)
  const total = STATUSES.reduce((sum, each) => sum + lines[each], 0)
  return (
    <section aria-label={t('columns.documents')}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FilterChips<Status | 'all'>
          label={t('columns.status')}
          value={status}
          onValueChange={setStatus}
          options={[
            { value: 'all', label: t('all'), count: total },
            ...STATUSES.filter((each) => lines[each] > 0 || each === status).map((value) => ({
              value,
              label: t(`lineStatus.${value}`),
              count: lines[value],
            })),
          ]}
        />
        {lines.failed > 0 && <RetryRefused rows={list.rows} />}
      </div>
      <DataTable
        label={t('columns.documents')}
        columns={useLineColumns(system)}
        rows={list.rows}
        rowKey={(row) => row.operationId}
        rowHref={(row) => href.transactions({ batch: batchId, open: row.operationId })}
        rowLabel={(row) => row.client.name ?? ''}
        loading={list.loading}
        error={list.error ? { ...explain(list.error), onRetry: () => void refetch() } : null}
        empty={<EmptyState title={total === 0 ? t('noLines') : t('noMatch')} />}
        paging={list.paging.hasNext || list.paging.hasPrevious ? list.paging : undefined}
      />
    </section>
  )
}

function useLineColumns(system: string): Column<OperationView>[] {
  const t = useTranslations('accounting.batches')
  const { href } = useScreensHost()
  return [
    { key: 'number', header: t('columns.document'), cell: (row) => row.number },
    {
      key: 'client',
      header: t('columns.client'),
      hideBelow: 'sm',
      cell: ({ client }) =>
        client.id === null ? client.name : <TextLink href={href.client(client.id)}>{client.name}</TextLink>,
    },
    {
      key: 'total',
      header: t('columns.total'),
      align: 'right',
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '' : <Money minor={amountMinor} currency={currency} />,
    },
    { key: 'status', header: t('columns.status'), cell: (row) => <StatusBadge status={row.status} /> },
    {
      key: 'why',
      header: t('columns.why'),
      hideBelow: 'sm',
      cell: (row) => <Why row={row} system={system} />,
    },
  ]
}

/** The sentence of a refusal and what mends it, or what it waits for. */
function Why({ row, system }: { row: OperationView; system: string }) {
  const t = useTranslations('accounting.transactions.waitsShort')
  const errorWords = useErrorWords()
  if (row.status === 'pending' && row.waitReason !== null)
    return <span className="text-ink-muted">{t(row.waitReason)}</span>
  if (row.status !== 'failed' || row.errorCode === null) return null
  const { sentence, fix } = errorWords(row.errorCode, { document: row.number, system })
  return (
    <span className="block py-1 whitespace-normal">
      {sentence} <span className="text-ink-muted">{fix}</span>
    </span>
  )
}

function RetryRefused({ rows }: { rows: readonly OperationView[] }) {
  const t = useTranslations('accounting.batches')
  const { explain, may } = useScreensHost()
  const refused = rows.filter(({ status }) => status === 'failed').map(({ operationId }) => operationId)
  const retry = useCommand(retryOperations, {
    onSuccess: ({ retried }) => toast.success(t('retried', { count: retried })),
    onError: (error) => toast.error(explain(error).message),
  })
  if (refused.length === 0) return null
  return (
    <Button
      size="sm"
      icon={RotateCw}
      busy={retry.isPending}
      disabledReason={may('manage') ? undefined : t('whyNot.notAllowed')}
      onClick={() => retry.mutate({ operationIds: refused })}
    >
      {t('retryRefused', { count: refused.length })}
    </Button>
  )
}
