import type { EntityRef } from '../core/references.ts'
import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** In which companies these stand, in one statement; what is void there stands there no more. */
export async function whereLinked(
  trx: Trx,
  tenant: string,
  wanted: readonly EntityRef[],
): Promise<(EntityRef & Target)[]> {
  if (wanted.length === 0) return []
  const { rows } = await trx.raw(
    `select m.alga_entity_type as "entityType", m.alga_entity_id as "entityId", m.adapter_type as "adapterType",
       m.target_realm as realm
     from unnest(cast(:types as text[]), cast(:ids as text[])) as w (entity_type, entity_id)
     join tenant_external_entity_mappings m on m.tenant = :tenant and m.alga_entity_type = w.entity_type
       and m.alga_entity_id = w.entity_id and m.status <> 'voided'
     order by m.alga_entity_type, m.alga_entity_id, m.adapter_type, m.target_realm`,
    {
      tenant,
      types: wanted.map((each) => each.entityType),
      ids: wanted.map((each) => each.entityId),
    },
  )
  return rows
}
