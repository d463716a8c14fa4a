'use client'

import { countTasks } from '@tieout/platform/contract'
import { useApiQuery, useMay } from '@tieout/platform/web'
import { Skeleton, Stat, StatRow } from '@tieout/ui'
import { useFormatter, useTranslations } from 'next-intl'

/** Counts of what one may see; each leads to the list it counts. */
export function Figures() {
  const t = useTranslations('home.figures')
  const mayInbox = useMay('inbox:read')
  const counts = useApiQuery(countTasks, {}, { enabled: mayInbox, refetchInterval: 30_000 })
  if (!mayInbox) return null
  const { mine, open, overdue, unassigned } = counts.data ?? {}
  return (
    <StatRow>
      <Stat label={t('mine')} value={<Count value={mine} />} href="/inbox?view=mine" />
      <Stat label={t('open')} value={<Count value={open} />} href="/inbox" />
      <Stat
        label={t('overdue')}
        value={<Count value={overdue} />}
        href="/inbox?view=overdue"
        tone={overdue ? 'danger' : undefined}
      />
      <Stat label={t('unassigned')} value={<Count value={unassigned} />} href="/inbox?view=unassigned" />
    </StatRow>
  )
}

function Count({ value }: { value: number | undefined }) {
  const format = useFormatter()
  return value === undefined ? <Skeleton className="my-1.5 h-4 w-8" /> : <>{format.number(value)}</>
}
