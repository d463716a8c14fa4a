import {
  createAccountingSync,
  createQboAdapter,
  environmentsFrom,
  type AccountingSync,
  type SyncHost,
} from '@tieout/accounting-sync'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { appOf } from './apps.ts'
import type { AccountingConfig } from './config.ts'
import { connectingTo } from './connecting.ts'
import { syncHost } from './host.ts'

export interface AccountingParts extends Pick<
  AccountingConfig,
  'environments' | 'sandboxUrl' | 'leaseSeconds'
> {
  /** Every call to the outside; tests put a company in process here. */
  fetch: typeof globalThis.fetch
  /** A bench brings time of its own. */
  sleep?: SyncHost['clock']['sleep']
  /** A simulation has a service that cuts its answers off sooner. */
  changesCap?: number | undefined
}

const LANES = 4

/** The sync with this host's ports put in. */
export function composeAccounting(
  host: PluginHost,
  { fetch, sleep, changesCap, ...config }: AccountingParts,
): AccountingSync {
  const given = syncHost(host, fetch)
  const ports = sleep === undefined ? given : { ...given, clock: { ...given.clock, sleep } }
  return createAccountingSync(ports, [createQboAdapter(ports, environmentsFrom(config), { changesCap })], {
    worker: host.ids.uuid(),
    lanes: LANES,
    leaseSeconds: config.leaseSeconds,
    appFor: appOf(config, host),
    connecting: connectingTo(config, host),
  })
}
