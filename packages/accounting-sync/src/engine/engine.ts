import type { AccountingAdapter, OAuthApp } from '../adapter.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { Governor } from './outbound/governor.ts'

/** What every part of the engine works with. */
export interface Engine {
  host: SyncHost
  adapterOf(type: string): AccountingAdapter
  config: SyncConfig
  governor: Governor
}

export interface SyncConfig {
  /** Tells this process from the others in leases. */
  worker: string
  /** So many frames of one company are on their way at once. */
  lanes: number
  /** How long a company stays with a worker of which nothing is heard any more; left out: long enough for any call. */
  leaseSeconds?: number
  /** Whose app asks for consent: the installation's, or the tenant's own. */
  appFor(tenant: string, choice: AppChoice): Promise<OAuthApp>
  /** Left out: nobody connects here. */
  connecting?: Connecting
}

/** Where people may connect a company. */
export interface Connecting {
  /** The usual one first. `apps`: whose app may ask for consent there. */
  offers: readonly { adapterType: string; environment: string; apps: readonly AppChoice['app'][] }[]
  /** The page to which consent leads back: whoever brings an app enters it at the service. */
  redirectUri: string
  ownApps: OwnApps
}

/** Apps that tenants bring, one for each environment. Their secrets are never told again. */
export interface OwnApps {
  clientId(trx: Trx, tenant: string, environment: string): Promise<string | null>
  save(
    trx: Trx,
    tenant: string,
    environment: string,
    app: { clientId: string; clientSecret: string },
  ): Promise<void>
  remove(trx: Trx, tenant: string, environment: string): Promise<boolean>
}

export interface AppChoice {
  adapterType: string
  environment: string
  app: 'platform' | 'own'
}

export const CYCLE_JOB = 'accounting-sync-cycle'
