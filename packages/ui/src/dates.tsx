'use client'

import { useFormatter, useNow } from 'use-intl'

export type DateFormat = 'day' | 'short' | 'medium' | 'long'

const formats = {
  day: { day: 'numeric', month: 'short' },
  short: { day: '2-digit', month: '2-digit', year: 'numeric' },
  medium: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} as const

/**
 * A calendar date has no time zone: it is read and written in UTC, so that an invoice due on the 1st is due on the
 * 1st in Honolulu too.
 */
export function useDateText(): (date: string, format?: DateFormat) => string {
  const write = useFormatter()
  return (date, format = 'medium') => {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
    if (!match) return date
    const at = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])))
    return write.dateTime(at, { ...formats[format], timeZone: 'UTC' })
  }
}

export interface DateTextProps {
  /** `YYYY-MM-DD`. */
  date: string
  format?: DateFormat
  className?: string
}

export function DateText({ date, format, className }: DateTextProps) {
  const text = useDateText()
  return (
    <time dateTime={date} className={className ?? 'whitespace-nowrap'}>
      {text(date, format)}
    </time>
  )
}

const exact = { dateStyle: 'medium', timeStyle: 'medium' } as const

/** An instant written out in the tenant's time zone. */
export function useInstantText(): (instant: string) => string {
  const format = useFormatter()
  return (instant) => format.dateTime(new Date(instant), exact)
}

export interface InstantProps {
  /** An ISO instant, with its offset or `Z`. */
  at: string
  className?: string
}

/** "3 minutes ago"; the exact time on hover. */
export function RelativeTime({ at, className }: InstantProps) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 })
  const text = useInstantText()
  const instant = new Date(at)
  if (Number.isNaN(instant.getTime())) return <span className={className}>{at}</span>
  // Our "now" moves on every half a minute only: what has just happened is not to come.
  const isJustNow = instant > now && instant.getTime() - now.getTime() < 60_000
  return (
    // The server's "now" is a moment older than the browser's; the words may differ by it.
    <time
      dateTime={at}
      title={text(at)}
      className={className ?? 'whitespace-nowrap'}
      suppressHydrationWarning
    >
      {format.relativeTime(instant, isJustNow ? instant : now)}
    </time>
  )
}

/** The exact time, for a log or a detail page. */
export function DateTimeText({ at, className }: InstantProps) {
  const text = useInstantText()
  return (
    <time dateTime={at} className={className ?? 'whitespace-nowrap'}>
      {text(at)}
    </time>
  )
}
