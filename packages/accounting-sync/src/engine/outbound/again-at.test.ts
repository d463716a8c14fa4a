import { describe, expect, it } from 'vitest'
import { TransportFailure } from '../../adapter.ts'
import { againAt } from './settle-frame.ts'

const now = new Date('2026-11-21T09:00:00.000Z')
const secondsAfter = (failure: TransportFailure, sends = 1) =>
  (againAt(failure, { now, sends, chance: () => 0.5 }).getTime() - now.getTime()) / 1000

describe('what had no answer is sent again', () => {
  it('when the service said, after a throttle; else in a minute', () => {
    expect(secondsAfter(new TransportFailure('throttled', 'later', { retryAfterSeconds: 7 }))).toBe(7)
    expect(secondsAfter(new TransportFailure('throttled', 'later'))).toBe(60)
  })

  it('later each time after an outage, up to a limit', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 20].map((sends) =>
      secondsAfter(new TransportFailure('down', 'gone'), sends),
    )
    expect(pauses).toEqual([30, 60, 120, 240, 480, 480, 480])
  })

  it('at once when somebody has connected again', () => {
    expect(secondsAfter(new TransportFailure('unauthorized', 'not let in'), 5)).toBe(0)
  })
})
