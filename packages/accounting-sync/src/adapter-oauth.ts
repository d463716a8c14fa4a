/**
 * Whoever may not come in any more is told so by a `TransportFailure` that is `unauthorized`; its other
 * reasons mean that nothing is known yet.
 */
export interface AdapterOAuth {
  authorizeUrl(app: OAuthApp, state: string): string
  exchange(app: OAuthApp, callbackUrl: string): Promise<TokenSet>
  refresh(app: OAuthApp, refreshToken: string): Promise<TokenSet>
  revoke(app: OAuthApp, refreshToken: string): Promise<void>
}

export interface OAuthApp {
  clientId: string
  clientSecret: string
  redirectUri: string
  environment: string
}

/** Times are instants; `refreshHardExpiresAt` is the end that no refreshing moves. */
export interface TokenSet {
  accessToken: string
  accessExpiresAt: Date
  refreshToken: string
  refreshExpiresAt: Date
  refreshHardExpiresAt: Date | null
  realm: string | null
}
