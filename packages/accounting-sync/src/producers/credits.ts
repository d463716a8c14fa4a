import { fence } from '../core/fence.ts'
import type { EntityRef } from '../core/references.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { documentCause } from '../engine/outbound/causes.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { AnnouncedCredit } from '../host-credits.ts'
import { listConnections, resolveConnection, type Connection } from '../postgres/connection.ts'
import { release } from '../postgres/due.ts'
import { whereLinked } from '../postgres/where-linked.ts'
import { goesAgain, homesOf, queueAll, type Subject } from './goes-again.ts'
import { judgeAgain } from './judge-again.ts'

const APPLICATION = { kind: 'apply_credit', entityType: 'credit_allocation' } as const satisfies Subject

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
  const entityIds = credits.map((each) => each.id)
  const homes = await homesOf(trx, tenant, all, APPLICATION, entityIds, (others) =>
    bothSidesOf(host, trx, tenant, others),
  )
  const { open, judgedAgain } = await goesAgain(host, trx, tenant, all, APPLICATION, entityIds)
  let queued = judgedAgain
  for (const connection of all) {
    const { autoSync: enabled, goLiveDate } = readSettings(connection.settings)
    const wanted = credits.filter(({ id, date }) => {
      const home = homes.get(id)
      if (open.has(id) || (home?.connection ?? usual)?.connectionId !== connection.connectionId) return false
      if (home !== undefined) return home.isThere || enabled
      return fence({ enabled, goLiveDate }, date) === 'export'
    })
    const fresh = await queueAll(host, trx, connection, APPLICATION, wanted)
    if (fresh > 0) await wake(host, trx, [connection])
    queued += fresh
  }
  return queued
}

/** The invoice first: where it stands, its credit goes. */
async function bothSidesOf(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  allocationIds: readonly string[],
): Promise<Map<string, EntityRef[]>> {
  const read = await host.books.credits.read(trx, tenant, allocationIds)
  return new Map(
    read.map(({ allocationId, documentId, creditNoteId }) => [
      allocationId,
      [
        { entityType: 'invoice', entityId: documentId },
        ...(creditNoteId === null ? [] : [{ entityType: 'credit_note', entityId: creditNoteId }]),
      ],
    ]),
  )
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
  const refs = applied.map(({ id: entityId }) => ({ entityType: APPLICATION.entityType, entityId }))
  const linked = new Set((await whereLinked(trx, tenant, refs)).map((each) => each.entityId))
  const own = applied.filter((each) => !linked.has(each.id))
  const entityIds = own.map((each) => each.id)
  const again = await judgeAgain(host, trx, tenant, { ...APPLICATION, entityIds })
  return released + again.length + (await queueAll(host, trx, connection, APPLICATION, own))
}
