import type { SyncHost } from '../../host.ts'

/** What a company may be asked: the limits of the service, all of which hold at once. */
export interface Limits {
  callsPerMinute: number
  callsPerSecond: number
  framesPerMinute: number
}

export const LIMITS: Limits = { callsPerMinute: 500, callsPerSecond: 10, framesPerMinute: 40 }

export interface Governor {
  /** Comes back when the company may be asked. A frame is one call, however many writes are in it. */
  take(realm: string, writes: number, signal: AbortSignal): Promise<void>
}

/** Something that was let through, or will be at that time. */
interface Taken {
  at: number
  frame: boolean
}

/**
 * Lets through in the order of asking. A place in time is taken before the wait for it begins, so that many
 * who ask at once never overrun the limits together.
 */
export function createGovernor(clock: SyncHost['clock'], limits: Limits = LIMITS): Governor {
  const taken = new Map<string, Taken[]>()
  return {
    async take(realm, writes, signal) {
      const now = clock.now().getTime()
      const recent = (taken.get(realm) ?? []).filter((each) => each.at > now - MINUTE)
      const next = { frame: writes > 1 }
      const at = earliest(recent, next, limits, now)
      taken.set(realm, [...recent, { ...next, at }])
      if (at > now) await clock.sleep(at - now, signal)
    },
  }
}

const SECOND = 1000
const MINUTE = 60 * SECOND

/** The first moment at which all limits have room, not before anybody who asked earlier. */
export function earliest(
  recent: readonly Taken[],
  next: Omit<Taken, 'at'>,
  limits: Limits,
  now: number,
): number {
  let at = Math.max(now, recent.at(-1)?.at ?? 0)
  const windows = [
    { length: SECOND, most: limits.callsPerSecond, counted: recent },
    { length: MINUTE, most: limits.callsPerMinute, counted: recent },
    ...(next.frame
      ? [{ length: MINUTE, most: limits.framesPerMinute, counted: recent.filter((each) => each.frame) }]
      : []),
  ]
  for (const { length, most, counted } of windows) {
    // The one that has to be out of the window before there is room for another.
    const leaves = counted.at(-most)
    if (leaves !== undefined) at = Math.max(at, leaves.at + length)
  }
  return at
}
