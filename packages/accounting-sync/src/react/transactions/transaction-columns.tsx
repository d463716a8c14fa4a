'use client'

import { cx, Money, RelativeTime, TextLink, type Column } from '@tieout/ui'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import type { TransactionView } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { StatusBadge } from './status-badge.tsx'

export function useTransactionColumns(system: string): Column<TransactionView>[] {
  const t = useTranslations('accounting.transactions')
  return [
    {
      key: 'time',
      header: t('columns.time'),
      cell: (row) => <RelativeTime at={row.direction === 'out' ? row.updatedAt : row.at} />,
    },
    {
      key: 'direction',
      header: t('columns.direction'),
      hideHeader: true,
      width: '1.5rem',
      cell: (row) => <Direction row={row} system={system} />,
    },
    { key: 'type', header: t('columns.type'), hideBelow: 'md', cell: (row) => t(`kind.${row.kind}`) },
    { key: 'document', header: t('columns.document'), cell: (row) => <About row={row} /> },
    {
      key: 'client',
      header: t('columns.client'),
      hideBelow: 'sm',
      cell: ({ client }) => <Client client={client} />,
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
    ...useColumnsOfWhatGoesOut(),
  ]
}

function useColumnsOfWhatGoesOut(): Column<TransactionView>[] {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  const took = useTook()
  return [
    {
      key: 'attempts',
      header: t('columns.attempts'),
      align: 'right',
      hideBelow: 'lg',
      cell: (row) => (row.direction === 'out' ? row.attempts : ''),
    },
    {
      key: 'batch',
      header: t('columns.batch'),
      hideBelow: 'lg',
      cell: (row) =>
        row.direction === 'in' || row.batchId === null ? (
          ''
        ) : (
          <TextLink href={href.batch(row.batchId)}>{t('openBatch')}</TextLink>
        ),
    },
    {
      key: 'took',
      header: t('columns.took'),
      align: 'right',
      hideBelow: 'lg',
      cell: (row) =>
        row.direction === 'in' || row.milliseconds === null ? (
          ''
        ) : (
          <span className="whitespace-nowrap">{took(row.milliseconds)}</span>
        ),
    },
  ]
}

function Client({ client }: Pick<TransactionView, 'client'>) {
  const { href } = useScreensHost()
  if (client.id === null) return client.name
  return (
    <TextLink href={href.client(client.id)} className="whitespace-nowrap">
      {client.name}
    </TextLink>
  )
}

/** What a row is called when it is read aloud or ticked. */
export function useRowNames(): (row: TransactionView) => string {
  const t = useTranslations('accounting.transactions.kind')
  return (row) =>
    row.direction === 'out'
      ? row.number
      : [t(row.kind), row.reference ?? row.documents[0]?.number ?? ''].join(' ').trim()
}

/** The document; of a payment the first that it pays, and what the payer calls it. */
export function About({ row }: { row: TransactionView }) {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  if (row.direction === 'out')
    return (
      <TextLink href={href.document(row.documentId)} className="whitespace-nowrap">
        {row.number}
      </TextLink>
    )
  const [first, ...others] = row.documents
  if (first === undefined)
    return (
      <span className="block max-w-40 truncate" title={row.reference ?? undefined}>
        {row.reference ?? t('withoutNumber')}
      </span>
    )
  const isNamedElse = row.reference !== null && row.reference !== first.number
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <TextLink href={href.document(first.id)} className="whitespace-nowrap">
        {first.number === '' ? t('withoutNumber') : first.number}
      </TextLink>
      {others.length > 0 && (
        <span
          className="text-xs whitespace-nowrap text-ink-muted"
          title={others.map((each) => each.number).join(', ')}
        >
          {t('more', { count: others.length })}
        </span>
      )}
      {isNamedElse && <span className="text-xs text-ink-faint max-sm:hidden">{row.reference}</span>}
    </span>
  )
}

/** The word, and in small print what it waits for, or why. */
function Standing({ row }: { row: TransactionView }) {
  const t = useTranslations('accounting.transactions')
  const small =
    row.direction === 'out'
      ? row.status === 'pending' && row.waitReason !== null && t(`waitsShort.${row.waitReason}`)
      : row.reason !== null && t.has(`reasonShort.${row.reason}`) && t(`reasonShort.${row.reason}`)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <StatusBadge status={row.status} />
      {small !== false && <span className="text-xs text-ink-faint max-sm:hidden">{small}</span>}
    </span>
  )
}

export function Direction({ row, system }: { row: TransactionView; system: string }) {
  const t = useTranslations('accounting.transactions.direction')
  const Icon = row.direction === 'out' ? ArrowUpRight : ArrowDownLeft
  const words = t(row.direction, { system })
  return (
    <span title={words}>
      <Icon
        aria-hidden
        className={cx('size-3.5', row.direction === 'in' ? 'text-accent' : 'text-ink-faint')}
      />
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
