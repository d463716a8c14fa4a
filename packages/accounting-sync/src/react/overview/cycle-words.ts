'use client'

import { useFormatter, useTranslations } from 'use-intl'
import type { CycleView } from '../../contract/index.ts'

/** Told in this order; what has no words here is for machines. */
const CROSSED = [
  'exported',
  'recorded',
  'restated',
  'reversed',
  'adopted',
  'drifted',
  'exceptions',
  'failed',
  'held',
  'putBack',
  'unanswered',
  'renamed',
  'noted',
] as const
/** Of these no row tells more. */
const BESIDE = ['verified', 'customersCreated', 'catalogueEntries'] as const
const COUNTS = [...CROSSED, ...BESIDE] as const

/** A run in plain words. */
export function useCycleWords() {
  const t = useTranslations('accounting.overview.cycles')
  const format = useFormatter()
  const counts = ({ counts: found }: CycleView): string[] =>
    COUNTS.flatMap((name) => {
      const count = found[name] ?? 0
      return count === 0 ? [] : t(`counts.${name}`, { count })
    })
  return {
    counts,
    /** Whether there are rows that tell more of it. */
    crossed: ({ counts: found }: CycleView): boolean => CROSSED.some((name) => (found[name] ?? 0) > 0),
    summary(cycle: CycleView): string {
      const did = counts(cycle)
      if (did.length > 0) return format.list(did.slice(0, 3), { type: 'unit' })
      if (cycle.status === 'running') return t('running')
      return cycle.error === null ? t('nothing') : t('brokeOff')
    },
    began({ trigger, startedAt, finishedAt }: CycleView): string {
      const why = t.has(`triggers.${trigger}`) ? t(`triggers.${trigger}`) : trigger
      if (finishedAt === null) return why
      const seconds = Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)
      return t('lasted', { why, seconds: Math.round(seconds * 10) / 10 })
    },
    /** What went wrong is a code of ours, or what a machine said. */
    error: (error: string): string =>
      error === 'connection_expired' ? t('errors.connection_expired') : t('errors.other', { error }),
  }
}
