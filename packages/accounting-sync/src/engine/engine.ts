import type { AccountingAdapter, OAuthApp } from '../adapter.ts'
import type { SyncHost } from '../host.ts'
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
}

export interface AppChoice {
  adapterType: string
  environment: string
  app: 'platform' | 'own'
}

export const CYCLE_JOB = 'accounting-sync-cycle'
