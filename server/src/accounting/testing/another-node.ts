import type { AccountingSync } from '@tieout/accounting-sync'
import { connect, createDatabase, type Database } from '@tieout/platform'
import { composeHost, type Host } from '../../composition.ts'
import type { ServerPlugin } from '../../plugins/server-plugin.ts'
import { composeAccounting, type AccountingParts } from '../compose.ts'
import { accountingPlugin } from '../server-plugin.ts'
import { atRest, partsFor, type AccountingHost } from './accounting-host.ts'

/** The same installation in another process: the same data, and connections, leases and memory of its own. */
export interface AnotherNode {
  host: Host
  sync: AccountingSync
  database: Database
  close(): Promise<void>
}

export interface NodeOptions {
  /** How it reaches the database; another line than the others', for instance. */
  via?: (url: string) => string
  /** Connections at once. */
  max?: number
  parts?: Partial<AccountingParts>
  /** Nothing runs by itself, unless it is to. */
  isAtRest?: boolean
}

export function anotherNode(
  { test, sandbox }: Pick<AccountingHost, 'test' | 'sandbox'>,
  { via = (url) => url, max = 5, parts: changes = {}, isAtRest = true }: NodeOptions = {},
): AnotherNode {
  const [app, system] = [test.db.urls.app, test.db.urls.system].map((url) =>
    connect(via(url), { max, silent: true }),
  )
  if (app === undefined || system === undefined) throw new Error('there are two ways in')
  const database = createDatabase({ app, system })
  const parts = { ...partsFor(sandbox), ...changes }
  const plugin = accountingPlugin(parts)
  let sync: AccountingSync | undefined
  const captured: ServerPlugin = {
    ...plugin,
    plugIn(running) {
      const host = isAtRest ? atRest(running) : running
      sync = composeAccounting(host, parts)
      return plugin.plugIn(host)
    },
  }
  const host = composeHost({
    ...test.host.parts,
    database,
    appUrl: via(test.db.urls.app),
    plugins: [captured],
  })
  if (sync === undefined) throw new Error('this edition has no sync')
  return { host, sync, database, close: () => database.close() }
}
