import type { OperationKind } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** For which of these something is still to be done, or its outcome to be learned. */
export async function underWay(
  trx: Trx,
  tenant: string,
  target: Target,
  { kinds, entityIds }: { kinds: readonly OperationKind[]; entityIds: readonly string[] },
): Promise<string[]> {
  if (entityIds.length === 0) return []
  const { rows }: { rows: { entityId: string }[] } = await trx.raw(
    `select alga_entity_id as "entityId" from accounting_sync_operations
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and operation = any (cast(:kinds as text[]))
       and cast(alga_entity_id as text) = any (cast(:entityIds as text[]))
       and status in ('pending', 'in_progress', 'failed')
     order by alga_entity_id`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      kinds: [...kinds],
      entityIds: [...entityIds],
    },
  )
  return rows.map((row) => row.entityId)
}
