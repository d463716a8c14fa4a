import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGovernor, LIMITS } from './governor.ts'

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
  it('lets eight through in a second and the next one a second later', async () => {
    expect(await passed(Array.from({ length: 9 }, () => 1))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1000])
  })

  it('stays below what the service allows, so that unevenness on the way turns nobody away', () => {
    expect(LIMITS.callsPerSecond).toBeLessThan(10)
    expect(LIMITS.callsPerMinute).toBeLessThan(500)
  })

  it('never lets more through than all limits allow, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(1, 1, 30), { maxLength: 150 }), async (writes) => {
        const times = await passed(writes)
        for (const start of times) {
          const within = (length: number) =>
            times.flatMap((at, n) => (at >= start && at < start + length ? [n] : []))
          expect(within(1000).length).toBeLessThanOrEqual(LIMITS.callsPerSecond)
          const minute = within(60_000)
          expect(minute.length).toBeLessThanOrEqual(LIMITS.callsPerMinute)
          const frames = within(1000).filter((n) => (writes[n] ?? 0) > 1)
          expect(frames.length).toBeLessThanOrEqual(LIMITS.framesPerSecond)
          expect(minute.filter((n) => (writes[n] ?? 0) > 1).length).toBeLessThanOrEqual(
            LIMITS.framesPerMinute,
          )
        }
      }),
    )
  })

  it('needs no longer for ten thousand documents than forty frames a minute take', async () => {
    const times = await passed(Array.from({ length: 334 }, () => 30))
    // Forty at once, then forty a minute: the last fourteen go after eight minutes.
    const floor = 8 * 60_000
    expect((times.at(-1) ?? 0) / floor).toBeLessThan(1.01)
  })

  it('lets a call alone through at once while frames wait for their minute, and frames past many calls', async () => {
    const frames = Array.from({ length: 200 }, () => 30)
    const times = await passed([...frames, 1, 1, 1])
    expect(times.slice(-3)).toEqual([0, 0, 0])
    const behindCalls = await passed([...Array.from({ length: 300 }, () => 1), 30])
    expect(behindCalls.at(-1)).toBeLessThan(38_500)
  })

  it('knows how many frames could go now, and from when on one', async () => {
    let now = 0
    const clock = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => void (now += milliseconds),
    }
    const governor = createGovernor(clock, LIMITS)
    expect(governor.room('9130', 4)).toEqual({ frames: 4, at: 0 })
    for (let n = 0; n < 40; n += 1) await governor.take('9130', 30, SIGNAL)
    const { frames, at } = governor.room('9130', 4)
    expect({ frames, at }).toEqual({ frames: 0, at: 60_000 })
    expect(governor.room('another', 4).frames).toBe(4)
    now = at
    expect(governor.room('9130', 4).frames).toBe(4)
  })
})
