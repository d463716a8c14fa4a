import type { SyncHost, Trx } from '../host.ts'
import { readConnection } from '../postgres/connection.ts'
import { runningCycle, type Cycle } from '../postgres/cycles.ts'
import { hasten } from '../postgres/due.ts'
import { hastenFrames } from '../postgres/next-due.ts'
import { CYCLE_JOB, type Engine } from './engine.ts'

export type SyncNow =
  | { kind: 'asked' }
  /** One is at it already: it takes what is due, and whoever asked watches it. */
  | { kind: 'running'; cycle: Cycle }
  | { kind: 'not_connected' }

/** Somebody does not want to wait: pauses of these documents end, and a cycle begins unless one is running. */
export const syncNow = (
  { host }: Engine,
  tenant: string,
  connectionId: string,
  entityIds: readonly string[] = [],
): Promise<SyncNow> =>
  host.transactions.inTenant(tenant, (trx) => askToRun(host, trx, tenant, connectionId, entityIds))

/** The same within a transaction: the run begins once that is committed. */
export async function askToRun(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  entityIds: readonly string[] = [],
): Promise<SyncNow> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection?.status !== 'connected') return { kind: 'not_connected' }
  if (entityIds.length > 0) {
    const soon = { entityIds, at: host.clock.now() }
    await hasten(trx, tenant, connection, soon)
    await hastenFrames(trx, tenant, connection, soon)
  }
  const payload = { tenant, connectionId, trigger: 'sync_now' }
  await host.jobs.scheduleJob(CYCLE_JOB, payload, { singletonKey: `${connectionId} now`, trx })
  const cycle = await runningCycle(trx, tenant, connection)
  const isAlive =
    connection.leaseUntil !== null && Date.parse(connection.leaseUntil) > host.clock.now().getTime()
  return cycle !== null && isAlive ? { kind: 'running', cycle } : { kind: 'asked' }
}
