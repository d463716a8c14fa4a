import {
  createAccountingSync,
  createQboAdapter,
  environmentsFrom,
  type AccountingSync,
} from '@tieout/accounting-sync'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { appOf, type AccountingConfig } from './config.ts'
import { connectingTo } from './connecting.ts'
import { syncHost } from './host.ts'

export interface AccountingParts extends AccountingConfig {
  /** Every call to the outside; tests put a company in process here. */
  fetch: typeof globalThis.fetch
}

const LANES = 4

/** The sync with this host's ports put in. */
export function composeAccounting(host: PluginHost, { fetch, ...config }: AccountingParts): AccountingSync {
  const ports = syncHost(host, fetch)
  return createAccountingSync(ports, [createQboAdapter(ports, environmentsFrom(config))], {
    worker: host.ids.uuid(),
    lanes: LANES,
    appFor: appOf(config, host.publicOrigin),
    connecting: connectingTo(config, host),
  })
}
