'use client'

import { ErrorState, Money, Skeleton, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { listTransactions, type CycleView, type TransactionView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { StatusBadge } from '../transactions/status-badge.tsx'
import { keyOf } from '../transactions/transaction-filters.ts'
import { About, Direction } from '../transactions/transaction-columns.tsx'

const SHOWN = 8

/** What crossed in a run, the first few of it, and the way to all. */
export function CycleRows({ cycle, system }: { cycle: CycleView; system: string }) {
  const t = useTranslations('accounting.overview.cycles')
  const { explain, href } = useScreensHost()
  const { cycleId } = cycle
  const list = useAsked(listTransactions, { cycleId, limit: SHOWN })
  if (list.error !== null) return <ErrorState {...explain(list.error)} onRetry={() => void list.refetch()} />
  if (list.data === undefined) return <Skeleton className="h-20 w-full" />
  const { items, nextCursor } = list.data
  if (items.length === 0) return <p>{t('noRows')}</p>
  return (
    <>
      <ul aria-label={t('rows')} className="my-1 divide-y divide-line border-y border-line text-ink">
        {items.map((row) => (
          <CycleRow key={keyOf(row)} row={row} system={system} />
        ))}
      </ul>
      <TextLink href={href.transactions({ run: cycleId })} className="w-fit">
        {t(nextCursor === null ? 'open' : 'all')}
      </TextLink>
    </>
  )
}

function CycleRow({ row, system }: { row: TransactionView; system: string }) {
  const t = useTranslations('accounting.transactions.kind')
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
      <Direction row={row} system={system} />
      <span className="w-24 text-ink-muted max-sm:hidden">{t(row.kind)}</span>
      <About row={row} />
      <span className="min-w-0 flex-1 truncate text-ink-muted max-sm:hidden">{row.client.name}</span>
      <span className="ml-auto tabular-nums">
        {row.amountMinor !== null && row.currency !== null && (
          <Money minor={row.amountMinor} currency={row.currency} />
        )}
      </span>
      <span className="flex w-40 justify-end max-sm:w-auto">
        <StatusBadge status={row.status} />
      </span>
    </li>
  )
}
