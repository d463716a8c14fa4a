import type { SyncHost, Trx } from '../../host.ts'
import { finishBatches } from '../../postgres/batches.ts'
import { retry, skip } from '../../postgres/by-people.ts'
import { readOperations } from '../../postgres/causes.ts'
import { listConnections, noteDecision, type Connection } from '../../postgres/connection.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { CYCLE_JOB } from '../engine.ts'
import { followCauses } from './causes.ts'
import { driftsStill } from './still-drifts.ts'
import { exportErrorKey } from './tasks.ts'

/** Tries these again from the start. Answers how many: what is open or done by now stays as it is. */
export const retryNow = async (...asked: Parameters<typeof retryEach>): Promise<number> =>
  (await retryEach(...asked)).length

/** The same, answering which. */
export async function retryEach(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  operationIds: readonly string[],
): Promise<string[]> {
  const operations = await readOperations(trx, tenant, operationIds)
  const again = await tryAgain(host, trx, tenant, operations)
  if (again.length > 0) {
    const all = await listConnections(trx, tenant)
    await wake(
      host,
      trx,
      all.filter((each) => operations.some((one) => one.realm === each.realm)),
    )
  }
  return again
}

/** Leaves them for good, with a reason that shows. Answers how many. */
export const ignore = async (...asked: Parameters<typeof ignoreEach>): Promise<number> =>
  (await ignoreEach(...asked)).length

/**
 * The same, answering which: what is on its way is not called back, and a void is not left. What is cancelled here
 * and stands there is a difference as long as it does; voided there by a person, its void ends by itself.
 */
export async function ignoreEach(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  { operationIds, reason, by }: { operationIds: readonly string[]; reason: string; by: string },
): Promise<string[]> {
  const known = await readOperations(trx, tenant, operationIds)
  const operations = known.filter((each) => each.kind !== 'void_invoice')
  const ids = operations.map((each) => each.operationId)
  await noteDecision(trx, tenant, null)
  const at = host.clock.now()
  const skipped = new Set(await skip(trx, tenant, ids, { reason, by, at }))
  const left = operations.filter((each) => skipped.has(each.operationId))
  await afterwards(host, trx, tenant, left)
  await driftsStill(host, trx, tenant, left)
  return [...skipped]
}

/** What these operations left in the inbox and in batches is brought up to date, since they are open no more. */
export async function afterwards(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  operations: readonly StoredOperation[],
): Promise<void> {
  if (operations.length === 0) return
  await host.inbox.close(trx, tenant, operations.map(exportErrorKey), 'no_longer_open')
  const concerned = operations.filter((each) => each.waitsFor !== null || each.batchId !== null)
  if (concerned.length === 0) return
  for (const connection of await listConnections(trx, tenant)) {
    const own = concerned.filter((each) => each.realm === connection.realm)
    // It may have been the last of its batch.
    if (own.some((each) => each.batchId !== null)) {
      await finishBatches(trx, tenant, connection, host.clock.now())
    }
    await followCauses(
      host,
      trx,
      connection,
      new Set(own.flatMap((each) => each.waitsFor ?? [])),
      'no_longer_open',
    )
  }
}

/** Those among them that may be, with the end of their tasks. */
export async function tryAgain(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  operations: readonly StoredOperation[],
): Promise<string[]> {
  if (operations.length === 0) return []
  const ids = operations.map((each) => each.operationId)
  const again = new Set(await retry(trx, tenant, ids, host.clock.now()))
  const keys = operations.filter((each) => again.has(each.operationId)).map(exportErrorKey)
  if (keys.length > 0) await host.inbox.close(trx, tenant, keys, 'tried_again')
  return [...again]
}

/** A hint that there is work; the queue in the database is the truth. */
export async function wake(host: SyncHost, trx: Trx, connections: readonly Connection[]): Promise<void> {
  for (const { tenant, connectionId, status } of connections) {
    if (status !== 'connected') continue
    await host.jobs.scheduleJob(CYCLE_JOB, { tenant, connectionId }, { singletonKey: connectionId, trx })
  }
}
