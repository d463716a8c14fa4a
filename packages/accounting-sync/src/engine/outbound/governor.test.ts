import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGovernor, type Limits } from './governor.ts'

const LIMITS: Limits = { callsPerMinute: 500, callsPerSecond: 10, framesPerMinute: 40 }
const SIGNAL = new AbortController().signal

/** Lets all of these through and answers when each was, on a clock of its own. */
async function passed(writes: readonly number[]): Promise<number[]> {
  const times: number[] = []
  const clock = {
    now: () => new Date(0),
    sleep: async (milliseconds: number) => void times.push(milliseconds),
  }
  const governor = createGovernor(clock, LIMITS)
  for (const each of writes) {
    const before = times.length
    await governor.take('9130', each, SIGNAL)
    if (times.length === before) times.push(0)
  }
  return times
}

describe('the governor', () => {
  it('lets ten through in a second and the next one a second later', async () => {
    expect(await passed(Array.from({ length: 11 }, () => 1))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000])
  })

  it('never lets more through than all limits allow, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 150 }), async (writes) => {
        const times = await passed(writes)
        for (const start of times) {
          const within = (length: number) =>
            times.flatMap((at, n) => (at >= start && at < start + length ? [n] : []))
          expect(within(1000).length).toBeLessThanOrEqual(LIMITS.callsPerSecond)
          const minute = within(60_000)
          expect(minute.length).toBeLessThanOrEqual(LIMITS.callsPerMinute)
          expect(minute.filter((n) => (writes[n] ?? 0) > 1).length).toBeLessThanOrEqual(
            LIMITS.framesPerMinute,
          )
        }
      }),
    )
  })

  it('is busy for frames of thirty as long as forty of them a minute take, and not longer', async () => {
    const times = await passed(Array.from({ length: 334 }, () => 30))
    // Eight minutes are full; the fourteen that are left go in the beginning of the next one.
    expect(times.filter((at) => at < 8 * 60_000).length).toBe(320)
    expect(times.at(-1)).toBeLessThanOrEqual(8 * 60_000 + 2000)
  })

  it('counts a frame as one call of the five hundred a minute', async () => {
    const frames = Array.from({ length: 40 }, () => 30)
    const times = await passed([...frames, ...Array.from({ length: 460 }, () => 1)])
    expect(times.at(-1)).toBeLessThan(60_000)
    expect((await passed([...frames, ...Array.from({ length: 461 }, () => 1)])).at(-1)).toBe(60_000)
  })
})
