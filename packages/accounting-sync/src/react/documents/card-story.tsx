'use client'

import { Timeline, type TimelineItem, type Tone } from '@tieout/ui'
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clock,
  Hourglass,
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
  if (events.length === 0) return null
  const items = events
    .map((event, place): TimelineItem => ({
      id: `${place} ${event.what}`,
      who: event.byName ?? t('nobody'),
      what: t(`what.${event.what}`, { system }),
      when: event.at,
      ...LOOK[event.what],
      detail:
        event.what === 'refused' && event.errorCode !== null
          ? errorWords(event.errorCode, { document, system }).sentence
          : event.detail,
    }))
    .toReversed()
  return <Timeline label={t('label')} items={items} />
}
