'use client'

import type { ResultOf, listSchedules } from '@tieout/platform/contract'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

/** `mail.deliver` stands under `jobs.kinds.mail_deliver`; a kind without words is shown as it is. */
export function useKindName(): (kind: string) => string {
  const t = useTranslations('jobs.kinds')
  return useCallback(
    (kind) => {
      const key = kind.replaceAll(/[./]/g, '_')
      return t.has(key) ? t(key) : kind
    },
    [t],
  )
}

export type ScheduleItem = ResultOf<typeof listSchedules>['items'][number]

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const

/** "every 5 minutes", in the largest unit that fits without a rest. */
export function useRecurrenceText(): (recurrence: ScheduleItem['recurrence']) => string {
  const t = useTranslations('jobs.schedules')
  return useCallback(
    (recurrence) => {
      if ('cron' in recurrence) return t('cron', recurrence)
      const { everySeconds } = recurrence
      const [unit, seconds] = UNITS.find(([, length]) => everySeconds % length === 0) ?? ['seconds', 1]
      return t(`every.${unit}`, { count: everySeconds / seconds })
    },
    [t],
  )
}
