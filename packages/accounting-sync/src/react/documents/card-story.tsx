'use client'

import { Timeline, useMoney, type TimelineItem, type Tone } from '@tieout/ui'
import {
  Ban,
  Banknote,
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clock,
  Coins,
  Handshake,
  Hourglass,
  RefreshCw,
  RotateCw,
  Send,
  SkipForward,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { useErrorWords } from '../error-words.ts'

type Event = DocumentView['timeline'][number]

const LOOK: Record<Event['what'], { icon: LucideIcon; tone?: Tone }> = {
  queued: { icon: Clock },
  asked: { icon: RotateCw },
  written: { icon: Send, tone: 'accent' },
  adopted: { icon: Send, tone: 'accent' },
  refused: { icon: CircleAlert, tone: 'danger' },
  unknown: { icon: Hourglass, tone: 'warning' },
  throttled: { icon: Hourglass },
  down: { icon: Hourglass },
  verified: { icon: CircleCheck, tone: 'success' },
  drift: { icon: TriangleAlert, tone: 'warning' },
  voided: { icon: Ban },
  kept_out: { icon: CircleSlash },
  left_out: { icon: SkipForward },
  taken_back_voided: { icon: Undo2 },
  taken_back_reopened: { icon: Undo2 },
  taken_back_gone: { icon: Undo2 },
  taken_back_there: { icon: Undo2 },
  taken_back_needless: { icon: Undo2 },
  accepted: { icon: Handshake, tone: 'warning' },
  paid: { icon: Banknote, tone: 'success' },
  payment_changed: { icon: RefreshCw },
  payment_taken_back: { icon: Undo2, tone: 'warning' },
  credit_applied: { icon: Coins, tone: 'success' },
  credit_taken_off: { icon: Undo2, tone: 'warning' },
}

interface CardStoryProps {
  events: readonly Event[]
  document: string
  system: string
}

/** What happened to it, who did it and when; the last thing first. */
export function CardStory({ events, document, system }: CardStoryProps) {
  const t = useTranslations('accounting.documents.story')
  const errorWords = useErrorWords()
  const whoAndWhat = useWhoAndWhat(system)
  if (events.length === 0) return null
  const referenceOf = ({ what, payment }: Event) => {
    if (payment === null || payment.reference === null) return null
    // Credit is called by the document on the other side.
    return what.startsWith('credit_') ? payment.reference : t('reference', { reference: payment.reference })
  }
  const items = events
    .map((event, place): TimelineItem => ({
      id: `${place} ${event.what}`,
      ...whoAndWhat(event),
      when: event.at,
      ...LOOK[event.what],
      detail:
        event.what === 'refused' && event.errorCode !== null
          ? errorWords(event.errorCode, { document, system }).sentence
          : (event.detail ?? referenceOf(event)),
    }))
    .toReversed()
  return <Timeline label={t('label')} items={items} />
}

/** Money comes from somewhere; all else is done by somebody, or by itself. */
function useWhoAndWhat(system: string): (event: Event) => Pick<TimelineItem, 'who' | 'what'> {
  const t = useTranslations('accounting.documents.story')
  const money = useMoney()
  return ({ what, byName, payment }) => {
    if (payment === null)
      return { who: byName ?? t('nobody'), what: t(`what.${what}`, { system, amount: '' }) }
    const { origin, amountMinor, currency } = payment
    const amount = money({ minor: amountMinor, currency })
    return {
      who: origin === 'there' ? system : t(`from.${origin}`),
      what: t(`what.${what}`, { system, amount }),
    }
  }
}
