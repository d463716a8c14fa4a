import { ERRORS, type ErrorCode } from '../../core/errors.ts'
import { keyOf, namedBy, type EntityRef } from '../../core/references.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { failedFor } from '../../postgres/causes.ts'
import { noteDecision, type Connection } from '../../postgres/connection.ts'
import { release } from '../../postgres/due.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { tryAgain, wake } from '../exceptions/actions.ts'
import { followCauses } from '../exceptions/causes.ts'

/** Lines without a service, as something that has a counterpart over there. */
export const NO_SERVICE: EntityRef = { entityType: 'service', entityId: 'none' }

/**
 * These have a counterpart now: what waited for them is due, and what was refused while it named them is tried
 * again. Answers how many go out. A fixed number of statements, however many were linked.
 */
export async function setFree(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  linked: readonly EntityRef[],
): Promise<number> {
  if (linked.length === 0) return 0
  await noteDecision(trx, connection.tenant, connection.connectionId)
  const causes = linked.map(keyOf)
  const at = host.clock.now()
  const held = await release(trx, connection.tenant, connection, {
    reason: 'unmapped',
    waitsFor: causes,
    at,
  })
  await followCauses(host, trx, connection, new Set(causes))
  const again = await retryRefused(host, trx, connection, linked)
  await wake(host, trx, [connection])
  return held + again
}

/** What was refused stays refused, unless it really names one of these. */
export async function retryRefused(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  linked: readonly EntityRef[],
): Promise<number> {
  const refused = await refusedNaming(host, trx, connection, linked)
  return (await tryAgain(host, trx, connection.tenant, refused)).length
}

async function refusedNaming(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  linked: readonly EntityRef[],
): Promise<StoredOperation[]> {
  const { tenant } = connection
  const clientIds = linked.every((each) => each.entityType === 'client')
    ? linked.map((each) => each.entityId)
    : null
  const refused = await failedFor(trx, tenant, connection, { codes: AFTER_MAPPING, clientIds })
  if (refused.length === 0) return []
  const ids = [...new Set(refused.map((each) => each.entityId))]
  const documents = await host.books.documents(trx, tenant, ids)
  const keys = new Set(linked.map(keyOf))
  const naming = new Set(
    documents
      .filter((each) => {
        const named = namedBy([each])
        const all = each.lines.some((line) => line.serviceId === null) ? [...named, NO_SERVICE] : named
        return all.some((entity) => keys.has(keyOf(entity)))
      })
      .map((each) => each.id),
  )
  // Money and credit name their client alone.
  const isOfClient = ({ entityType, clientId }: StoredOperation) =>
    MONEY.has(entityType) &&
    clientId !== null &&
    keys.has(keyOf({ entityType: 'client', entityId: clientId }))
  return refused.filter((each) => naming.has(each.entityId) || isOfClient(each))
}

const MONEY: ReadonlySet<string> = new Set(['payment', 'credit_allocation'])

const AFTER_MAPPING = (Object.keys(ERRORS) as ErrorCode[]).filter(
  (each) => ERRORS[each].retry === 'after_mapping',
)
