'use client'

import { useSession } from '@tieout/platform/web'
import { useNow } from 'use-intl'
import { localDate } from '../../local-date.ts'

/** Today by the company's calendar, wherever its people sit. */
export function useToday(): string {
  const { tenant } = useSession()
  return localDate(useNow(), tenant?.timeZone ?? 'UTC')
}
