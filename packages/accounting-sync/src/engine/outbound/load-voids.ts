import type { Trx } from '../../host.ts'
import { openForDocuments } from '../../postgres/causes.ts'
import type { Link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { openAround } from '../../postgres/open-around.ts'
import type { VoidFacts } from './plan-void.ts'
import type { Run } from './run.ts'

/** What decides about voids that are due, in two statements; in none when there are none. */
export async function loadVoids(
  { connection }: Run,
  trx: Trx,
  operations: readonly StoredOperation[],
  links: readonly Link[],
): Promise<VoidFacts> {
  const ids = new Set(operations.filter((each) => each.kind === 'void_invoice').map((each) => each.entityId))
  if (ids.size === 0) return NONE
  const own = links.filter(
    ({ entityType, entityId }) =>
      (entityType === 'invoice' || entityType === 'credit_note') && ids.has(entityId),
  )
  const open = await openForDocuments(trx, connection.tenant, connection, [...ids])
  const around = await openAround(
    trx,
    connection.tenant,
    connection,
    own.map((each) => each.externalId),
  )
  const toBeTakenOff = new Map<string, string[]>()
  for (const { externalId, entityId } of around)
    toBeTakenOff.set(externalId, [...(toBeTakenOff.get(externalId) ?? []), entityId])
  return {
    links: new Map(own.map((each) => [each.entityId, each])),
    onTheirWay: new Set(
      open
        .filter((each) => each.kind !== 'void_invoice' && each.status !== 'failed')
        .map((each) => each.entityId),
    ),
    toBeTakenOff,
  }
}

const NONE: VoidFacts = { links: new Map(), onTheirWay: new Set(), toBeTakenOff: new Map() }
