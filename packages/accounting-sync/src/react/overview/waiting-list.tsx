'use client'

import { Card, RelativeTime, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { HealthView } from '../../contract/index.ts'
import { useMoneyList } from '../money-list.ts'
import { useScreensHost, type ScreensHost } from '../screens-host.tsx'

type Waiting = HealthView['waiting'][number]

/** Nothing waits silently: what for, how much, and since when. */
export function WaitingList({ health: { waiting } }: { health: HealthView }) {
  const t = useTranslations('accounting.overview.waiting')
  if (waiting.length === 0) return null
  return (
    <Card title={t('title')} flush>
      <ul className="divide-y divide-line text-sm">
        {waiting.map((each) => (
          <WaitingLine key={each.reason} waiting={each} />
        ))}
      </ul>
    </Card>
  )
}

/** Where it is mended, or looked at. */
const WHERE: Record<string, (href: ScreensHost['href']) => string> = {
  unmapped: (href) => href.mapping('client'),
  closed_period: (href) => href.inbox(),
  failed: (href) => href.transactions({ status: 'failed' }),
  sending: (href) => href.transactions({ status: 'in_progress' }),
}

function WaitingLine({ waiting: { reason, operations, money, oldestAt } }: { waiting: Waiting }) {
  const t = useTranslations('accounting.overview.waiting')
  const { href } = useScreensHost()
  const moneyList = useMoneyList()
  const where = WHERE[reason]?.(href) ?? href.transactions({ status: 'pending' })
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2">
      <TextLink href={where} className="min-w-0 flex-1 max-sm:basis-full">
        {t.has(`reasons.${reason}`) ? t(`reasons.${reason}`) : reason}
      </TextLink>
      <span className="text-ink-muted">{t('documents', { count: operations })}</span>
      <span className="w-32 text-right text-ink-muted max-sm:w-auto">
        <RelativeTime at={oldestAt} />
      </span>
      <span className="min-w-28 text-right tabular-nums">{moneyList(money)}</span>
    </li>
  )
}
