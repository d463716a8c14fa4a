import { timingSafeEqual } from 'node:crypto'
import type { UseCase } from '../contract/use-case.ts'
import { Problem } from '../problem.ts'

/**
 * A page of somebody else must not act in a signed-in person's name. Every mutation has to come
 * from our own origin, and, where there is a session, carry the session's token in a header that a
 * foreign page cannot set. Sign-in and the like have no session yet: the origin alone decides.
 */
export function checkCsrf(
  request: Request,
  useCase: UseCase,
  session: { csrfToken: string } | null,
  publicOrigin: string,
): void {
  if (useCase.http?.method === 'GET') return
  if (isForeign(request, publicOrigin)) throw refused('This request came from another site.')
  if (!session || useCase.access.kind === 'public') return
  if (!sameText(request.headers.get('x-csrf-token') ?? '', session.csrfToken)) {
    throw refused('The page is out of date. Reload it and try again.')
  }
}

const refused = (detail: string) => new Problem({ code: 'csrf', status: 403, detail })

function isForeign(request: Request, publicOrigin: string): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') return true
  const origin = request.headers.get('origin')
  if (origin === null) return false
  if (origin === publicOrigin) return false
  // A laptop is reached as localhost and as 127.0.0.1: the page's own host is home as well.
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host')
}

/** In constant time: how long it takes tells nothing about where two secrets differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
