import { markedBy } from '../../core/marker.ts'
import { paymentReference } from '../../core/payment.ts'
import type { Trx } from '../../host.ts'
import { openFor } from '../../postgres/causes.ts'
import { tryAgain } from '../exceptions/actions.ts'
import type { Run } from '../outbound/run.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'

/** What is written as a payment, and as a document. */
const ENTITY_TYPES = ['payment', 'credit_allocation', 'invoice', 'credit_note']

/**
 * A call that nobody heard of may be done long after the same was sent again and refused. What came of it bears our
 * mark and is linked to nothing, and its operation failed: it is tried again, which finds it there.
 */
export async function tryWhatArrived(
  { connection, engine }: Run,
  trx: Trx,
  incoming: readonly Incoming[],
  links: LinksOfTheirs,
): Promise<void> {
  const entityIds = incoming.flatMap((each) => ownerOfLoose(each, links) ?? [])
  if (entityIds.length === 0) return
  const { tenant, adapterType, realm } = connection
  const failed = (await openFor(trx, tenant, { entityTypes: ENTITY_TYPES, entityIds })).filter(
    (each) => each.status === 'failed' && each.adapterType === adapterType && each.realm === realm,
  )
  await tryAgain(engine.host, trx, tenant, failed)
}

/** Only of what the way out will find: a payment by its number, a document by its mark. */
function ownerOfLoose(each: Incoming, links: LinksOfTheirs): string | null {
  if (each.kind !== 'change' || each.change.state !== 'standing') return null
  const { change } = each
  if (change.kind === 'refund') return null
  if (links.of(change.kind, change.externalId).length > 0) return null
  if (change.kind !== 'payment') return markedBy(change.document?.marker ?? null)
  const owner = markedBy(change.payment?.marker ?? null)
  return owner !== null && change.payment?.number === paymentReference(owner) ? owner : null
}
