import type { WireRequest, WireResponse } from '../wire/messages.ts'
import { json } from './answers.ts'
import { authorize } from './authorize.ts'
import { discovery, keySet, userInfo } from './discovery.ts'
import { bearerTokens, revokeToken, tokensForTests } from './token-endpoint.ts'
import type { OAuthWorld } from './world.ts'

type Endpoint = (world: OAuthWorld, request: WireRequest) => WireResponse

/** Intuit spreads these over five hosts; here they share one, and the paths are theirs. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/connect/oauth2', authorize],
  ['/oauth2/v1/tokens/bearer', bearerTokens],
  ['/v2/oauth2/tokens/revoke', revokeToken],
  ['/op/v1/jwks', keySet],
  ['/v1/openid_connect/userinfo', userInfo],
  ['/.well-known/openid_configuration', discovery],
  ['/.well-known/openid_sandbox_configuration', discovery],
  ['/_sandbox/tokens', tokensForTests],
])

/** The answer of the authorization server; undefined when the path is none of its own. */
export function handleOAuth(world: OAuthWorld, request: WireRequest): WireResponse | undefined {
  const query = request.target.indexOf('?')
  const endpoint = ENDPOINTS.get(query < 0 ? request.target : request.target.slice(0, query))
  if (endpoint === undefined) return undefined
  if (request.malformed) return json(world, 400, { error: 'invalid_request' })
  return endpoint(world, request)
}
