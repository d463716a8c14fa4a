'use client'

import { BarChart, Card, ErrorState, RelativeTime, Skeleton, Stat, StatRow } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { getHealth, type ConnectionView, type HealthView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useMoneyList } from '../money-list.ts'
import { useScreensHost } from '../screens-host.tsx'
import { SyncNow } from './sync-now.tsx'
import { Verdict, waitingIn } from './verdict.tsx'
import { WaitingList } from './waiting-list.tsx'
import { Warnings } from './warnings.tsx'

/** Looked at again while somebody looks: the page tells what is so, not what was. */
const EVERY = 15_000

export function HealthPanel({ connection }: { connection: ConnectionView }) {
  const { explain } = useScreensHost()
  const { connectionId } = connection
  const query = useAsked(getHealth, { connectionId }, { refetchInterval: EVERY })
  const { data } = query
  if (data === undefined) {
    return query.error === null ? (
      <Skeleton className="h-96 w-full" />
    ) : (
      <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
    )
  }
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <Verdict health={data} connection={connection} />
        <SyncNow connection={connection} />
      </div>
      <Warnings health={data} connection={connection} />
      <Figures health={data} connection={connection} />
      <WaitingList health={data} />
      <Days days={data.days} />
    </>
  )
}

/** Fewer days of consent than this are said aloud. */
const SOON = 14

function Figures({ health, connection }: { health: HealthView; connection: ConnectionView }) {
  const t = useTranslations('accounting.overview.figures')
  const { href } = useScreensHost()
  const moneyList = useMoneyList()
  const { attention, drifted, accepted, expired, received, lastGoodAt, nextRunAt, tokenDays, hardDays } =
    health
  const waits = waitingIn(health)
  const waiting = waits.reduce((sum, each) => sum + each.operations, 0)
  const oldest = waits.map((each) => each.oldestAt).toSorted()[0]
  const days = Math.min(tokenDays, hardDays ?? tokenDays)
  const sum = (money: HealthView['attention']['money']) => (money.length > 0 ? moneyList(money) : undefined)
  const differHint = [
    drifted.money.length > 0 && t('apart', { money: moneyList(drifted.money) }),
    accepted.documents > 0 && t('accepted', { count: accepted.documents }),
  ]
    .filter((each) => each !== false)
    .join(' · ')
  return (
    <StatRow>
      <Stat
        label={t('lastSync')}
        value={lastGoodAt === null ? t('never') : <RelativeTime at={lastGoodAt} />}
        hint={nextRunAt !== null && t.rich('next', { at: () => <RelativeTime at={nextRunAt} /> })}
      />
      <Stat
        label={t('waiting')}
        value={waiting}
        href={href.transactions({ status: 'pending' })}
        hint={oldest !== undefined && t.rich('oldest', { at: () => <RelativeTime at={oldest} /> })}
      />
      <Stat
        label={t('attention')}
        value={attention.operations}
        href={href.inbox()}
        tone={attention.operations > 0 ? 'warning' : undefined}
        hint={sum(attention.money)}
      />
      <Stat
        label={t('differ')}
        value={drifted.documents}
        href={href.inbox()}
        tone={drifted.documents > 0 ? 'warning' : undefined}
        hint={differHint}
      />
      {received.payments > 0 && (
        <Stat
          label={t('received')}
          value={received.payments}
          href={href.transactions({ direction: 'in', status: 'held' })}
          tone="warning"
          hint={sum(received.money)}
        />
      )}
      {expired.documents > 0 && (
        <Stat label={t('expired')} value={expired.documents} hint={sum(expired.money)} tone="warning" />
      )}
      <Stat
        label={t('consent')}
        value={connection.status === 'expired' ? t('ended') : t('days', { days })}
        tone={connection.status === 'expired' || days <= SOON ? 'warning' : undefined}
        hint={
          connection.status === 'expired'
            ? undefined
            : t(hardDays !== null && hardDays <= tokenDays ? 'endsForGood' : 'renewed')
        }
      />
    </StatRow>
  )
}

function Days({ days }: { days: HealthView['days'] }) {
  const t = useTranslations('accounting.overview.chart')
  const isEmpty = days.every(({ done, failed }) => done === 0 && failed === 0)
  return (
    <Card>
      {isEmpty ? (
        <p className="text-sm text-ink-muted">{t('empty')}</p>
      ) : (
        <BarChart
          title={t('title')}
          height={140}
          data={days.map(({ day, done, failed }) => ({ day, values: { done, failed } }))}
          series={[
            { key: 'done', label: t('done'), color: 'success' },
            { key: 'failed', label: t('failed'), color: 'danger' },
          ]}
        />
      )}
    </Card>
  )
}
