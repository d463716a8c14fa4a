import type { WireRequest, WireResponse } from '../wire/messages.ts'
import { formOf, json, notAllowed, textIn } from './answers.ts'
import { ACCOUNTING, exchange, openGrant, refresh, revoke, type Denied, type Issued } from './grants.ts'
import { idToken } from './id-token.ts'
import type { App } from './state.ts'
import type { OAuthWorld } from './world.ts'

/** `POST /oauth2/v1/tokens/bearer` */
export function bearerTokens(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'POST') return notAllowed(world, 'POST')
  const form = formOf(request)
  const app = clientOf(world, request, form)
  if (app === undefined) return invalidClient(world)
  const { knobs } = world.state
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const code = form.get('code')
      const redirectUri = form.get('redirect_uri')
      if (code === null || redirectUri === null) return invalidRequest(world)
      return tokens(world, request, exchange(world, app.clientId, code, redirectUri))
    }
    case 'refresh_token': {
      const value = form.get('refresh_token')
      if (value === null) return invalidRequest(world)
      const answer = tokens(world, request, refresh(world, app.clientId, value))
      if (answer.status !== 200 || knobs.loseRefreshAnswers === 0) return answer
      knobs.loseRefreshAnswers -= 1
      return { ...answer, fate: { kind: 'lost' } }
    }
    case null:
      return invalidRequest(world)
    default:
      return json(world, 400, { error: 'unsupported_grant_type' })
  }
}

/** `POST /v2/oauth2/tokens/revoke`, with the token in JSON or in a form. */
export function revokeToken(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'POST') return notAllowed(world, 'POST')
  const form = formOf(request)
  const app = clientOf(world, request, form)
  if (app === undefined) return invalidClient(world)
  const token = textIn(request.body, 'token') ?? form.get('token')
  const done = token !== null && revoke(world.state, app.clientId, token)
  return json(world, done ? 200 : 400, undefined)
}

/** `POST /_sandbox/tokens` with `{"realmId"}`: tokens without a browser, for tests and scripts. */
export function tokensForTests(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'POST') return notAllowed(world, 'POST')
  const realmId = textIn(request.body, 'realmId')
  if (realmId === undefined) return json(world, 400, { error: 'The body must be JSON: {"realmId":"…"}.' })
  const answer = issueTokens(world, realmId)
  return answer === undefined
    ? json(world, 404, { error: `There is no company with the realmId ${realmId}.` })
    : json(world, 200, answer)
}

/** What the token endpoint answers when all is well. */
export interface TokenAnswer {
  token_type: 'bearer'
  access_token: string
  refresh_token: string
  expires_in: number
  x_refresh_token_expires_in: number
  x_refresh_token_hard_expires_in?: number
  id_token?: string
}

/** Connects the first app to the company at once; undefined when there is no such company. */
export function issueTokens(world: OAuthWorld, realmId: string): TokenAnswer | undefined {
  const app = world.state.apps[0]
  if (app === undefined || !world.companies.some((each) => each.realmId === realmId)) return undefined
  return tokenAnswer(world, openGrant(world, app.clientId, realmId, ACCOUNTING).issued)
}

function tokens(world: OAuthWorld, request: WireRequest, outcome: Issued | Denied): WireResponse {
  if ('error' in outcome) {
    const { error, description } = outcome
    return json(world, 400, description === undefined ? { error } : { error, error_description: description })
  }
  const withEnd = request.headers['x-include-refresh-token-hard-expires-in'] === 'true'
  return json(world, 200, tokenAnswer(world, outcome, withEnd))
}

function tokenAnswer(world: OAuthWorld, issued: Issued, withEnd = false): TokenAnswer {
  return {
    token_type: 'bearer',
    access_token: issued.accessToken,
    refresh_token: issued.refreshToken,
    expires_in: issued.expiresIn,
    x_refresh_token_expires_in: issued.refreshExpiresIn,
    ...(withEnd ? { x_refresh_token_hard_expires_in: issued.endsIn } : {}),
    ...(issued.grant.scope.split(' ').includes('openid') ? { id_token: idToken(world, issued.grant) } : {}),
  }
}

/** The app that proves itself, by Basic authentication or in the form, as the discovery document says. */
function clientOf(world: OAuthWorld, request: WireRequest, form: URLSearchParams): App | undefined {
  const { authorization } = request.headers
  const claimed =
    authorization === undefined
      ? { id: form.get('client_id'), secret: form.get('client_secret') }
      : basic(authorization)
  return world.state.apps.find((app) => app.clientId === claimed.id && app.clientSecret === claimed.secret)
}

function basic(authorization: string): { id: string | null; secret: string | null } {
  const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1] ?? ''
  let pair = ''
  try {
    pair = atob(encoded)
  } catch {
    // Not base64: it proves nothing.
  }
  const colon = pair.indexOf(':')
  return colon < 0 ? { id: null, secret: null } : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) }
}

const invalidRequest = (world: OAuthWorld) => json(world, 400, { error: 'invalid_request' })

const invalidClient = (world: OAuthWorld) =>
  json(world, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="Intuit"' })
