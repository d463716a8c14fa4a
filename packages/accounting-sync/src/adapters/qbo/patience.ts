import type { SyncHost } from '../../host.ts'

export class PatienceOver extends Error {
  override readonly name = 'PatienceOver'
}

/** Does the work, and gives it up when it takes too long or the caller leaves. */
export async function within<T>(
  clock: SyncHost['clock'],
  milliseconds: number,
  outer: AbortSignal | null,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const done = new AbortController()
  const giveUp = () => over.abort(new PatienceOver('No answer came in time.'))
  void clock.sleep(milliseconds, done.signal).then(giveUp, () => {})
  try {
    return await work(outer === null ? over.signal : AbortSignal.any([outer, over.signal]))
  } finally {
    done.abort()
  }
}

const LONGEST_PAUSE = 3600

/** `Retry-After`, in seconds or as a date; the service mostly says neither. */
export function secondsIn(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), LONGEST_PAUSE) : null
}

/** So long the service wants to be left alone when it does not say how long. */
export const DEFAULT_PAUSE = 60
