import { looksLikeAccessToken } from './secrets.ts'
import type { OAuthWorld } from './world.ts'

/** Who is asking, or the sentence that the 401 carries. It shows the token's beginning, as Intuit's does. */
export function authenticate(
  world: OAuthWorld,
  authorization: string | undefined,
): { realmId: string; appId: string; scope: string } | { refused: string } {
  const value = bearer(authorization)
  if (!looksLikeAccessToken(value)) return { refused: 'Malformed bearer token: too short or too long' }
  const token = world.state.accessTokens.get(value)
  const grant = token && world.state.grants.get(token.grantId)
  const shown = value.slice(0, 80)
  if (token === undefined || grant === undefined || world.clock.now() >= token.expiresAt)
    return { refused: `Token expired: ${shown}` }
  if (grant.revoked) return { refused: `Token revoked: ${shown}` }
  return { realmId: grant.realmId, appId: grant.clientId, scope: grant.scope }
}

const bearer = (authorization = '') => /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
