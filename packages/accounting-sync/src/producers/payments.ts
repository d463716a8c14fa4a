import { fence } from '../core/fence.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import { resolveConnection } from '../postgres/connection.ts'
import { enqueue, noteChanges, type OperationDraft } from '../postgres/enqueue.ts'
import { loadLinks } from '../postgres/links.ts'

/** A payment that somebody here took, changed or took back, inside the transaction in which it happened. */
export interface AnnouncedPayment {
  id: string
  clientId: string
  clientName: string
  /** What people call it. */
  number: string
  date: string
  amountMinor: number
  currency: string
}

/**
 * Queues payments to be made over there what they are here; never those that came from there, which whoever
 * calls leaves out. One that stands there already goes whatever the switch and the date say, and so does one that
 * is on its way: it goes again as it is now. A fixed number of statements, however many they are.
 */
export async function paymentsChanged(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  payments: readonly AnnouncedPayment[],
): Promise<number> {
  if (payments.length === 0) return 0
  const connection = await resolveConnection(trx, tenant)
  if (connection === null) return 0
  const settings = readSettings(connection.settings)
  const auto = { enabled: settings.autoSync, goLiveDate: settings.goLiveDate }
  const links = await loadLinks(
    trx,
    tenant,
    connection,
    payments.map((each) => ({ entityType: 'payment', entityId: each.id })),
  )
  const at = host.clock.now()
  const entityIds = payments.map((each) => each.id)
  // Before anything is queued: what settles between a look and this would take the change for told.
  const kind = 'record_payment'
  const open = new Set(await noteChanges(trx, tenant, connection, { kind, entityIds, at }))
  const there = new Set(links.map((each) => each.entityId))
  const wanted = payments.filter(
    ({ id, date }) => !open.has(id) && (there.has(id) || fence(auto, date) === 'export'),
  )
  const drafts = wanted.map((each): OperationDraft => ({
    adapterType: connection.adapterType,
    realm: connection.realm,
    operationId: host.ids.uuid(),
    kind,
    entityType: 'payment',
    entityId: each.id,
    number: each.number,
    issueDate: each.date,
    clientId: each.clientId,
    amountMinor: each.amountMinor,
    currency: each.currency,
    payload: { clientName: each.clientName },
  }))
  const queued = await enqueue(trx, tenant, drafts, at)
  if (queued.length + open.size > 0) await wake(host, trx, [connection])
  return queued.length
}
