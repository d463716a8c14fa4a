import { seededRandom } from '../../ports.ts'
import type { WireRequest, WireResponse } from '../../wire/messages.ts'
import { handleOAuth } from '../oauth.ts'
import { emptyOAuth, type App, type OAuthKnobs } from '../state.ts'
import type { TokenAnswer } from '../token-endpoint.ts'
import type { OAuthWorld } from '../world.ts'

export const START = Date.parse('2026-11-21T12:00:00Z')
export const SECOND = 1000
export const HOUR = 3600 * SECOND
export const DAY = 24 * HOUR

export const app: App = {
  clientId: 'AB-client',
  clientSecret: 'se:cret',
  name: 'Tieout & <Sons>',
  redirectUris: ['http://localhost:3000/callback'],
}
export const other: App = { clientId: 'AB-other', clientSecret: 'x', name: 'Other', redirectUris: 'any' }

export const SCOPE = 'com.intuit.quickbooks.accounting'
export const CALLBACK = 'http://localhost:3000/callback'

/** Two companies, two apps, and a clock that is moved by hand. */
export function testWorld(knobs: Partial<OAuthKnobs> = {}) {
  const time = { now: START }
  const world: OAuthWorld = {
    state: emptyOAuth([app, other], knobs),
    clock: { now: () => time.now },
    random: seededRandom(7),
    companies: [
      { realmId: '9130', name: 'Harbor "Light" <Books>' },
      { realmId: '9131', name: 'Second' },
    ],
    origin: 'http://127.0.0.1:9400',
  }
  const ask = (request: Partial<WireRequest>): WireResponse => {
    const answer = handleOAuth(world, { method: 'GET', target: '/', headers: {}, body: '', ...request })
    if (answer === undefined) throw new Error(`${request.target} is no path of OAuth`)
    return answer
  }
  const asked = (fields: Record<string, string> = {}) =>
    new URLSearchParams({
      client_id: app.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: SCOPE,
      state: 'st&te=1',
      ...fields,
    })
  const consent = (fields: Record<string, string> = {}) =>
    ask({
      method: 'POST',
      target: '/connect/oauth2',
      body: asked({ realmId: '9130', decision: 'connect', ...fields }).toString(),
    })
  const codeFor = (fields: Record<string, string> = {}) =>
    new URL(consent(fields).headers['location'] ?? '').searchParams.get('code') ?? ''
  const tokens = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    ask({
      method: 'POST',
      target: '/oauth2/v1/tokens/bearer',
      headers: { authorization: basic(app), ...headers },
      body: new URLSearchParams(form).toString(),
    })
  const exchange = (code: string, headers: Record<string, string> = {}) =>
    tokens({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }, headers)
  const refresh = (refresh_token: string, headers: Record<string, string> = {}) =>
    tokens({ grant_type: 'refresh_token', refresh_token }, headers)
  const connected = (fields: Record<string, string> = {}) => bodyOf(exchange(codeFor(fields)))
  return { time, world, ask, asked, consent, codeFor, tokens, exchange, refresh, connected }
}

export const basic = ({ clientId, clientSecret }: App) => `Basic ${btoa(`${clientId}:${clientSecret}`)}`

export const bodyOf = (answer: WireResponse) => JSON.parse(answer.body) as TokenAnswer
