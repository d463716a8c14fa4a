import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor, Authenticator, Ids } from '@tieout/platform'
import { homeOf, pageAudience, signInPath } from './page-rules.ts'

export interface PageGate {
  authenticator: Authenticator
  ids: Ids
  /** Set in development, where Next's own tools evaluate code. */
  allowEval?: boolean
}

/**
 * Before Next sees a page request: who is it, may they see this side of the house, in which
 * language, under which content policy. False when it has been answered with a redirect.
 */
export async function pageRequest(
  gate: PageGate,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://page')
  if (pathname.startsWith('/_next/')) return true
  const session = await gate.authenticator.authenticate(incoming.headers.cookie ?? null)
  const target = redirectFor(pathname, search, session?.actor ?? null)
  if (target) {
    outgoing.statusCode = 307
    outgoing.setHeader('location', target)
    outgoing.setHeader('cache-control', 'no-store')
    outgoing.end()
    return false
  }
  const policy = contentPolicy(gate.ids.token(16), gate.allowEval ?? false)
  // Next takes the nonce for its scripts from this request header.
  incoming.headers['content-security-policy'] = policy
  outgoing.setHeader('content-security-policy', policy)
  // Whatever a browser sent under this name is not ours.
  delete incoming.headers['x-tieout-locale']
  const locale = session && session.actor.kind !== 'system' ? session.actor.locale : undefined
  if (locale) incoming.headers['x-tieout-locale'] = locale
  return true
}

function redirectFor(pathname: string, search: string, actor: Actor | null): string | null {
  const needed = pageAudience(pathname)
  const here =
    actor && actor.kind === 'user' ? actor.audience : actor?.kind === 'operator' ? 'operator' : null
  if (needed === 'anyone') return here && pathname === signInPath(here) ? homeOf(here) : null
  if (here === needed) return null
  // Somebody signed in on another side of the house is shown home rather than a second sign-in.
  if (here && pathname === '/') return homeOf(here)
  const back = pathname === homeOf(needed) ? '' : `?next=${encodeURIComponent(pathname + search)}`
  return signInPath(needed) + back
}

function contentPolicy(nonce: string, allowEval: boolean): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${allowEval ? ` 'unsafe-eval'` : ''}`,
    // Primitives position themselves through style attributes, which carry no nonce.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `frame-src 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
  ].join('; ')
}
