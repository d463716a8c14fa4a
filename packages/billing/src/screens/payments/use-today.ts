'use client'

import { useSession } from '@tieout/platform/web'
import { useNow } from 'use-intl'

/** Today by the company's calendar, wherever its people sit. */
export function useToday(): string {
  const { tenant } = useSession()
  const now = useNow()
  return dayOf(now, tenant?.timeZone ?? 'UTC')
}

export function dayOf(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]))
  return `${parts.year}-${parts.month}-${parts.day}`
}
