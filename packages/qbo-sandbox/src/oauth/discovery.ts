import type { WireRequest, WireResponse } from '../wire/messages.ts'
import { json, notAllowed } from './answers.ts'
import { authenticate } from './authenticate.ts'
import { ISSUER, SUBJECT, publicKey } from './id-token.ts'
import type { OAuthWorld } from './world.ts'

/** Both discovery documents: there is one kind of company here, and all endpoints are on this origin. */
export function discovery(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'GET') return notAllowed(world, 'GET')
  const { origin } = world
  return json(world, 200, {
    issuer: ISSUER,
    authorization_endpoint: `${origin}/connect/oauth2`,
    token_endpoint: `${origin}/oauth2/v1/tokens/bearer`,
    userinfo_endpoint: `${origin}/v1/openid_connect/userinfo`,
    revocation_endpoint: `${origin}/v2/oauth2/tokens/revoke`,
    jwks_uri: `${origin}/op/v1/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  })
}

/** `GET /op/v1/jwks` */
export function keySet(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'GET') return notAllowed(world, 'GET')
  return json(world, 200, { keys: [publicKey(world.state)] })
}

/** `GET /v1/openid_connect/userinfo`: as much of the person as the scopes allow. */
export function userInfo(world: OAuthWorld, request: WireRequest): WireResponse {
  if (request.method !== 'GET') return notAllowed(world, 'GET')
  const caller = authenticate(world, request.headers.authorization)
  const scopes = 'refused' in caller ? [] : caller.scope.split(' ')
  if (!scopes.includes('openid'))
    return json(world, 401, undefined, { 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' })
  return json(world, 200, {
    sub: SUBJECT,
    ...(scopes.includes('email') ? { email: 'dana.ledger@example.com', emailVerified: true } : {}),
    ...(scopes.includes('profile') ? { givenName: 'Dana', familyName: 'Ledger' } : {}),
  })
}
