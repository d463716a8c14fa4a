import type { CatalogueKind } from '../../adapter.ts'
import { ERRORS, type ErrorCode } from '../../core/errors.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { retry, skip } from '../../postgres/by-people.ts'
import { readEntries } from '../../postgres/catalogue.ts'
import { failedFor, readOperations } from '../../postgres/causes.ts'
import { listConnections, type Connection } from '../../postgres/connection.ts'
import { release } from '../../postgres/due.ts'
import { link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { CYCLE_JOB } from '../engine.ts'
import { followCauses } from './causes.ts'
import { exportErrorKey } from './tasks.ts'

/** What of ours a person links to what of theirs. */
export interface Mapping {
  entityType: 'client' | 'service' | 'tax' | 'terms'
  entityId: string
  externalId: string
  /** Of the client: things of different currencies are never linked. */
  currency?: string | null
}

export type Mapped =
  | { kind: 'mapped'; released: number }
  | { kind: 'refused'; reason: 'unknown' | 'inactive' | 'other_currency' | 'taken' }

const KIND_OF: Record<Mapping['entityType'], CatalogueKind> = {
  client: 'customer',
  service: 'item',
  tax: 'tax_code',
  terms: 'terms',
}

/** Links one to another and sets free everything that this held up, here and among what was refused for it. */
export async function map(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  mapping: Mapping,
): Promise<Mapped> {
  const { tenant } = connection
  const { entityType, entityId, externalId } = mapping
  const kind = KIND_OF[entityType]
  const [entry] = await readEntries(trx, tenant, connection, kind, [externalId])
  if (entry === undefined) return { kind: 'refused', reason: 'unknown' }
  if (!entry.active) return { kind: 'refused', reason: 'inactive' }
  if (entry.currency !== null && mapping.currency && entry.currency !== mapping.currency) {
    return { kind: 'refused', reason: 'other_currency' }
  }
  const at = host.clock.now()
  const draft = {
    mappingId: host.ids.uuid(),
    entityType,
    entityId,
    externalKind: kind,
    externalId,
    exclusive: entityType === 'client',
    name: entry.name,
    status: 'linked' as const,
  }
  if ((await link(trx, tenant, connection, draft, at)) === 'taken')
    return { kind: 'refused', reason: 'taken' }
  const cause = `${entityType}:${entityId}`
  const held = await release(trx, tenant, connection, { reason: 'unmapped', waitsFor: [cause], at })
  await followCauses(host, trx, connection, new Set([cause]))
  const clientId = entityType === 'client' ? entityId : null
  const refused = await failedFor(trx, tenant, connection, { codes: AFTER_MAPPING, clientId })
  const again = await tryAgain(host, trx, tenant, refused)
  await wake(host, trx, [connection])
  return { kind: 'mapped', released: held + again.length }
}

const AFTER_MAPPING = (Object.keys(ERRORS) as ErrorCode[]).filter(
  (each) => ERRORS[each].retry === 'after_mapping',
)

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

/** The same, answering which: what is on its way is not called back. */
export async function ignoreEach(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  { operationIds, reason, by }: { operationIds: readonly string[]; reason: string; by: string },
): Promise<string[]> {
  const operations = await readOperations(trx, tenant, operationIds)
  const at = host.clock.now()
  const skipped = new Set(await skip(trx, tenant, operationIds, { reason, by, at }))
  await afterwards(
    host,
    trx,
    tenant,
    operations.filter((each) => skipped.has(each.operationId)),
  )
  return [...skipped]
}

/** What these operations left in the inbox is brought up to date, since they are open no more. */
export async function afterwards(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  operations: readonly StoredOperation[],
): Promise<void> {
  if (operations.length === 0) return
  await host.inbox.close(trx, tenant, operations.map(exportErrorKey), 'no_longer_open')
  const causes = operations.flatMap((each) => each.waitsFor ?? [])
  if (causes.length === 0) return
  for (const connection of await listConnections(trx, tenant)) {
    const own = operations.filter((each) => each.realm === connection.realm)
    await followCauses(
      host,
      trx,
      connection,
      new Set(own.flatMap((each) => each.waitsFor ?? [])),
      'no_longer_open',
    )
  }
}

async function tryAgain(
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
