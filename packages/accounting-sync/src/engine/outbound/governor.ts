import type { SyncHost } from '../../host.ts'

/** What a company may be asked: the limits of the service, all of which hold at once. */
export interface Limits {
  /** Calls alone and frames together: each is one request, however many writes are in it. */
  callsPerMinute: number
  callsPerSecond: number
  framesPerMinute: number
  /** So many of a second's requests may be frames. The others are free for what a person waits for. */
  framesPerSecond: number
}

/**
 * A little below what the service allows (500 and 10): calls do not arrive as evenly as they leave, and whoever
 * goes over is turned away for a minute.
 */
export const LIMITS: Limits = {
  callsPerMinute: 480,
  callsPerSecond: 8,
  framesPerMinute: 40,
  framesPerSecond: 4,
}

export interface Governor {
  /** Comes back when the company may be asked. More writes than one travel as a frame, in a lane of its own. */
  take(realm: string, writes: number, signal: AbortSignal): Promise<void>
  /** How many frames could go now, of so many at most, and when there is room for one. */
  room(realm: string, most: number): { frames: number; at: number }
}

/** Something that was let through, or will be at that time. */
interface Taken {
  at: number
  frame: boolean
}

/**
 * Lets through in the order of asking, each lane by itself: a call alone never stands behind frames that wait
 * for their minute. A place in time is taken before the wait for it begins, so that many who ask at once never
 * overrun the limits together.
 */
export function createGovernor(clock: SyncHost['clock'], limits: Limits = LIMITS): Governor {
  const taken = new Map<string, Taken[]>()
  const recentOf = (realm: string, now: number) =>
    (taken.get(realm) ?? []).filter((each) => each.at > now - MINUTE)
  return {
    async take(realm, writes, signal) {
      const now = clock.now().getTime()
      const recent = recentOf(realm, now)
      const next = { frame: writes > 1, at: earliest(recent, writes > 1, limits, now) }
      taken.set(realm, inOrder(recent, next))
      if (next.at > now) await clock.sleep(next.at - now, signal)
    },
    room(realm, most) {
      const now = clock.now().getTime()
      let recent = recentOf(realm, now)
      let at = earliest(recent, true, limits, now)
      const first = at
      let frames = 0
      for (; frames < most && at <= now; at = earliest(recent, true, limits, now)) {
        recent = inOrder(recent, { frame: true, at })
        frames += 1
      }
      return { frames, at: first }
    },
  }
}

const SECOND = 1000
const MINUTE = 60 * SECOND

const inOrder = (recent: readonly Taken[], next: Taken): Taken[] =>
  [...recent, next].toSorted((a, b) => a.at - b.at)

/** The first moment at which all limits have room, not before anybody who asked earlier in the same lane. */
export function earliest(recent: readonly Taken[], frame: boolean, limits: Limits, now: number): number {
  const everything = recent.map((each) => each.at)
  const frames = recent.flatMap((each) => (each.frame ? [each.at] : []))
  const windows = [
    { length: SECOND, most: limits.callsPerSecond, times: everything },
    { length: MINUTE, most: limits.callsPerMinute, times: everything },
    ...(frame
      ? [
          { length: SECOND, most: limits.framesPerSecond, times: frames },
          { length: MINUTE, most: limits.framesPerMinute, times: frames },
        ]
      : []),
  ]
  let at = Math.max(now, recent.findLast((each) => each.frame === frame)?.at ?? 0)
  for (;;) {
    const later = Math.max(...windows.map((each) => roomIn(each, at)))
    if (later <= at) return at
    at = later
  }
}

/** `at` if one more fits into every stretch of that length around it, else the next moment worth trying. */
function roomIn(
  { length, most, times }: { length: number; most: number; times: number[] },
  at: number,
): number {
  const near = [...times.filter((each) => each > at - length && each < at + length), at].toSorted(
    (a, b) => a - b,
  )
  for (const [first, start] of near.entries()) {
    if (start > at) break
    const last = near[first + most]
    if (last !== undefined && last < start + length) return start + length
  }
  return at
}
