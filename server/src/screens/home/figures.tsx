'use client'

import { countClients } from '@tieout/billing/contract'
import { countTasks } from '@tieout/platform/contract'
import { useApiQuery, useMay } from '@tieout/platform/web'
import { Skeleton, Stat, StatRow } from '@tieout/ui'
import { useFormatter, useTranslations } from 'next-intl'

/** Counts of what one may see; each leads to the list it counts. */
export function Figures() {
  const t = useTranslations('home.figures')
  const mayInbox = useMay('inbox:read')
  const counts = useApiQuery(countTasks, {}, { enabled: mayInbox, refetchInterval: 30_000 })
  const mayClients = useMay('client:read')
  const clients = useApiQuery(countClients, {}, { enabled: mayClients })
  const { mine, open, overdue } = counts.data ?? {}
  if (!mayInbox && !mayClients) return null
  return (
    <StatRow>
      {mayInbox && (
        <>
          <Stat label={t('mine')} value={<Count value={mine} />} href="/inbox?view=mine" />
          <Stat label={t('open')} value={<Count value={open} />} href="/inbox" />
          <Stat
            label={t('overdue')}
            value={<Count value={overdue} />}
            href="/inbox?view=overdue"
            tone={overdue ? 'danger' : undefined}
          />
        </>
      )}
      {mayClients && (
        <Stat label={t('clients')} value={<Count value={clients.data?.active} />} href="/clients" />
      )}
    </StatRow>
  )
}

function Count({ value }: { value: number | undefined }) {
  const format = useFormatter()
  return value === undefined ? <Skeleton className="my-1.5 h-4 w-8" /> : <>{format.number(value)}</>
}
