/**
 * Cron with five fields: minute, hour, day of month, month, day of week (0 and 7 are Sunday), each a
 * list of numbers, ranges and steps, such as "0,30 8-18/2 * * 1-5". As everywhere, when both the day
 * of month and the day of week are restricted, a day that matches either will do.
 *
 * When the clocks change:
 * - Stated hours, such as "30 2 * * *", run once that day. If the clocks jump over that time, they
 *   run later by the length of the jump (02:30 becomes 03:30); if it comes twice, the first counts.
 * - Every hour, such as "0,15 * * * *", follows the hands of the clock: nothing in the hour that is
 *   left out, both passes of the hour that comes twice.
 */
export interface Cron {
  minutes: readonly number[]
  hours: readonly number[]
  daysOfMonth: ReadonlySet<number>
  months: ReadonlySet<number>
  daysOfWeek: ReadonlySet<number>
  eitherDay: boolean
  everyHour: boolean
}

const DAY = 86_400_000
/** The longest wait is for a 29 February across a century without one: eight years. */
const HORIZON_DAYS = 9 * 366

/** The first occurrence strictly after the given instant; an error when there never is one. */
export function nextOccurrence(cron: Cron, timeZone: string, after: Date): Date {
  const from = after.getTime()
  const today = Math.floor((from + offsetAt(timeZone, from)) / DAY) * DAY
  // A day early: a time the clocks jumped over late yesterday may have moved into today.
  for (let day = today - DAY; day <= today + HORIZON_DAYS * DAY; day += DAY) {
    if (!matchesDay(cron, day)) continue
    const found = firstOfDay(cron, timeZone, day, from)
    if (found !== null) return new Date(found)
  }
  throw new Error('This cron never comes: no month has such a day.')
}

export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/)
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek || fields.length !== 5) {
    throw new Error(`A cron has five fields: minute, hour, day of month, month, day of week; not "${text}".`)
  }
  const hours = parseField(hour, 0, 23)
  return {
    minutes: parseField(minute, 0, 59),
    hours,
    daysOfMonth: new Set(parseField(dayOfMonth, 1, 31)),
    months: new Set(parseField(month, 1, 12)),
    daysOfWeek: new Set(parseField(dayOfWeek, 0, 7).map((day) => day % 7)),
    eitherDay: !dayOfMonth.startsWith('*') && !dayOfWeek.startsWith('*'),
    everyHour: hours.length === 24,
  }
}

const PART = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/

function parseField(text: string, min: number, max: number): number[] {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [matched, star, first, last, step] = PART.exec(part) ?? []
    const from = star ? min : Number(first)
    const to = star ? max : Number(last ?? first)
    const by = Number(step ?? 1)
    const isStepOfOneValue = step !== undefined && !star && last === undefined
    if (matched === undefined || isStepOfOneValue || by < 1 || from < min || to > max || from > to) {
      throw new Error(`"${part}" is not a number, range or step between ${min} and ${max}.`)
    }
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

/** `day` is a local midnight written as if it were UTC, which makes calendar questions arithmetic. */
function matchesDay(cron: Cron, day: number): boolean {
  const date = new Date(day)
  if (!cron.months.has(date.getUTCMonth() + 1)) return false
  const ofMonth = cron.daysOfMonth.has(date.getUTCDate())
  const ofWeek = cron.daysOfWeek.has(date.getUTCDay())
  return cron.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek
}

function firstOfDay(cron: Cron, timeZone: string, day: number, after: number): number | null {
  const before = offsetAt(timeZone, day - DAY)
  const behind = offsetAt(timeZone, day + 2 * DAY)
  const clocksChange = before !== behind
  let earliest: number | null = null
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const local = day + (hour * 60 + minute) * 60_000
      const instants = clocksChange
        ? instantsOf(local, timeZone, [before, behind], cron.everyHour)
        : [local - before]
      for (const instant of instants) {
        if (instant > after && (earliest === null || instant < earliest)) earliest = instant
      }
      // Without a change of clocks the first one found is the earliest.
      if (earliest !== null && !clocksChange) return earliest
    }
  }
  return earliest
}

/** When the clocks of a place show a time: once, twice in an overlap, never in a gap. */
function instantsOf(
  local: number,
  timeZone: string,
  offsets: [number, number],
  everyHour: boolean,
): number[] {
  const shown = offsets
    .map((offset) => local - offset)
    .filter((instant) => instant + offsetAt(timeZone, instant) === local)
    .sort((a, b) => a - b)
  if (everyHour) return shown
  return [shown[0] ?? local - offsets[0]]
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}

/** How far the clocks of a place are ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}
