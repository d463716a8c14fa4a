import type { SyncHost, Trx } from '../../host.ts'
import {
  addToBatch,
  cancelBatch as cancelStored,
  chosenDocuments,
  createBatch as storeBatch,
  finishBatches,
  noteDelivery,
  readBatch,
  startBatch,
  type Batch,
  type Delivery,
} from '../../postgres/batches.ts'
import { openForDocuments, openOfBatch } from '../../postgres/causes.ts'
import { readConnection, resolveConnection, type Connection } from '../../postgres/connection.ts'
import { queue } from '../../producers/producers.ts'
import { afterwards, tryAgain, wake } from '../exceptions/actions.ts'
import { judge, type JudgedDocument, type Judgement, type Prospect } from './judge.ts'

export const MOST_DOCUMENTS = 1000

export interface BatchFilter {
  from?: string
  to?: string
  clientIds?: readonly string[]
}

/** What could go together, oldest first. `more`: there are others beyond the thousand. Null: no such company. */
export async function previewBatch(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  filter: BatchFilter,
): Promise<(Judgement & { more: boolean }) | null> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection === null) return null
  const found = await host.books.search(trx, tenant, { ...filter, limit: MOST_DOCUMENTS + 1 })
  const ids = found.slice(0, MOST_DOCUMENTS).map((each) => each.id)
  return { ...(await judgeAll(host, trx, connection, ids)), more: found.length > MOST_DOCUMENTS }
}

async function judgeAll(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  ids: readonly string[],
): Promise<Judgement & { gone: number }> {
  const documents = await host.books.documents(trx, connection.tenant, ids)
  const order = new Map(ids.map((id, at) => [id, at]))
  const ordered = documents.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  return { ...(await judge(host, trx, connection, ordered)), gone: ids.length - documents.length }
}

export type Drafted =
  | { kind: 'drafted'; batch: Batch }
  | { kind: 'refused'; reason: 'not_connected' | 'empty' | 'too_many' | 'unknown' }

/** Fixes what a person chose. Nothing is queued before it is delivered. */
export async function createBatch(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  chosen: { filter: BatchFilter; documentIds: readonly string[]; by: string },
): Promise<Drafted> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection === null || connection.status === 'disconnected')
    return { kind: 'refused', reason: 'not_connected' }
  const documentIds = [...new Set(chosen.documentIds)]
  if (documentIds.length === 0) return { kind: 'refused', reason: 'empty' }
  if (documentIds.length > MOST_DOCUMENTS) return { kind: 'refused', reason: 'too_many' }
  // One that was voided since it was shown is a document all the same, and is told apart on delivery.
  const known = await host.books.heads(trx, tenant, documentIds)
  if (known.length < documentIds.length) return { kind: 'refused', reason: 'unknown' }
  const batchId = host.ids.uuid()
  await storeBatch(trx, tenant, connection, {
    batchId,
    origin: 'manual',
    filter: { ...chosen.filter },
    documentIds,
    createdBy: chosen.by,
    at: host.clock.now(),
  })
  const batch = await readBatch(trx, tenant, batchId)
  if (batch === null) throw new Error('the database stored no batch')
  return { kind: 'drafted', batch }
}

export type Validated = Judgement & { batch: Batch; /** Voided or taken back since. */ gone: number }

/** Its documents judged as things stand now. Null: no such batch, or its company was let go. */
export async function validateBatch(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  batchId: string,
): Promise<Validated | null> {
  const known = await batchAndCompany(trx, tenant, batchId)
  if (known === null) return null
  const ids = await chosenDocuments(trx, tenant, batchId)
  return { batch: known.batch, ...(await judgeAll(host, trx, known.connection, ids)) }
}

async function batchAndCompany(
  trx: Trx,
  tenant: string,
  batchId: string,
): Promise<{ batch: Batch; connection: Connection } | null> {
  const batch = await readBatch(trx, tenant, batchId)
  const connection = batch === null ? null : await resolveConnection(trx, tenant, batch)
  return batch === null || connection === null ? null : { batch, connection }
}

