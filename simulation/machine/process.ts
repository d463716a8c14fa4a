import { createEditions, createLog, type Database, type Keyring } from '@tieout/platform'
import type { AccountingSync } from '@tieout/accounting-sync'
import { composeAccounting, type AccountingParts } from '../../server/src/accounting/compose.ts'
import { accountingPlugin } from '../../server/src/accounting/server-plugin.ts'
import { composeHost, type Host } from '../../server/src/composition.ts'
import { readConfig } from '../../server/src/config.ts'
import type { ServerPlugin } from '../../server/src/plugins/server-plugin.ts'
import type { Chance } from './chance.ts'
import { databaseThroughGate, type GateWatch } from './gate.ts'
import { drawnIds } from './ids.ts'
import type { Queue } from './queue.ts'
import type { Scheduler, Waiter } from './scheduler.ts'
import { lineOf, type WireParts, type WireWatch } from './wire.ts'

export const APP = { clientId: 'desk', clientSecret: 'desk-secret-8d1f' }
export const DESK = 'http://desk.test'

/** A worker of the product: the whole host, composed anew at each birth, with a memory that dies with it. */
export interface Process extends Waiter {
  host: Host
  sync: AccountingSync
  /** Ahead of the right time by so much, or behind. */
  skew: { milliseconds: number }
  freeze(until: number): void
  die(): void
  /** Told once, when it dies. */
  onDeath(told: () => void): void
}

export interface ProcessParts {
  name: string
  /** Counts all that were ever born: ids of two never meet. */
  birth: number
  database: Database
  keyring: Keyring
  scheduler: Scheduler
  queue: Queue
  chance: Chance
  wire: Omit<WireParts, 'chance'>
  /** Whoever else looks at what goes over the line. */
  alongLine(line: typeof fetch, waiter: Waiter): typeof fetch
  skewMilliseconds: number
  /** So many changes in one answer, where the service cuts them off sooner than it does. */
  changesCap?: number | undefined
  write(line: string): void
  /** What watches it: strikes are decided there. */
  watching(process: Waiter): GateWatch & WireWatch
}

export function bear(parts: ProcessParts): Process {
  const { scheduler, queue } = parts
  const state = { alive: true, frozenUntil: 0 }
  const mourners: (() => void)[] = []
  const skew = { milliseconds: parts.skewMilliseconds }
  const waiter: Waiter = {
    name: parts.name,
    isAlive: () => state.alive,
    frozenUntil: () => state.frozenUntil,
  }
  const watch = parts.watching(waiter)
  const database = databaseThroughGate(parts.database, scheduler, waiter, watch)
  const ids = drawnIds(parts.chance.fork('ids'), parts.birth)
  const accounting: AccountingParts = {
    environments: [{ name: 'sandbox', app: APP }],
    sandboxUrl: DESK,
    fetch: parts.alongLine(
      lineOf({ ...parts.wire, scheduler, chance: parts.chance.fork('line') }, waiter, watch),
      waiter,
    ),
    sleep: (milliseconds, signal) => scheduler.sleep(waiter, milliseconds, signal),
    changesCap: parts.changesCap,
  }
  const { plugin, sync } = heldPlugin(accounting)
  const host = composeHost({
    config: CONFIG,
    database,
    appUrl: '',
    clock: { now: () => new Date(scheduler.now() + skew.milliseconds) },
    ids,
    log: createLog({ level: 'info', write: parts.write }),
    edition: EDITION,
    plugins: [plugin],
    keyring: parts.keyring,
    passwordCost: CHEAP,
    jobs: queue.runnerFor({
      waiter,
      ids,
      inTransaction: (tenant, work) =>
        tenant === null ? database.withSystem(work) : database.withTenant(tenant, work),
    }),
  })
  return {
    ...waiter,
    host,
    sync: sync(),
    skew,
    freeze(until) {
      state.frozenUntil = until
    },
    die() {
      if (!state.alive) return
      state.alive = false
      queue.died(waiter)
      for (const told of mourners.splice(0)) told()
    },
    onDeath: (told) => void mourners.push(told),
  }
}

/** Nobody signs in here, yet each birth hashes one password, for strangers. */
const CHEAP = { memoryKiB: 64, passes: 1 }
const CONFIG = readConfig({ PORT: '3999' })
const EDITION = {
  editions: createEditions('enterprise', { features: ['accounting_sync'] }),
  enterprise: null,
}

/** The plugin as the host has it, and the sync in it for what has no route: consent, and single cycles. */
function heldPlugin(parts: AccountingParts): { plugin: ServerPlugin; sync(): AccountingSync } {
  let sync: AccountingSync | undefined
  const plugin = accountingPlugin(parts)
  return {
    plugin: {
      ...plugin,
      plugIn(host) {
        sync = composeAccounting(host, parts)
        return plugin.plugIn(host)
      },
    },
    sync() {
      if (sync === undefined) throw new Error('this edition has brought no sync')
      return sync
    },
  }
}
