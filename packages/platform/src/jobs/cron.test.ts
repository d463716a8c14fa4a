import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextOccurrence, parseCron } from './cron.ts'

const MINUTE = 60_000

const at = (cron: string, timeZone: string, after: string) =>
  nextOccurrence(parseCron(cron), timeZone, new Date(after)).toISOString()

/** The next few occurrences after an instant. */
function series(cron: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = []
  for (let last = after; found.length < count;) {
    last = at(cron, timeZone, last)
    found.push(last)
  }
  return found
}

describe('a cron', () => {
  it.each([
    ['30 2 * * *', 'UTC', '2026-03-02T02:29:59.999Z', '2026-03-02T02:30:00.000Z'],
    ['30 2 * * *', 'UTC', '2026-03-02T02:30:00.000Z', '2026-03-03T02:30:00.000Z'],
    ['0 6 * * *', 'America/New_York', '2026-03-02T00:00:00.000Z', '2026-03-02T11:00:00.000Z'],
    ['0 6 * * *', 'Asia/Kathmandu', '2026-03-02T00:00:00.000Z', '2026-03-02T00:15:00.000Z'],
    ['*/20 9-10 * * *', 'UTC', '2026-03-02T09:45:00.000Z', '2026-03-02T10:00:00.000Z'],
    ['5,10-12 * * * *', 'UTC', '2026-03-02T09:06:00.000Z', '2026-03-02T09:10:00.000Z'],
    ['0 0 1 1 *', 'Pacific/Auckland', '2026-03-02T00:00:00.000Z', '2026-12-31T11:00:00.000Z'],
    ['0 0 29 2 *', 'UTC', '2096-03-01T00:00:00.000Z', '2104-02-29T00:00:00.000Z'],
    ['0 12 * * 7', 'UTC', '2026-03-02T00:00:00.000Z', '2026-03-08T12:00:00.000Z'],
    ['0 12 * * 0', 'UTC', '2026-03-02T00:00:00.000Z', '2026-03-08T12:00:00.000Z'],
  ])('%s in %s comes next after %s at %s', (cron, timeZone, after, expected) => {
    expect(at(cron, timeZone, after)).toBe(expected)
  })

  it('takes either day when both the day of the month and of the week are restricted', () => {
    expect(series('0 0 13 * 5', 'UTC', '2026-03-02T00:00:00.000Z', 3)).toEqual([
      '2026-03-06T00:00:00.000Z',
      '2026-03-13T00:00:00.000Z',
      '2026-03-20T00:00:00.000Z',
    ])
  })

  it.each([
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '5/10 * * * *',
    '1,,2 * * * *',
    '-1 * * * *',
    'a * * * *',
    '1.5 * * * *',
    '',
  ])('is refused as "%s"', (text) => {
    expect(() => parseCron(text)).toThrow()
  })

  it('is refused when no month has such a day', () => {
    expect(() => at('0 0 31 2 *', 'UTC', '2026-03-02T00:00:00.000Z')).toThrow(/never comes/)
  })
})

describe('when the clocks go forward (New York, 8 March 2026, 02:00 becomes 03:00)', () => {
  it('runs a stated hour that is left out later by the length of the jump, once', () => {
    expect(series('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00.000Z', 2)).toEqual([
      '2026-03-08T07:30:00.000Z',
      '2026-03-09T06:30:00.000Z',
    ])
  })

  it('leaves out the hour that is left out when it runs every hour', () => {
    expect(series('0,30 * * * *', 'America/New_York', '2026-03-08T06:15:00.000Z', 3)).toEqual([
      '2026-03-08T06:30:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-03-08T07:30:00.000Z',
    ])
  })
})

describe('when the clocks go back (New York, 1 November 2026, 02:00 becomes 01:00)', () => {
  it('runs a stated hour that comes twice the first time alone', () => {
    expect(series('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00.000Z', 2)).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ])
  })

  it('runs in both passes when it runs every hour', () => {
    expect(series('30 * * * *', 'America/New_York', '2026-11-01T05:00:00.000Z', 3)).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
      '2026-11-01T07:30:00.000Z',
    ])
  })
})

