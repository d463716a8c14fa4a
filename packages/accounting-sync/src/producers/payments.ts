import { fence } from '../core/fence.ts'
import type { EntityRef } from '../core/references.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { documentCause } from '../engine/outbound/causes.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { AnnouncedPayment } from '../host-payments.ts'
import { listConnections, resolveConnection, type Connection } from '../postgres/connection.ts'
import { release } from '../postgres/due.ts'
import type { Target } from '../postgres/place.ts'
import { whereLinked } from '../postgres/where-linked.ts'
import { goesAgain, homesOf, queueAll, type Subject } from './goes-again.ts'

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
  const entityIds = payments.map((each) => each.id)
  const homes = await homesOf(trx, tenant, all, PAYMENT, entityIds, (others) =>
    // Where there is one company, it is the usual one.
    all.length < 2 ? NO_DOCUMENTS : paidBy(host, trx, tenant, others),
  )
  const { open, judgedAgain } = await goesAgain(host, trx, tenant, all, PAYMENT, entityIds)
  let queued = judgedAgain
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

const PAYMENT = { kind: 'record_payment', entityType: 'payment' } as const satisfies Subject

const NO_DOCUMENTS = Promise.resolve(new Map<string, EntityRef[]>())

async function paidBy(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  receiptIds: readonly string[],
): Promise<Map<string, EntityRef[]>> {
  const { receipts } = await host.books.payments.look(trx, tenant, { receiptIds, documentIds: [], alike: [] })
  return new Map(
    receipts.map(({ receiptId, allocations }) => [
      receiptId,
      allocations.map((each) => ({ entityType: 'invoice', entityId: each.documentId })),
    ]),
  )
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
  const queued = await queueAll(host, trx, connection, PAYMENT, wanted)
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
  return released + (await queueAll(host, trx, connection, PAYMENT, own))
}
