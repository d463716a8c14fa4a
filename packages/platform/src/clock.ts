/**
 * Time comes in through this port everywhere, so that a test or a simulation can hold it still.
 * Nothing else in the product reads the wall clock (the linter refuses it).
 */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = {
  now: () => new Date(),
}

/** An instant as we store, compare and send it: ISO 8601 in UTC with milliseconds. Sorts as text. */
export type Instant = string

export function instant(clock: Clock): Instant {
  return clock.now().toISOString()
}

export function plusSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000)
}
