/** Wall-clock time in the company's zone: what people mean by "tomorrow morning". */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

export function wallTime(at: Date, timeZone: string): WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  }
}

const asUtc = (wall: WallTime) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)

/** The instant at which the zone's clocks show this. An hour that a clock change skips becomes the one after. */
export function toInstant(wall: WallTime, timeZone: string): Date {
  const wanted = asUtc(wall)
  const offsetAt = (instant: number) => asUtc(wallTime(new Date(instant), timeZone)) - instant
  const first = wanted - offsetAt(wanted)
  return new Date(wanted - offsetAt(first))
}

/** `2026-03-15T08:30`, as a date-time input writes it; `null` for anything else. */
export function readWallTime(text: string): WallTime | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  return { year, month, day, hour, minute }
}

export type SnoozeChoice = 'laterToday' | 'tomorrow' | 'nextWeek'

const MORNING = 8

/** The usual moments to be reminded at. Late in the evening there is no "later today". */
export function snoozeChoices(now: Date, timeZone: string): { choice: SnoozeChoice; until: Date }[] {
  const today = wallTime(now, timeZone)
  const morningIn = (days: number) =>
    toInstant({ ...today, ...dateAfter(today, days), hour: MORNING, minute: 0 }, timeZone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const choices: { choice: SnoozeChoice; until: Date }[] = [
    { choice: 'tomorrow', until: morningIn(1) },
    { choice: 'nextWeek', until: morningIn((8 - weekday) % 7 || 7) },
  ]
  if (today.hour >= 20) return choices
  return [
    { choice: 'laterToday', until: toInstant({ ...today, hour: today.hour + 3, minute: 0 }, timeZone) },
    ...choices,
  ]
}

function dateAfter({ year, month, day }: WallTime, days: number): Pick<WallTime, 'year' | 'month' | 'day'> {
  const date = new Date(Date.UTC(year, month - 1, day + days))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
