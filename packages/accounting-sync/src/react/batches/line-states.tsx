'use client'

import { Badge, type Tone } from '@tieout/ui'
import {
  CircleCheck,
  CircleMinus,
  Clock,
  Coins,
  Link2Off,
  Lock,
  Percent,
  Send,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { BatchDocument, JudgedDocuments, LineState } from '../../contract/index.ts'

/** In the order in which a person wants to know. */
export const LINE_STATES = [
  'ready',
  'missing',
  'closed_period',
  'other_currency',
  'taxes_apart',
  'excluded',
  'queued',
  'already_there',
] as const satisfies readonly LineState[]

const LOOK: Record<LineState, { tone: Tone; icon: LucideIcon }> = {
  ready: { tone: 'success', icon: CircleCheck },
  missing: { tone: 'warning', icon: Link2Off },
  closed_period: { tone: 'warning', icon: Lock },
  other_currency: { tone: 'warning', icon: Coins },
  taxes_apart: { tone: 'warning', icon: Percent },
  excluded: { tone: 'neutral', icon: CircleMinus },
  queued: { tone: 'accent', icon: Clock },
  already_there: { tone: 'neutral', icon: Send },
}

export function LineStateBadge({ state }: { state: LineState }) {
  const t = useTranslations('accounting.batches.line')
  return <Badge {...LOOK[state]}>{t(state)}</Badge>
}

/** What can be ticked from the start: what goes out, or would as soon as something is mended. */
export const goesAlong = ({ state }: Pick<BatchDocument, 'state'>): boolean =>
  state === 'ready' || state === 'missing' || state === 'queued'

export const countOf = ({ totals }: JudgedDocuments, state: LineState): number =>
  totals.find((each) => each.state === state)?.documents ?? 0

export type LineCounts = Record<LineState, number>

export function countsOf(documents: readonly BatchDocument[]): LineCounts {
  const counts: LineCounts = {
    ready: 0,
    missing: 0,
    closed_period: 0,
    other_currency: 0,
    taxes_apart: 0,
    excluded: 0,
    queued: 0,
    already_there: 0,
  }
  for (const { state } of documents) counts[state] += 1
  return counts
}

/** What will happen to so many of each, one sentence for each that there are. */
export function WhatWillHappen({ counts, system }: { counts: LineCounts; system: string }) {
  const t = useTranslations('accounting.batches.willHappen')
  const told = LINE_STATES.filter((each) => counts[each] > 0)
  if (told.length === 0) return <p>{t('nothing')}</p>
  return (
    <ul className="flex flex-col gap-1">
      {told.map((state) => (
        <li key={state}>{t(state, { count: counts[state], system })}</li>
      ))}
    </ul>
  )
}
