import type { Code, Grant, OAuthState } from './state.ts'
import { newAccessToken, newCode, newRefreshToken } from './secrets.ts'
import type { OAuthWorld } from './world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const CODE_LIVES = 10 * MINUTE
const ACCESS_TOKEN_LIVES = HOUR
const REFRESH_TOKEN_LIVES = 101 * DAY
const GRANT_LIVES = 5 * 365 * DAY
const GRACE = DAY
/** An expired token is remembered this long, so that its bearer hears that it expired. */
const REMEMBERED = DAY

export const ACCOUNTING = 'com.intuit.quickbooks.accounting'

/** Tokens as they stand after an exchange or a refresh. */
export interface Issued {
  grant: Grant
  accessToken: string
  refreshToken: string
  expiresIn: number
  refreshExpiresIn: number
  endsIn: number
}

/** Why there are none: the word and the description that the token endpoint answers. */
export interface Denied {
  error: 'invalid_grant'
  description?: string
}

export function issueCode(world: OAuthWorld, what: Omit<Code, 'expiresAt' | 'grantId'>): string {
  const { codes } = world.state
  const now = world.clock.now()
  for (const [value, code] of codes) {
    if (code.expiresAt + REMEMBERED > now) break
    codes.delete(value)
  }
  const value = newCode(world)
  codes.set(value, { ...what, expiresAt: now + CODE_LIVES })
  return value
}

/** A code is good once, for ten minutes, for the app and the address it was given to. */
export function exchange(
  world: OAuthWorld,
  clientId: string,
  value: string,
  redirectUri: string,
): Issued | Denied {
  const code = world.state.codes.get(value)
  if (code === undefined || code.clientId !== clientId) return { error: 'invalid_grant' }
  if (code.grantId !== undefined) {
    const grant = world.state.grants.get(code.grantId)
    if (grant !== undefined) grant.revoked = true
    return { error: 'invalid_grant' }
  }
  if (world.clock.now() >= code.expiresAt || code.redirectUri !== redirectUri)
    return { error: 'invalid_grant' }
  const { id, issued } = openGrant(world, clientId, code.realmId, code.scope)
  code.grantId = id
  return issued
}

export function openGrant(
  world: OAuthWorld,
  clientId: string,
  realmId: string,
  scope: string,
): { id: string; issued: Issued } {
  const { state, clock } = world
  const now = clock.now()
  state.serial += 1
  const id = String(state.serial)
  const grant: Grant = {
    clientId,
    realmId,
    scope,
    grantedAt: now,
    endsAt: now + GRANT_LIVES,
    refreshToken: '',
    retiringRefreshTokens: [],
    accessTokens: [],
    revoked: false,
  }
  state.grants.set(id, grant)
  giveRefreshToken(world, id, grant)
  return { id, issued: giveAccessToken(world, id, grant) }
}

export function refresh(world: OAuthWorld, clientId: string, value: string): Issued | Denied {
  const { state, clock } = world
  const now = clock.now()
  const token = state.refreshTokens.get(value)
  const grant = token && state.grants.get(token.grantId)
  if (token === undefined || grant === undefined || grant.clientId !== clientId)
    return { error: 'invalid_grant', description: 'Incorrect or invalid refresh token' }
  if (grant.revoked || now >= token.expiresAt) return { error: 'invalid_grant', description: 'Token invalid' }
  const current = grant.refreshToken === value
  const due = state.knobs.rotation !== 'daily' || now - token.issuedAt >= DAY
  // A retiring token answers the one that replaced it: so a lost answer can be asked for again.
  if (current && due) {
    forgetRetired(state, grant, now)
    if (state.knobs.rotation === 'at-once') state.refreshTokens.delete(value)
    else {
      token.expiresAt = Math.min(token.expiresAt, now + GRACE)
      grant.retiringRefreshTokens.push(value)
    }
    giveRefreshToken(world, token.grantId, grant)
  }
  return giveAccessToken(world, token.grantId, grant)
}

function giveRefreshToken(world: OAuthWorld, id: string, grant: Grant): void {
  const now = world.clock.now()
  const expiresAt = Math.min(now + REFRESH_TOKEN_LIVES, grant.endsAt)
  grant.refreshToken = newRefreshToken(world, expiresAt)
  world.state.refreshTokens.set(grant.refreshToken, { grantId: id, issuedAt: now, expiresAt })
}

function giveAccessToken(world: OAuthWorld, id: string, grant: Grant): Issued {
  const { state, clock } = world
  const now = clock.now()
  grant.accessTokens = grant.accessTokens.filter((each) => {
    const token = state.accessTokens.get(each)
    const worthKeeping = token !== undefined && token.expiresAt + REMEMBERED > now
    if (!worthKeeping) state.accessTokens.delete(each)
    return worthKeeping
  })
  const accessToken = newAccessToken(world)
  const expiresAt = Math.min(now + ACCESS_TOKEN_LIVES, grant.endsAt)
  state.accessTokens.set(accessToken, { grantId: id, expiresAt })
  grant.accessTokens.push(accessToken)
  const refreshExpiresAt = state.refreshTokens.get(grant.refreshToken)?.expiresAt ?? now
  const inSeconds = (at: number) => Math.floor((at - now) / 1000)
  return {
    grant,
    accessToken,
    refreshToken: grant.refreshToken,
    expiresIn: inSeconds(expiresAt),
    refreshExpiresIn: inSeconds(refreshExpiresAt),
    endsIn: inSeconds(grant.endsAt),
  }
}

function forgetRetired(state: OAuthState, grant: Grant, now: number): void {
  grant.retiringRefreshTokens = grant.retiringRefreshTokens.filter((each) => {
    const alive = (state.refreshTokens.get(each)?.expiresAt ?? now) > now
    if (!alive) state.refreshTokens.delete(each)
    return alive
  })
}

/** Either token ends the grant. False when the app has no such token. */
export function revoke(state: OAuthState, clientId: string, value: string): boolean {
  const token = state.accessTokens.get(value) ?? state.refreshTokens.get(value)
  const grant = token && state.grants.get(token.grantId)
  if (grant === undefined || grant.clientId !== clientId || grant.revoked) return false
  grant.revoked = true
  return true
}

/** The company disconnects every app, as its administrator can from inside QuickBooks. */
export function revokeRealm(state: OAuthState, realmId: string): void {
  for (const grant of grantsOf(state, realmId)) grant.revoked = true
}

export function expireAccessTokens(world: OAuthWorld, realmId: string): void {
  const now = world.clock.now()
  for (const grant of grantsOf(world.state, realmId)) {
    for (const each of grant.accessTokens) {
      const token = world.state.accessTokens.get(each)
      if (token !== undefined) token.expiresAt = Math.min(token.expiresAt, now)
    }
  }
}

const grantsOf = (state: OAuthState, realmId: string) =>
  [...state.grants.values()].filter((grant) => grant.realmId === realmId)
