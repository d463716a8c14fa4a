import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createThrottle, throttleLimits, type ThrottleLimits, type ThrottleState } from './throttle.ts'

const single = { batch: false }
const batch = { batch: true }

/** How many of a number of requests at one instant come in. */
function burst(
  throttle: ReturnType<typeof createThrottle>,
  now: number,
  { realm = '1', app = 'A', count = 1000, request = single } = {},
): number {
  let admitted = 0
  for (let number = 0; number < count; number += 1) {
    if (throttle.admit(now, realm, app, request)) admitted += 1
  }
  return admitted
}

describe('the throttle', () => {
  it('lets ten requests a second in, per company and app', () => {
    const throttle = createThrottle()
    expect(burst(throttle, 0)).toBe(10)
    expect(burst(throttle, 0, { app: 'B' })).toBe(10)
    expect(burst(throttle, 0, { realm: '2' })).toBe(10)
    expect(burst(throttle, 999)).toBe(0)
    expect(burst(throttle, 1000)).toBe(10)
  })

  it('looks back a second from each request, not to the last full one', () => {
    const throttle = createThrottle()
    expect(burst(throttle, 900, { count: 6 })).toBe(6)
    expect(burst(throttle, 1100)).toBe(4)
    expect(burst(throttle, 1899)).toBe(0)
    expect(burst(throttle, 1900)).toBe(6)
    expect(burst(throttle, 2099)).toBe(0)
    expect(burst(throttle, 2100)).toBe(4)
  })

  it('lets five hundred requests a minute in, over all apps of a company', () => {
    const throttle = createThrottle()
    for (let second = 0; second < 49; second += 1) expect(burst(throttle, second * 1000)).toBe(10)
    expect(burst(throttle, 49_000, { app: 'B' })).toBe(10)
    expect(burst(throttle, 50_000)).toBe(0)
    expect(burst(throttle, 50_000, { app: 'C' })).toBe(0)
    expect(burst(throttle, 50_000, { realm: '2' })).toBe(10)
    expect(burst(throttle, 59_999)).toBe(0)
    expect(burst(throttle, 60_000)).toBe(10)
  })

  it('lets forty batches a minute in, per company and app, and 120 over all apps', () => {
    const throttle = createThrottle()
    for (const app of ['A', 'B', 'C']) expect(burst(throttle, 0, { app, request: batch })).toBe(40)
    expect(burst(throttle, 0, { app: 'D', request: batch })).toBe(0)
    expect(burst(throttle, 0, { realm: '2', request: batch })).toBe(40)
    expect(burst(throttle, 59_999, { request: batch })).toBe(0)
    expect(burst(throttle, 60_000, { request: batch })).toBe(40)
  })

  it('counts batches among the requests of the minute, and of the second only when told to', () => {
    const minute = createThrottle({ realmPerMinute: 45 })
    expect(burst(minute, 0, { request: batch })).toBe(40)
    expect(burst(minute, 0)).toBe(5)
    const second = createThrottle({ batchesCountPerSecond: true })
    expect(burst(second, 0, { request: batch })).toBe(10)
    expect(burst(second, 0)).toBe(0)
  })

  it('does not count what it turns away, in any window', () => {
    const throttle = createThrottle({ realmPerMinute: 20, appBatchesPerMinute: 1 })
    expect(burst(throttle, 0, { request: batch })).toBe(1)
    expect(burst(throttle, 0)).toBe(10)
    expect(burst(throttle, 1000)).toBe(9)
  })

  it('can be changed while it runs, and switched off and on', () => {
    const throttle = createThrottle()
    expect(burst(throttle, 0)).toBe(10)
    throttle.limits.appPerSecond = 15
    expect(burst(throttle, 0)).toBe(5)
    throttle.limits.appPerSecond = 3
    expect(burst(throttle, 1000)).toBe(3)
    throttle.on = false
    expect(burst(throttle, 1000)).toBe(1000)
    throttle.on = true
    expect(burst(throttle, 1000)).toBe(0)
    expect(burst(throttle, 2000)).toBe(3)
  })

  it('can begin switched off', () => {
    const throttle = createThrottle('off')
    expect(burst(throttle, 0)).toBe(1000)
    throttle.on = true
    expect(burst(throttle, 0)).toBe(10)
  })

  it('shares no limits with another', () => {
    createThrottle().limits.appPerSecond = 1
    expect(throttleLimits.appPerSecond).toBe(10)
    expect(burst(createThrottle(), 0)).toBe(10)
  })

  it('forgets what lies ahead when the clock is set back', () => {
    const throttle = createThrottle()
    expect(burst(throttle, 3_600_000)).toBe(10)
    expect(burst(throttle, 0)).toBe(10)
    expect(burst(throttle, 0)).toBe(0)
  })

  it('goes on after a snapshot as if there had been none', () => {
    const throttle = createThrottle()
    burst(throttle, 0, { count: 7 })
    burst(throttle, 500, { count: 2, request: batch })
    const kept = JSON.parse(JSON.stringify(throttle)) as ThrottleState
    const again = createThrottle()
    again.restore(kept)
    expect(again.toJSON()).toEqual(throttle.toJSON())
    expect(burst(throttle, 999)).toBe(3)
    expect(burst(again, 999)).toBe(3)
    expect(burst(again, 999, { request: batch })).toBe(38)
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept)
  })

  it('never lets more into any window than it may hold, and turns nobody away without cause', () => {
    const limits: ThrottleLimits = {
      realmPerMinute: 8,
      appPerSecond: 2,
      appBatchesPerMinute: 3,
      realmBatchesPerMinute: 4,
      batchesCountPerSecond: true,
    }
    const arrival = fc.record({
      wait: fc.constantFrom(0, 1, 499, 500, 999, 1000, 20_000, 59_000),
      app: fc.constantFrom('A', 'B'),
      batch: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 30 }), (arrivals) => {
        const throttle = createThrottle(limits)
        const inside: { at: number; app: string; batch: boolean }[] = []
        let now = 0
        for (const { wait, app, batch } of arrivals) {
          now += wait
          const minute = inside.filter(({ at }) => now - at < 60_000)
          const ofApp = (all: typeof inside) => all.filter((each) => each.app === app)
          const batches = minute.filter((each) => each.batch)
          const fits =
            minute.length < 8 &&
            ofApp(inside).filter(({ at }) => now - at < 1000).length < 2 &&
            (!batch || (ofApp(batches).length < 3 && batches.length < 4))
          expect(throttle.admit(now, '1', app, { batch })).toBe(fits)
          if (fits) inside.push({ at: now, app, batch })
        }
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)
})
