'use client'

import { Money, RelativeTime, TextLink, type Column } from '@tieout/ui'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import type { OperationView } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { StatusBadge } from './status-badge.tsx'

export function useTransactionColumns(system: string): Column<OperationView>[] {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  const took = useTook()
  return [
    { key: 'time', header: t('columns.time'), cell: (row) => <RelativeTime at={row.updatedAt} /> },
    {
      key: 'direction',
      header: t('columns.direction'),
      hideHeader: true,
      hideBelow: 'md',
      width: '1.5rem',
      cell: (row) => <Direction row={row} system={system} />,
    },
    { key: 'type', header: t('columns.type'), hideBelow: 'md', cell: (row) => t(`kind.${row.kind}`) },
    {
      key: 'document',
      header: t('columns.document'),
      cell: (row) => (
        <TextLink href={href.document(row.documentId)} className="whitespace-nowrap">
          {row.number}
        </TextLink>
      ),
    },
    {
      key: 'client',
      header: t('columns.client'),
      hideBelow: 'sm',
      cell: ({ client }) =>
        client.id === null ? client.name : <TextLink href={href.client(client.id)}>{client.name}</TextLink>,
    },
    {
      key: 'amount',
      header: t('columns.amount'),
      align: 'right',
      // A phone has room for how it stands; the drawer tells the amount.
      hideBelow: 'sm',
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '' : <Money minor={amountMinor} currency={currency} />,
    },
    { key: 'status', header: t('columns.status'), cell: (row) => <Standing row={row} /> },
    {
      key: 'attempts',
      header: t('columns.attempts'),
      align: 'right',
      hideBelow: 'lg',
      cell: (row) => row.attempts,
    },
    {
      key: 'batch',
      header: t('columns.batch'),
      hideBelow: 'lg',
      cell: ({ batchId }) =>
        batchId === null ? '' : <TextLink href={href.batch(batchId)}>{t('openBatch')}</TextLink>,
    },
    {
      key: 'took',
      header: t('columns.took'),
      align: 'right',
      hideBelow: 'lg',
      cell: ({ milliseconds }) =>
        milliseconds === null ? '' : <span className="whitespace-nowrap">{took(milliseconds)}</span>,
    },
  ]
}

/** The word, and in small print what it waits for. */
function Standing({ row }: { row: OperationView }) {
  const t = useTranslations('accounting.transactions.waitsShort')
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <StatusBadge status={row.status} />
      {row.status === 'pending' && row.waitReason !== null && (
        <span className="text-xs text-ink-faint max-sm:hidden">{t(row.waitReason)}</span>
      )}
    </span>
  )
}

function Direction({ row, system }: { row: OperationView; system: string }) {
  const t = useTranslations('accounting.transactions.direction')
  const Icon = row.direction === 'out' ? ArrowUpRight : ArrowDownLeft
  const words = t(row.direction, { system })
  return (
    <span title={words}>
      <Icon aria-hidden className="size-3.5 text-ink-faint" />
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** "340 ms", "1.2 s". */
export function useTook(): (milliseconds: number) => string {
  const t = useTranslations('accounting.transactions.took')
  const format = useFormatter()
  return (milliseconds) =>
    milliseconds < 1000
      ? t('milliseconds', { count: format.number(milliseconds) })
      : t('seconds', { count: format.number(milliseconds / 1000, { maximumFractionDigits: 1 }) })
}
