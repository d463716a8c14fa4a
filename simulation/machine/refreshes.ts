import type { Scheduler, Waiter } from './scheduler.ts'

/** One at a time renews a token, as long as it asks no longer than whoever waits for it has to wait. */
const CLAIM = 120_000

/** Sees two processes show the same refresh token at the same time. Of those whose clocks are wrong nobody can tell. */
export function watchRefreshes(
  scheduler: Pick<Scheduler, 'now'>,
  complain: (what: string) => void,
): (line: typeof fetch, waiter: Waiter) => typeof fetch {
  const under = new Map<string, { waiter: Waiter; since: number }>()
  return (line, waiter) => async (input, init) => {
    const token = refreshTokenIn(init?.body)
    if (token === null) return await line(input, init)
    const other = under.get(token)
    if (other !== undefined && other.waiter.isAlive() && scheduler.now() - other.since < CLAIM)
      complain(`${waiter.name} renews a token while ${other.waiter.name} is at it`)
    const own = { waiter, since: scheduler.now() }
    under.set(token, own)
    try {
      return await line(input, init)
    } finally {
      if (under.get(token) === own) under.delete(token)
    }
  }
}

function refreshTokenIn(body: RequestInit['body']): string | null {
  if (typeof body !== 'string' && !(body instanceof URLSearchParams)) return null
  const fields = new URLSearchParams(body)
  return fields.get('grant_type') === 'refresh_token' ? fields.get('refresh_token') : null
}
