import { fence } from '../core/fence.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { documentCause } from '../engine/outbound/causes.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { AnnouncedCredit } from '../host-credits.ts'
import { listConnections, resolveConnection, type Connection } from '../postgres/connection.ts'
import { release } from '../postgres/due.ts'
import { enqueue, noteChanges, type OperationDraft } from '../postgres/enqueue.ts'
import type { Target } from '../postgres/place.ts'
import { whereLinked } from '../postgres/where-linked.ts'
import { judgeAgain } from './judge-again.ts'

const KIND = 'apply_credit'
const ENTITY = 'credit_allocation'

/**
 * Queues applications to be made over there what they are here; never those that came from there, which whoever
 * calls leaves out. Each goes to the company where it stands, or where one of its documents does, whichever is the
 * usual one by now. What stands there already, or has a document there, goes whatever the date says; one that is on
 * its way goes again as it is now, and one that was refused is judged again. A fixed number of statements for each
 * company.
 */
export async function creditsChanged(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  credits: readonly AnnouncedCredit[],
): Promise<number> {
  if (credits.length === 0) return 0
  const usual = await resolveConnection(trx, tenant)
  const all = (await listConnections(trx, tenant)).filter((each) => each.status !== 'disconnected')
  if (all.length === 0) return 0
  const at = host.clock.now()
  const entityIds = credits.map((each) => each.id)
  const homes = await homesOf(host, trx, tenant, all, entityIds)
  // Before anything is queued: what settles between a look and this would take the change for told.
  const open = new Set<string>()
  for (const connection of all) {
    const changed = await noteChanges(trx, tenant, connection, { kind: KIND, entityIds, at })
    for (const each of changed) open.add(each)
    if (changed.length > 0) await wake(host, trx, [connection])
  }
  const again = await judgeAgain(host, trx, tenant, { entityType: ENTITY, entityIds })
  for (const each of again) open.add(each)
  if (again.length > 0) await wake(host, trx, all)
  let queued = again.length
  for (const connection of all) {
    const { autoSync: enabled, goLiveDate } = readSettings(connection.settings)
    const wanted = credits.filter(({ id, date }) => {
      const home = homes.get(id)
      if (open.has(id) || (home?.connection ?? usual)?.connectionId !== connection.connectionId) return false
      if (home !== undefined) return home.isThere || enabled
      return fence({ enabled, goLiveDate }, date) === 'export'
    })
    const fresh = await queueAll(host, trx, connection, wanted)
    if (fresh > 0) await wake(host, trx, [connection])
    queued += fresh
  }
  return queued
}

interface Home {
  connection: Connection
  /** The application itself stands there. */
  isThere: boolean
}

/** The company that each belongs to; none while neither it nor a document of it stands anywhere. */
async function homesOf(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  all: readonly Connection[],
  allocationIds: readonly string[],
): Promise<Map<string, Home>> {
  const homes = new Map<string, Home>()
  const find = (target: Target) =>
    all.find((each) => each.adapterType === target.adapterType && each.realm === target.realm)
  const themselves = allocationIds.map((entityId) => ({ entityType: ENTITY, entityId }))
  for (const link of await whereLinked(trx, tenant, themselves)) {
    const connection = find(link)
    if (connection !== undefined) homes.set(link.entityId, { connection, isThere: true })
  }
  const others = allocationIds.filter((each) => !homes.has(each))
  if (others.length === 0) return homes
  const read = await host.books.credits.read(trx, tenant, others)
  const documents = read.flatMap(({ documentId, creditNoteId }) => [
    { entityType: 'invoice', entityId: documentId },
    ...(creditNoteId === null ? [] : [{ entityType: 'credit_note', entityId: creditNoteId }]),
  ])
  const places = new Map(
    (await whereLinked(trx, tenant, documents)).map((each) => [each.entityId, find(each)]),
  )
  for (const { allocationId, documentId, creditNoteId } of read) {
    const connection = places.get(documentId) ?? places.get(creditNoteId ?? '')
    if (connection !== undefined) homes.set(allocationId, { connection, isThere: false })
  }
  return homes
}

/**
 * These documents are over there from now on: what waited for them is due, what was refused for want of them is judged
 * again, and what is applied to or from them follows, of whatever day. One that stands in another company stays there.
 */
export async function creditsFollow(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  documentIds: readonly string[],
): Promise<number> {
  const { tenant } = connection
  const applied = await host.books.credits.applied(trx, tenant, documentIds)
  if (applied.length === 0) return 0
  const waitsFor = documentIds.map(documentCause)
  const at = host.clock.now()
  const released = await release(trx, tenant, connection, { reason: 'waits_for_document', waitsFor, at })
  if (!readSettings(connection.settings).autoSync) return released
  const refs = applied.map(({ id: entityId }) => ({ entityType: ENTITY, entityId }))
  const linked = new Set((await whereLinked(trx, tenant, refs)).map((each) => each.entityId))
  const own = applied.filter((each) => !linked.has(each.id))
  const entityIds = own.map((each) => each.id)
  const again = await judgeAgain(host, trx, tenant, { entityType: ENTITY, entityIds })
  return released + again.length + (await queueAll(host, trx, connection, own))
}

async function queueAll(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  credits: readonly AnnouncedCredit[],
): Promise<number> {
  if (credits.length === 0) return 0
  const drafts = credits.map((each): OperationDraft => ({
    adapterType: connection.adapterType,
    realm: connection.realm,
    operationId: host.ids.uuid(),
    kind: KIND,
    entityType: ENTITY,
    entityId: each.id,
    number: each.number,
    issueDate: each.date,
    clientId: each.clientId,
    amountMinor: each.amountMinor,
    currency: each.currency,
    payload: { clientName: each.clientName },
  }))
  return (await enqueue(trx, connection.tenant, drafts, host.clock.now())).length
}