describe('whatever the cron, the place and the time', () => {
  const anyField = (min: number, max: number) => {
    const value = fc.integer({ min, max })
    const range = fc.tuple(value, value).map((pair) => pair.toSorted((a, b) => a - b).join('-'))
    const step = fc.integer({ min: 1, max: 12 })
    const part = fc.oneof(
      value.map(String),
      range,
      fc.tuple(range, step).map(([text, by]) => `${text}/${by}`),
      step.map((by) => `*/${by}`),
    )
    return fc.oneof(
      fc.constant('*'),
      fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
    )
  }
  const anyZone = fc.constantFrom(
    'UTC',
    'America/New_York',
    'Europe/Dublin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  )
  const anyTime = fc.date({
    min: new Date('2025-01-01T00:00:00.000Z'),
    max: new Date('2027-12-31T00:00:00.000Z'),
    noInvalidDate: true,
  })
  const anyCron = fc
    .tuple(anyField(0, 59), anyField(0, 23), anyField(1, 28), anyField(1, 12), anyField(0, 7))
    .map((fields) => fields.join(' '))

  it('the next occurrence lies strictly after, on a whole minute', () => {
    fc.assert(
      fc.property(anyCron, anyZone, anyTime, (cron, timeZone, after) => {
        const next = nextOccurrence(parseCron(cron), timeZone, after)
        expect(next.getTime()).toBeGreaterThan(after.getTime())
        expect(next.getTime() % MINUTE).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('it is what looking at every single minute finds, away from a change of clocks', () => {
    fc.assert(
      fc.property(anyCron, anyZone, anyTime, (cron, timeZone, after) => {
        const next = nextOccurrence(parseCron(cron), timeZone, after)
        const soon = after.getTime() + 2 * 86_400_000
        fc.pre(offsetNear(timeZone, after.getTime() - 86_400_000) === offsetNear(timeZone, soon + 86_400_000))
        const found = firstMatchingMinute(cron, timeZone, after.getTime(), soon)
        if (found === null) expect(next.getTime()).toBeGreaterThan(soon)
        else expect(next.toISOString()).toBe(new Date(found).toISOString())
      }),
      { numRuns: 100 },
    )
  })

  it('an hourly one is what looking at every single minute finds, across a change of clocks too', () => {
    const changes = fc
      .constantFrom('2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z')
      .map((text) => Date.parse(text))
    fc.assert(
      fc.property(
        changes,
        fc.integer({ min: -600, max: 600 }),
        anyField(0, 59),
        (change, minutes, minute) => {
          const after = change + minutes * MINUTE
          const found = firstMatchingMinute(`${minute} * * * *`, 'America/New_York', after, after + 7_200_000)
          const next = at(`${minute} * * * *`, 'America/New_York', new Date(after).toISOString())
          expect(found).not.toBeNull()
          expect(next).toBe(new Date(found ?? 0).toISOString())
        },
      ),
      { numRuns: 50 },
    )
  })
})

/** A second reading of the same rules, slow and plain: look at the clock on the wall every minute. */
function firstMatchingMinute(cron: string, timeZone: string, after: number, until: number): number | null {
  const { minutes, hours, daysOfMonth, months, daysOfWeek, eitherDay } = parseCron(cron)
  for (let instant = (Math.floor(after / MINUTE) + 1) * MINUTE; instant <= until; instant += MINUTE) {
    const wall = new Date(instant + offsetNear(timeZone, instant))
    const ofMonth = daysOfMonth.has(wall.getUTCDate())
    const ofWeek = daysOfWeek.has(wall.getUTCDay())
    const day = eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek
    const time = hours.includes(wall.getUTCHours()) && minutes.includes(wall.getUTCMinutes())
    if (day && time && months.has(wall.getUTCMonth() + 1)) return instant
  }
  return null
}

const offsets = new Map<string, Intl.DateTimeFormat>()

/** From the name of the zone's offset, such as GMT+05:30: another way than the code under test takes. */
function offsetNear(timeZone: string, instant: number): number {
  const format =
    offsets.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  offsets.set(timeZone, format)
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE
  return sign === '-' ? -size : size
}
