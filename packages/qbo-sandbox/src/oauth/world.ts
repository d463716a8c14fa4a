import type { Clock, Random } from '../ports.ts'
import type { OAuthState } from './state.ts'

/** What the authorization server works on and with. */
export interface OAuthWorld {
  state: OAuthState
  clock: Clock
  random: Random
  companies: readonly { realmId: string; name: string }[]
  /** Where all this is reached, without a slash at the end: `http://127.0.0.1:9400`. */
  origin: string
}