export type Delivered =
  | { kind: 'delivering'; delivery: Delivery }
  /** Somebody changed, delivered or cancelled it since it was read. */
  | { kind: 'changed' }
  | { kind: 'unknown' }

/**
 * Queues what is ready, and what lacks a link, which waits visibly like anything else. What is queued already
 * joins; what failed before is tried again. Its lines settle when they are delivered, each by itself.
 */
export async function deliverBatch(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  batchId: string,
  version: number,
): Promise<Delivered> {
  const known = await batchAndCompany(trx, tenant, batchId)
  if (known === null) return { kind: 'unknown' }
  if (!(await startBatch(trx, tenant, batchId, version))) return { kind: 'changed' }
  const { connection } = known
  const ids = await chosenDocuments(trx, tenant, batchId)
  const { documents, gone } = await judgeAll(host, trx, connection, ids)
  const going = documents.filter(({ state }) => state === 'ready' || state === 'missing')
  const inQueue = documents.filter(({ state }) => state === 'queued').map((each) => each.id)
  const joinedIds = inQueue.length === 0 ? [] : await addToBatch(trx, tenant, connection, batchId, inQueue)
  const again = await retryFailed(host, trx, connection, batchId, going)
  const added = await queue(host, trx, connection, going.map(announcedAs), { batchId })
  const count = (state: Prospect) => documents.filter((each) => each.state === state).length
  const delivery: Delivery = {
    queued: added + again,
    joined: joinedIds.length,
    // A race for the same document is another one of these: somebody else queued it first.
    elsewhere: inQueue.length - joinedIds.length + going.length - added - again,
    alreadyThere: count('already_there'),
    excluded: count('excluded'),
    closedPeriod: count('closed_period'),
    otherCurrency: count('other_currency'),
    taxesApart: count('taxes_apart'),
    gone,
  }
  await noteDelivery(trx, tenant, batchId, delivery, joinedIds)
  if (delivery.queued + delivery.joined === 0) {
    await finishBatches(trx, tenant, connection, host.clock.now())
  }
  await wake(host, trx, [connection])
  return { kind: 'delivering', delivery }
}

async function retryFailed(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  batchId: string,
  going: readonly JudgedDocument[],
): Promise<number> {
  const { tenant } = connection
  const ids = going.map((each) => each.id)
  const open = ids.length === 0 ? [] : await openForDocuments(trx, tenant, connection, ids)
  const failed = open.filter((each) => each.status === 'failed')
  if (failed.length === 0) return 0
  const again = new Set(await tryAgain(host, trx, tenant, failed))
  const documentIds = failed.filter((each) => again.has(each.operationId)).map((each) => each.entityId)
  await addToBatch(trx, tenant, connection, batchId, documentIds)
  return again.size
}

const announcedAs = ({ amountMinor, missing: _missing, state: _state, ...document }: JudgedDocument) => ({
  ...document,
  totalMinor: amountMinor,
})

export type Cancelled =
  /** `givenBack` were queued before the batch took them over, and go on waiting for themselves. */
  { kind: 'cancelled'; skipped: number; givenBack: number } | { kind: 'changed' }

/** What has not left yet stays here, with the reason; what is on its way arrives. */
export async function cancelBatch(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  batchId: string,
  cancel: { version: number; reason: string; by: string },
): Promise<Cancelled> {
  const open = await openOfBatch(trx, tenant, batchId)
  const done = await cancelStored(trx, tenant, batchId, { ...cancel, at: host.clock.now() })
  if (done === null) return { kind: 'changed' }
  const skipped = new Set(done.skipped)
  await afterwards(
    host,
    trx,
    tenant,
    open.filter((each) => skipped.has(each.operationId)),
  )
  return { kind: 'cancelled', skipped: skipped.size, givenBack: done.givenBack }
}
