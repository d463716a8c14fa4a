import type { Point } from '../machine/strikes.ts'

/** A point as a story passed it. */
export interface Passed extends Point {
  /** What people had done by then. */
  acts: number
  /** Between where the story begins and where it comes to rest. */
  isOfStory: boolean
}

/** Killed before or after a transaction that only read, a process has done just as much as at the point before. */
export const isMereReading = ({ place, what }: Point): boolean => place.endsWith('commit') && what === ''

/**
 * The points of a story without those at which a death finds just what it finds at the one before: an answer was
 * heard, and what was learnt is about to be written; nothing has happened in between, and memory dies with its process.
 */
export function moments(passed: readonly Passed[]): Passed[] {
  const kept: Passed[] = []
  /** The last one, as long as nothing has happened since. */
  let still: Passed | undefined
  for (const point of passed) {
    if (still !== undefined && !isSameMoment(still, point)) still = undefined
    if (isMereReading(point)) continue
    const isBefore = point.place.startsWith('before')
    if (point.isOfStory && (still === undefined || !isBefore)) kept.push(point)
    still = point.isOfStory && !isBefore ? point : undefined
  }
  return kept
}

const isSameMoment = (one: Passed, other: Passed): boolean =>
  one.process === other.process && one.time === other.time && one.acts === other.acts
