import type { OperationKind } from '../core/operation.ts'
import type { Trx } from '../host.ts'

/** Of which of these something is on its way, in whichever company: nobody knows yet what comes of it. */
export async function inFlight(
  trx: Trx,
  tenant: string,
  { kind, entityIds }: { kind: OperationKind; entityIds: readonly string[] },
): Promise<string[]> {
  if (entityIds.length === 0) return []
  const { rows }: { rows: { entityId: string }[] } = await trx.raw(
    `select alga_entity_id as "entityId" from accounting_sync_operations
     where tenant = :tenant and operation = :kind and alga_entity_id = any (cast(:entityIds as uuid[]))
       and status = 'in_progress' order by alga_entity_id`,
    { tenant, kind, entityIds: [...entityIds] },
  )
  return rows.map((row) => row.entityId)
}
