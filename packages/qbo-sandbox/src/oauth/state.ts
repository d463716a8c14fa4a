/** Everything the authorization server remembers, as plain data. */
export interface OAuthState {
  apps: App[]
  codes: Map<string, Code>
  grants: Map<string, Grant>
  accessTokens: Map<string, AccessToken>
  refreshTokens: Map<string, RefreshToken>
  /** How many secrets were made: part of each one, so that no two are ever equal. */
  serial: number
  knobs: OAuthKnobs
  /** Made when an id token is first asked for; kept so that yesterday's id tokens still verify. */
  signingKey?: PrivateKey
}

export interface App {
  clientId: string
  clientSecret: string
  name: string
  redirectUris: readonly string[] | 'any'
}

export interface Code {
  clientId: string
  redirectUri: string
  realmId: string
  scope: string
  expiresAt: number
  /** Set when the code was exchanged: whoever exchanges it again ends that grant. */
  grantId?: string
}

/** What one person allowed one app to do with one company. It has one refresh token at a time. */
export interface Grant {
  clientId: string
  realmId: string
  scope: string
  grantedAt: number
  /** Five years on, whatever is refreshed in between. */
  endsAt: number
  refreshToken: string
  /** Replaced, and good until their grace is over. */
  retiringRefreshTokens: string[]
  accessTokens: string[]
  revoked: boolean
}

export interface AccessToken {
  grantId: string
  expiresAt: number
}

export interface RefreshToken {
  grantId: string
  issuedAt: number
  expiresAt: number
}

/** The members of an RSA key in JWK form that are needed to write it down. */
export interface PrivateKey {
  n: string
  e: string
  d: string
  p: string
  q: string
  dp: string
  dq: string
  qi: string
}

/** What Intuit documents in more than one way, or not at all. */
export interface OAuthKnobs {
  /**
   * `daily`: a refresh answers the same refresh token until it is a day old, then a new one, and the old
   * one works for another day. `grace`: every refresh answers a new one, and the old one works for another
   * day. `at-once`: every refresh answers a new one and the old one is dead.
   */
  rotation: 'daily' | 'grace' | 'at-once'
  /** So many of the next refreshes take effect, and their answers are lost. */
  loseRefreshAnswers: number
}

export const oauthKnobs: Readonly<OAuthKnobs> = { rotation: 'daily', loseRefreshAnswers: 0 }

export function emptyOAuth(apps: readonly App[], knobs: Partial<OAuthKnobs> = {}): OAuthState {
  return {
    apps: [...apps],
    codes: new Map(),
    grants: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    serial: 0,
    knobs: { ...oauthKnobs, ...knobs },
  }
}

type Plain<T> = { [K in keyof T]: T[K] extends Map<string, infer V> ? [string, V][] : T[K] }
export type OAuthSnapshot = Plain<OAuthState>

export function snapshotOfOAuth(state: OAuthState): OAuthSnapshot {
  return structuredClone({
    ...state,
    codes: [...state.codes],
    grants: [...state.grants],
    accessTokens: [...state.accessTokens],
    refreshTokens: [...state.refreshTokens],
  })
}

export function restoredOAuth(snapshot: OAuthSnapshot): OAuthState {
  const own = structuredClone(snapshot)
  return {
    ...own,
    codes: new Map(own.codes),
    grants: new Map(own.grants),
    accessTokens: new Map(own.accessTokens),
    refreshTokens: new Map(own.refreshTokens),
  }
}
