import OAuthClient from 'intuit-oauth'
import { z } from 'zod'
import { TransportFailure, type AdapterOAuth, type OAuthApp, type TokenSet } from '../../adapter.ts'
import { environmentNamed } from './environments.ts'
import type { Outside } from './http.ts'
import { clientFor, type Heard } from './oauth-client.ts'

/** Consent and tokens, asked for and read by Intuit's own library. */
export function oauthOf(outside: Outside): AdapterOAuth {
  return {
    authorizeUrl(app, state) {
      const { client } = prepared(outside, app)
      return client.authorizeUri({ scope: OAuthClient.scopes.Accounting, state })
    },
    async exchange(app, callbackUrl) {
      refuseDenied(callbackUrl)
      const set = await tokens(outside, app, (client) => client.createToken(callbackUrl))
      return { ...set, realm: new URL(callbackUrl).searchParams.get('realmId') }
    },
    refresh: async (app, refreshToken) =>
      await tokens(outside, app, (client) => client.refreshUsingToken(refreshToken)),
    async revoke(app, refreshToken) {
      await carried(outside, app, (client) => client.revoke({ refresh_token: refreshToken }))
    },
  }
}

/**
 * A client for one question. Where it asks stands in statics of the library, one place for all: they are
 * set and read within the same turn, so that no two environments meet.
 */
function prepared(outside: Outside, app: OAuthApp): { client: OAuthClient; heard: Heard } {
  const { authorize, token, revoke } = environmentNamed(outside.environments, app.environment)
  OAuthClient.authorizeEndpoint = authorize
  OAuthClient.tokenEndpoint = token
  OAuthClient.revokeEndpoint = revoke
  return clientFor(outside, app)
}

async function tokens(
  outside: Outside,
  app: OAuthApp,
  question: (client: OAuthClient) => Promise<unknown>,
): Promise<TokenSet> {
  const askedAt = outside.clock.now().getTime()
  const heard = await carried(outside, app, question)
  const read = tokenAnswer.safeParse(heard.body)
  if (!read.success) throw failed('down', 'QuickBooks answered no tokens.', heard)
  // Counted from before the question, so that nothing is held for good longer than it is.
  const at = (seconds: number) => new Date(askedAt + seconds * 1000)
  const { data } = read
  return {
    accessToken: data.access_token,
    accessExpiresAt: at(data.expires_in),
    refreshToken: data.refresh_token,
    refreshExpiresAt: at(data.x_refresh_token_expires_in),
    refreshHardExpiresAt:
      data.x_refresh_token_hard_expires_in === undefined ? null : at(data.x_refresh_token_hard_expires_in),
    realm: null,
  }
}

async function carried(
  outside: Outside,
  app: OAuthApp,
  question: (client: OAuthClient) => Promise<unknown>,
): Promise<Heard> {
  const { client, heard } = prepared(outside, app)
  try {
    await question(client)
  } catch {
    // The library's own error holds the whole answer, tokens and all: nothing of it leaves this function.
    throw failureFrom(heard)
  }
  return heard
}

/** A consent that is gone, an app that is not known, or nothing but a bad line. */
function failureFrom(heard: Heard): TransportFailure {
  const told = refusal.safeParse(heard.body)
  const word = told.success ? told.data.error : ''
  if (word === 'invalid_grant') {
    return failed(
      'unauthorized',
      'QuickBooks no longer accepts this connection.',
      heard,
      'connection_expired',
    )
  }
  if (heard.status === 401 || word === 'invalid_client' || word === 'unauthorized_client') {
    return failed('unauthorized', 'QuickBooks does not know this app.', heard, 'app_not_authorized')
  }
  if (heard.status === 429) return failed('throttled', 'QuickBooks asks for patience.', heard, 'throttled')
  if (heard.cameTooLate) {
    return failed('down', 'QuickBooks did not answer in time.', heard, 'timeout')
  }
  if (heard.status !== null && heard.status >= 400 && heard.status < 500) {
    return failed(
      'unauthorized',
      `QuickBooks refused the request for tokens (${heard.status}).`,
      heard,
      'not_authorized',
    )
  }
  return failed('down', 'QuickBooks could not be asked for tokens.', heard, 'service_unavailable')
}

const failed = (
  reason: TransportFailure['reason'],
  message: string,
  { trace, retryAfterSeconds }: Heard,
  code: TransportFailure['code'] = 'unreadable_answer',
) =>
  new TransportFailure(reason, message, {
    trace,
    code,
    retryAfterSeconds: reason === 'throttled' ? (retryAfterSeconds ?? 60) : null,
  })

/** Somebody said no on the consent page, or the page did. */
function refuseDenied(callbackUrl: string): void {
  const { searchParams } = new URL(callbackUrl)
  const error = searchParams.get('error')
  if (error === null && searchParams.has('code')) return
  throw new TransportFailure('unauthorized', 'The consent was not given.', { code: 'not_authorized' })
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number(),
  x_refresh_token_expires_in: z.number(),
  x_refresh_token_hard_expires_in: z.number().optional(),
})
const refusal = z.looseObject({ error: z.string() })
