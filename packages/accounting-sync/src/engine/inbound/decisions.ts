import type { Intent } from '../../adapter.ts'
import type { Accepted } from '../../core/accepted.ts'
import { apartMinor } from '../../core/drift.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { cancelQueued } from '../../postgres/by-people.ts'
import type { Connection } from '../../postgres/connection.ts'
import { openForDocuments } from '../../postgres/causes.ts'
import { enqueue, noteAgain } from '../../postgres/enqueue.ts'
import type { EntityRef } from '../../core/references.ts'
import { loadLinks, writeLinks, type ExternalRef } from '../../postgres/links.ts'
import { decideObservation, lockObservation } from '../../postgres/observations.ts'
import { driftKey } from '../exceptions/tasks.ts'
import { tryAgain, wake } from '../exceptions/actions.ts'
import { linkAgain } from './effects.ts'

/** What people decide about what came in. Each in the caller's transaction, and safe to press twice. */

export type Decided = { kind: 'decided' } | { kind: 'refused'; reason: 'gone' | 'taken' | 'no_twin' }

interface ByPerson {
  by: string
  reason: string
}

/**
 * The payment over there is the one that was keyed here: they are linked, and what was queued to be sent of
 * it is not sent. From now on it is what it is over there.
 */
export async function linkExisting(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  { externalId, by }: { externalId: string; by: string },
): Promise<Decided> {
  const { tenant } = connection
  const found = await lockObservation(trx, tenant, connection, { externalKind: 'payment', externalId })
  if (found === null) return { kind: 'refused', reason: 'gone' }
  const receiptId = found.problems.find((each) => each.reason === 'twin')?.receiptId
  if (receiptId === undefined) return { kind: 'refused', reason: 'no_twin' }
  const at = host.clock.now()
  const draft = {
    mappingId: host.ids.uuid(),
    entityType: 'payment',
    entityId: receiptId,
    externalKind: 'payment',
    externalId,
    exclusive: true,
    number: found.change?.kind === 'payment' ? (found.change.payment?.number ?? null) : null,
    status: 'verified' as const,
    metadata: { linkedBy: by },
    verifiedAt: at,
  }
  if ((await writeLinks(trx, tenant, connection, [draft], at)).length === 0)
    return { kind: 'refused', reason: 'taken' }
  const things = { entityType: 'payment', entityIds: [receiptId], kinds: ['record_payment'] as const }
  await cancelQueued(trx, tenant, things, { reason: 'already_there', by, at })
  await wake(host, trx, [connection])
  return { kind: 'decided' }
}

/**
 * It is another payment than the one keyed here: it is recorded beside it. Where nobody took it for another, there
 * is nothing to say about that, and whatever else is wrong with it stays to be mended.
 */
export async function recordAnyway(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  { externalId, ...who }: { externalId: string } & ByPerson,
): Promise<Decided> {
  const ref = { externalKind: 'payment', externalId }
  const found = await lockObservation(trx, connection.tenant, connection, ref)
  if (found === null) return { kind: 'refused', reason: 'gone' }
  if (!found.problems.some((each) => each.reason === 'twin')) return { kind: 'refused', reason: 'no_twin' }
  return await decide(host, trx, connection, ref, { kind: 'not_a_twin', ...who })
}

/** It stays as it is, until something else is wrong with it. */
export const leaveObservation = (
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  { externalKind, externalId, ...who }: ExternalRef & ByPerson,
): Promise<Decided> => decide(host, trx, connection, { externalKind, externalId }, { kind: 'left', ...who })

async function decide(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  ref: ExternalRef,
  decision: { kind: 'left' | 'not_a_twin' } & ByPerson,
): Promise<Decided> {
  const at = host.clock.now().toISOString()
  if (!(await decideObservation(trx, connection.tenant, connection, ref, { ...decision, at })))
    return { kind: 'refused', reason: 'gone' }
  await wake(host, trx, [connection])
  return { kind: 'decided' }
}

/** It stays as it is on both sides, and in sight. */
export async function acceptDrift(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  { by, reason, ...entity }: EntityRef & ByPerson,
): Promise<Decided> {
  const [link] = await loadLinks(trx, connection.tenant, connection, [entity])
  if (link?.status !== 'drift') return { kind: 'refused', reason: 'gone' }
  const at = host.clock.now()
  const meant = link.snapshot as Intent | null
  const accepted: Accepted = {
    amountMinor: meant === null ? 0 : apartMinor(link.differences ?? [], meant.totalMinor),
    currency: meant?.currency ?? '',
    by,
    at: at.toISOString(),
    reason,
  }
  await writeLinks(trx, connection.tenant, connection, [linkAgain(link, { metadata: { accepted } })], at)
  await host.inbox.close(trx, connection.tenant, [driftKey(link)], 'accepted')
  return { kind: 'decided' }
}

/**
 * What we mean is written again: over what stands there, void or not, so that it keeps its number; anew where it
 * was deleted. Queued like any other, so it waits for what it lacks and is seen on its way.
 */
export async function reExport(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  entity: EntityRef,
): Promise<Decided> {
  const { tenant, adapterType, realm } = connection
  const [link] = await loadLinks(trx, tenant, connection, [entity])
  if (link?.status !== 'drift') return { kind: 'refused', reason: 'gone' }
  const [document] = await host.books.documents(trx, tenant, [entity.entityId])
  if (document === undefined) return { kind: 'refused', reason: 'gone' }
  const draft = {
    adapterType,
    realm,
    operationId: host.ids.uuid(),
    kind: document.kind === 'invoice' ? ('export_invoice' as const) : ('export_credit_memo' as const),
    ...entity,
    number: document.number,
    issueDate: document.issueDate,
    clientId: document.clientId,
    amountMinor: document.totalMinor,
    currency: document.currency,
    payload: { clientName: document.clientName, again: true },
  }
  const queued = await enqueue(trx, tenant, [draft], host.clock.now())
  if (queued.length === 0) await askAgain(host, trx, connection, entity.entityId)
  await wake(host, trx, [connection])
  return { kind: 'decided' }
}

/** What is open for it already, such as one that was refused, is that very thing: it is tried again. */
async function askAgain(host: SyncHost, trx: Trx, connection: Connection, documentId: string): Promise<void> {
  const { tenant } = connection
  const open = await openForDocuments(trx, tenant, connection, [documentId])
  const operationIds = open.map((each) => each.operationId)
  await noteAgain(trx, tenant, operationIds, host.clock.now())
  await tryAgain(
    host,
    trx,
    tenant,
    open.filter((each) => each.status === 'failed'),
  )
}
