import type { WireRequest, WireResponse } from '../wire/messages.ts'
import { formOf, notAllowed, queryOf, traceId } from './answers.ts'
import { consentPage, refusalPage } from './consent-page.ts'
import { ACCOUNTING, issueCode } from './grants.ts'
import type { App } from './state.ts'
import type { OAuthWorld } from './world.ts'

/** What an app may ask for. Payments can be asked for with accounting, as many apps do, but is not modelled. */
const SCOPES = new Set([ACCOUNTING, 'com.intuit.quickbooks.payment', 'openid', 'profile', 'email'])

/** What the app wants, carried from the page to its form. */
export interface Wish {
  clientId: string
  redirectUri: string
  responseType: string
  scope: string
  state: string | null
}

/** `/connect/oauth2`: GET shows the question, POST takes the answer back to the app. */
export function authorize(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'GET' && request.method !== 'POST') return notAllowed(world, 'GET, POST')
  const sent = request.method === 'GET' ? queryOf(request) : formOf(request)
  const wish = wishOf(sent)
  const app = world.state.apps.find((each) => each.clientId === wish.clientId)
  if (app === undefined) return page(world, 400, refusalPage('No app has the client_id that was sent.'))
  const back = addressOf(app, wish.redirectUri)
  if (back === undefined)
    return page(world, 400, refusalPage('The redirect_uri that was sent is not one of this app’s.'))
  const complaint = complaintAbout(wish)
  if (complaint !== undefined) return redirect(world, back, { error: complaint }, wish)
  if (!wish.scope.split(' ').includes(ACCOUNTING))
    return page(
      world,
      400,
      refusalPage(
        `qbo-sandbox models no connection without the scope ${ACCOUNTING}. It refuses rather than invent one.`,
      ),
    )
  if (request.method === 'GET') return page(world, 200, consentPage(app, wish, world.companies))
  if (sent.get('decision') === 'deny') return redirect(world, back, { error: 'access_denied' }, wish)
  const realmId = sent.get('realmId') ?? ''
  if (sent.get('decision') !== 'connect' || !world.companies.some((each) => each.realmId === realmId))
    return page(world, 400, consentPage(app, wish, world.companies, 'Choose one of the companies.'))
  const { clientId, redirectUri, scope } = wish
  const code = issueCode(world, { clientId, redirectUri, realmId, scope })
  return redirect(world, back, { code }, wish, { realmId })
}

const wishOf = (sent: URLSearchParams): Wish => ({
  clientId: sent.get('client_id') ?? '',
  redirectUri: sent.get('redirect_uri') ?? '',
  responseType: sent.get('response_type') ?? '',
  scope: (sent.get('scope') ?? '').trim().replace(/\s+/g, ' '),
  state: sent.get('state'),
})

/** The address to go back to, written safely; undefined when it is not the app's. */
function addressOf(app: App, redirectUri: string): string | undefined {
  if (app.redirectUris !== 'any' && !app.redirectUris.includes(redirectUri)) return undefined
  if (!URL.canParse(redirectUri)) return undefined
  const { protocol, hash, href } = new URL(redirectUri)
  return (protocol === 'http:' || protocol === 'https:') && hash === '' ? href : undefined
}

function complaintAbout({ responseType, scope }: Wish): string | undefined {
  if (responseType !== 'code') return 'unsupported_response_type'
  return scope !== '' && scope.split(' ').every((each) => SCOPES.has(each)) ? undefined : 'invalid_scope'
}

function redirect(
  world: OAuthWorld,
  to: string,
  first: Record<string, string>,
  { state }: Wish,
  last: Record<string, string> = {},
): WireResponse {
  const answer = new URLSearchParams({ ...first, ...(state === null ? {} : { state }), ...last })
  const location = `${to}${to.includes('?') ? '&' : '?'}${answer}`
  return {
    status: 302,
    headers: { location, 'cache-control': 'no-cache, no-store', intuit_tid: traceId(world) },
    body: '',
  }
}

function page(world: OAuthWorld, status: number, body: string): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'no-cache, no-store',
      // No form-action: it would forbid the way back to the app.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      intuit_tid: traceId(world),
    },
    body,
  }
}
