import type { Clock } from '../ports.ts'

/** A clock that can be set, so that a day or a summer passes at once. */
export interface AdjustableClock extends Clock {
  set(at: number): void
  advance(milliseconds: number): void
}

/** Runs as the one it is built on does, ahead of it or behind. */
export function adjustableClock(base: Clock): AdjustableClock {
  let ahead = 0
  return {
    now: () => base.now() + ahead,
    set(at) {
      ahead = at - base.now()
    },
    advance(milliseconds) {
      ahead += milliseconds
    },
  }
}

/** Stands still until it is moved. */
export const standingClock = (at: number): AdjustableClock => adjustableClock({ now: () => at })

export const isAdjustable = (clock: Clock): clock is AdjustableClock => 'set' in clock && 'advance' in clock
