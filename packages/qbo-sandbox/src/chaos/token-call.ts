import type { OAuthState } from '../oauth/state.ts'
import type { WireRequest } from '../wire/messages.ts'
import type { Call } from './interference.ts'

export const TOKEN_PATH = '/oauth2/v1/tokens/bearer'

/** A request for tokens as those see it who interfere; the company is told by the code or token in it. */
export function tokenCall(state: OAuthState, { method, target, body }: WireRequest, number: number): Call {
  const form = new URLSearchParams(body)
  const token = state.refreshTokens.get(form.get('refresh_token') ?? '')
  const realmId =
    state.grants.get(token?.grantId ?? '')?.realmId ?? state.codes.get(form.get('code') ?? '')?.realmId
  return { number, realmId: realmId ?? '', method, what: 'token', target, requestId: undefined, body }
}
