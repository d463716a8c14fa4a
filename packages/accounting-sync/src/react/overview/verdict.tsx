'use client'

import { cx, RelativeTime, type Tone } from '@tieout/ui'
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Clock,
  CloudOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ConnectionView, HealthView, Money } from '../../contract/index.ts'
import { useMoneyList } from '../money-list.ts'
import { nameOf } from '../use-company.ts'

const LOOKS: Record<HealthView['verdict'], { icon: LucideIcon; tone: Tone }> = {
  agrees: { icon: CircleCheck, tone: 'success' },
  busy: { icon: Clock, tone: 'accent' },
  attention: { icon: TriangleAlert, tone: 'warning' },
  service_down: { icon: CloudOff, tone: 'warning' },
  not_live: { icon: CircleDashed, tone: 'neutral' },
  paused: { icon: CirclePause, tone: 'warning' },
  expired: { icon: CircleAlert, tone: 'danger' },
}

const COLOURS: Record<Tone, string> = {
  success: 'text-success',
  accent: 'text-accent',
  warning: 'text-warning',
  danger: 'text-danger',
  neutral: 'text-ink-faint',
}

/** One sentence, with money in it, before any figure. */
export function Verdict({ health, connection }: { health: HealthView; connection: ConnectionView }) {
  const sentence = useVerdict(health, connection)
  const t = useTranslations('accounting.overview')
  const { icon: Icon, tone } = LOOKS[health.verdict]
  return (
    <div className="flex max-w-3xl min-w-0 items-start gap-2.5">
      <Icon aria-hidden className={cx('mt-1 size-5 shrink-0', COLOURS[tone])} />
      <div className="min-w-0">
        <p role="status" aria-label={t('verdictLabel')} className="text-lg text-ink">
          {sentence}
        </p>
        {health.lastGoodAt !== null && (
          <p className="text-xs text-ink-faint">
            {t.rich('checked', { at: () => <RelativeTime at={health.lastGoodAt ?? ''} /> })}
          </p>
        )}
      </div>
    </div>
  )
}

/** What was refused waits for nothing: it needs somebody. */
export const waitingIn = ({ waiting }: HealthView): HealthView['waiting'] =>
  waiting.filter(({ reason }) => reason !== 'failed')

function useVerdict(health: HealthView, connection: ConnectionView): string {
  const t = useTranslations('accounting.overview.verdict')
  const moneyList = useMoneyList()
  const company = nameOf(connection)
  const waiting = {
    documents: waitingIn(health).reduce((sum, each) => sum + each.operations, 0),
    money: moneyList(added(waitingIn(health).map((each) => each.money))),
  }
  const say = (key: string, { documents, money }: { documents: number; money: string }) =>
    t(`${key}.${documents === 0 ? 'nothing' : money === '' ? 'count' : 'money'}`, {
      company,
      documents,
      money,
    })
  const expired =
    health.expired.documents > 0 &&
    t('creditsExpired', {
      company,
      documents: health.expired.documents,
      money: moneyList(health.expired.money),
    })
  switch (health.verdict) {
    case 'agrees':
      return [
        say('agrees', { documents: health.agreeing.documents, money: moneyList(health.agreeing.money) }),
        health.accepted.documents > 0 &&
          say('accepted', {
            documents: health.accepted.documents,
            money: moneyList(health.accepted.money),
          }),
        expired,
      ]
        .filter((each) => each !== false)
        .join(' ')
    case 'attention':
      return [
        health.attention.operations > 0 &&
          say('attention', {
            documents: health.attention.operations,
            money: moneyList(health.attention.money),
          }),
        health.drifted.documents > 0 &&
          say('drift', { documents: health.drifted.documents, money: moneyList(health.drifted.money) }),
        health.received.payments > 0 &&
          say('received', { documents: health.received.payments, money: moneyList(health.received.money) }),
        expired,
      ]
        .filter((each) => each !== false)
        .join(' ')
    default:
      return say(health.verdict, waiting)
  }
}

function added(lists: readonly (readonly Money[])[]): Money[] {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of lists.flat()) {
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  }
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }))
}
