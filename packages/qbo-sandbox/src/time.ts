/**
 * QuickBooks stamps in Pacific time. The rule of the zone is computed here (second Sunday of March to
 * first Sunday of November), since the formatter of the platform is far too slow for every document.
 */
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** When daylight saving starts and ends in a year, as instants. */
function daylightSaving(year: number): { from: number; to: number } {
  const march = Date.UTC(year, 2, 1)
  const november = Date.UTC(year, 10, 1)
  const sundayFrom = (first: number) => (7 - new Date(first).getUTCDay()) % 7
  return {
    from: march + (sundayFrom(march) + 7) * DAY + 10 * HOUR,
    to: november + sundayFrom(november) * DAY + 9 * HOUR,
  }
}

let known = { year: 0, from: 0, to: 0 }

function offsetHours(at: number): number {
  const year = new Date(at).getUTCFullYear()
  if (known.year !== year) known = { year, ...daylightSaving(year) }
  return at >= known.from && at < known.to ? -7 : -8
}

const suffix = (hours: number) => (hours === -7 ? '-07:00' : '-08:00')

let lastStamp = { second: NaN, text: '' }

/** `2020-09-29T05:58:07-07:00`, as MetaData carries it. Mostly the same second is asked for many times. */
export function stampSeconds(at: number): string {
  const second = Math.floor(at / 1000)
  if (lastStamp.second !== second) {
    const offset = offsetHours(at)
    const text = new Date(at + offset * HOUR).toISOString().slice(0, 19) + suffix(offset)
    lastStamp = { second, text }
  }
  return lastStamp.text
}

/** `2020-09-29T05:58:07.300-07:00`, as envelopes carry it. */
export function stampMilliseconds(at: number): string {
  const offset = offsetHours(at)
  return new Date(at + offset * HOUR).toISOString().slice(0, 23) + suffix(offset)
}

/** The service's own date, which a document gets that names none. */
export const serviceDate = (at: number): string => stampSeconds(at).slice(0, 10)

/** A real day of the calendar, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** An instant written in ISO 8601, with or without an offset (then Pacific); undefined when it is none. */
export function instantOf(text: string): number | undefined {
  if (isDate(text)) {
    const noon = Date.parse(`${text}T12:00:00Z`)
    return Date.parse(`${text}T00:00:00Z`) - offsetHours(noon) * HOUR
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text))
    return undefined
  const withOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(text)
  const at = Date.parse(withOffset ? text : `${text}Z`)
  if (Number.isNaN(at)) return undefined
  return withOffset ? at : at - offsetHours(at) * HOUR
}
