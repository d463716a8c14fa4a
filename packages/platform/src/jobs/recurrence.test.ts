import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextDue } from './recurrence.ts'

const identity = (each: number) => ({
  kind: 'sync.cycle',
  tenant: `00000000-0000-4000-8000-${each.toString(16).padStart(12, '0')}`,
  singletonKey: 'cycle',
})
const now = new Date('2026-03-02T09:00:00.000Z')

function countBy(dues: readonly Date[], milliseconds: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const due of dues) {
    const bucket = Math.floor(due.getTime() / milliseconds)
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  return counts
}

describe('five thousand schedules', () => {
  it('of the same quarter of an hour spread evenly over it', () => {
    const dues = Array.from({ length: 5000 }, (_, each) =>
      nextDue({ everySeconds: 900 }, identity(each), now),
    )
    const perSecond = countBy(dues, 1000)
    // 5.6 on average: a fair die rarely shows more than 16 here, and leaves few seconds empty.
    expect(Math.max(...perSecond.values())).toBeLessThan(20)
    expect(perSecond.size).toBeGreaterThan(880)
    const perMinute = [...countBy(dues, 60_000).values()]
    expect(perMinute).toHaveLength(15)
    expect(Math.min(...perMinute)).toBeGreaterThan(260)
    expect(Math.max(...perMinute)).toBeLessThan(410)
  })

  it('of the same nightly cron spread over its minute', () => {
    const nightly = { cron: '0 2 * * *', timeZone: 'UTC' }
    const dues = Array.from({ length: 5000 }, (_, each) => nextDue(nightly, identity(each), now))
    expect(countBy(dues, 60_000).size).toBe(1)
    expect(Math.max(...countBy(dues, 1000).values())).toBeLessThan(140)
  })
})

describe('the next due time', () => {
  const anyRecurrence = fc.oneof(
    fc.integer({ min: 60, max: 86_400 }).map((everySeconds) => ({ everySeconds })),
    fc
      .constantFrom('* * * * *', '*/15 * * * *', '30 2 * * *')
      .map((cron) => ({ cron, timeZone: 'Europe/Paris' })),
  )
  const anyMoment = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })

  it('lies strictly after now and within one interval', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 86_400 }),
        fc.nat(9999),
        anyMoment,
        (everySeconds, each, moment) => {
          const wait = nextDue({ everySeconds }, identity(each), moment).getTime() - moment.getTime()
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThanOrEqual(everySeconds * 1000)
        },
      ),
    )
  })

  it('is the same for whoever asks before it, however often the server restarts', () => {
    fc.assert(
      fc.property(
        anyRecurrence,
        fc.nat(9999),
        anyMoment,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (...given) => {
          const [recurrence, each, moment, share] = given
          const due = nextDue(recurrence, identity(each), moment)
          const meanwhile = new Date(moment.getTime() + (due.getTime() - moment.getTime()) * share)
          expect(nextDue(recurrence, identity(each), meanwhile)).toEqual(due)
        },
      ),
    )
  })

  it('comes again a whole interval later', () => {
    const first = nextDue({ everySeconds: 900 }, identity(7), now)
    const second = nextDue({ everySeconds: 900 }, identity(7), first)
    expect(second.getTime() - first.getTime()).toBe(900_000)
  })

  it.each([59, 0, -60, 90.5, Number.NaN])('is refused for an interval of %s seconds', (everySeconds) => {
    expect(() => nextDue({ everySeconds }, identity(1), now)).toThrow(/60 whole seconds/)
  })
})
