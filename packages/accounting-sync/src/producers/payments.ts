import { fence } from '../core/fence.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { documentCause } from '../engine/outbound/causes.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { AnnouncedPayment } from '../host-payments.ts'
import { listConnections, resolveConnection, type Connection } from '../postgres/connection.ts'
import { release } from '../postgres/due.ts'
import { enqueue, noteChanges, type OperationDraft } from '../postgres/enqueue.ts'
import type { Target } from '../postgres/place.ts'
import { whereLinked } from '../postgres/where-linked.ts'
import { judgeAgain } from './judge-again.ts'

/**
 * Queues payments to be made over there what they are here; never those that came from there, which whoever
 * calls leaves out. Each goes to the company where it stands, or where what it pays stands, whichever is the
 * usual one by now. One that stands there already goes whatever the switch and the date say, and so does one
 * that is on its way: it goes again as it is now, and one that was refused is judged again. A fixed number of
 * statements for each company.
 */
export async function paymentsChanged(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  payments: readonly AnnouncedPayment[],
): Promise<number> {
  if (payments.length === 0) return 0
  const usual = await resolveConnection(trx, tenant)
  const all = (await listConnections(trx, tenant)).filter((each) => each.status !== 'disconnected')
  const at = host.clock.now()
  const entityIds = payments.map((each) => each.id)
  const homes = await homesOf(host, trx, tenant, all, entityIds)
  // Before anything is queued: what settles between a look and this would take the change for told.
  const open = new Set<string>()
  for (const connection of all) {
    const changed = await noteChanges(trx, tenant, connection, { kind: KIND, entityIds, at })
    for (const each of changed) open.add(each)
    if (changed.length > 0) await wake(host, trx, [connection])
  }
  const again = await judgeAgain(host, trx, tenant, { entityType: 'payment', entityIds })
  for (const each of again) open.add(each)
  if (again.length > 0) await wake(host, trx, all)
  let queued = again.length
  for (const connection of all) {
    const own = payments.filter(({ id }) => {
      const home = homes.get(id)
      return !open.has(id) && (home?.connection ?? usual)?.connectionId === connection.connectionId
    })
    queued += await queuePayments(host, trx, connection, own, (id) => homes.get(id)?.isThere ?? false)
  }
  return queued
}

/**
 * Which of these came from over there and still stand there, in a company that is not disconnected: they are what
 * they are there, whatever is said of them here.
 */
export async function stillThere(trx: Trx, tenant: string, paymentIds: readonly string[]): Promise<string[]> {
  const wanted = paymentIds.map((entityId) => ({ entityType: 'payment', entityId }))
  const links = await whereLinked(trx, tenant, wanted)
  if (links.length === 0) return []
  const kept = (await listConnections(trx, tenant)).filter((each) => each.status !== 'disconnected')
  const isKept = ({ adapterType, realm }: Target) =>
    kept.some((each) => each.adapterType === adapterType && each.realm === realm)
  return [...new Set(links.filter(isKept).map((each) => each.entityId))]
}

const KIND = 'record_payment'

interface Home {
  connection: Connection
  /** The payment itself stands there. */
  isThere: boolean
}

/** The company that each belongs to; none while neither it nor what it pays stands anywhere. */
async function homesOf(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  all: readonly Connection[],
  receiptIds: readonly string[],
): Promise<Map<string, Home>> {
  const homes = new Map<string, Home>()
  const find = (target: Target) =>
    all.find((each) => each.adapterType === target.adapterType && each.realm === target.realm)
  const themselves = receiptIds.map((entityId) => ({ entityType: 'payment', entityId }))
  for (const link of await whereLinked(trx, tenant, themselves)) {
    const connection = find(link)
    if (connection !== undefined) homes.set(link.entityId, { connection, isThere: true })
  }
  const others = receiptIds.filter((each) => !homes.has(each))
  if (all.length < 2 || others.length === 0) return homes
  const seen = await host.books.payments.look(trx, tenant, { receiptIds: others, documentIds: [], alike: [] })
  const paid = seen.receipts.flatMap((each) => each.allocations.map((one) => one.documentId))
  const documents = [...new Set(paid)].map((entityId) => ({ entityType: 'invoice', entityId }))
  const places = new Map(
    (await whereLinked(trx, tenant, documents)).map((each) => [each.entityId, find(each)]),
  )
  for (const { receiptId, allocations } of seen.receipts) {
    const [connection] = allocations.flatMap((each) => places.get(each.documentId) ?? [])
    if (connection !== undefined) homes.set(receiptId, { connection, isThere: false })
  }
  return homes
}

async function queuePayments(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  payments: readonly AnnouncedPayment[],
  isThere: (id: string) => boolean,
): Promise<number> {
  const settings = readSettings(connection.settings)
  const auto = { enabled: settings.autoSync, goLiveDate: settings.goLiveDate }
  const wanted = payments.filter(({ id, date }) => isThere(id) || fence(auto, date) === 'export')
  const queued = await queueAll(host, trx, connection, wanted)
  if (queued > 0) await wake(host, trx, [connection])
  return queued
}

/**
 * These documents are over there from now on: what waited for them is due, and what was taken here on them
 * follows, of whatever day and whatever became of it before. One that stands in another company stays there.
 */
export async function paymentsFollow(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  documentIds: readonly string[],
): Promise<number> {
  const { tenant } = connection
  const paying = await host.books.payments.paying(trx, tenant, documentIds)
  if (paying.length === 0) return 0
  const waitsFor = documentIds.map(documentCause)
  const at = host.clock.now()
  const released = await release(trx, tenant, connection, { reason: 'waits_for_document', waitsFor, at })
  if (!readSettings(connection.settings).autoSync) return released
  const refs = paying.map(({ id: entityId }) => ({ entityType: 'payment', entityId }))
  const elsewhere = new Set(
    (await whereLinked(trx, tenant, refs))
      .filter((each) => each.realm !== connection.realm || each.adapterType !== connection.adapterType)
      .map((each) => each.entityId),
  )
  const own = paying.filter((each) => !elsewhere.has(each.id))
  return released + (await queueAll(host, trx, connection, own))
}

async function queueAll(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  payments: readonly AnnouncedPayment[],
): Promise<number> {
  if (payments.length === 0) return 0
  const drafts = payments.map((each): OperationDraft => ({
    adapterType: connection.adapterType,
    realm: connection.realm,
    operationId: host.ids.uuid(),
    kind: KIND,
    entityType: 'payment',
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
