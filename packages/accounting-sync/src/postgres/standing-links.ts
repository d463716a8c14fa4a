import type { Trx } from '../host.ts'
import { LINK, type Link } from './links.ts'
import type { Target } from './place.ts'

/** Where these stand over there, in whichever companies, in one statement; what is void there stands no more. */
export async function standingLinks(
  trx: Trx,
  tenant: string,
  entityType: string,
  entityIds: readonly string[],
): Promise<(Link & Target)[]> {
  if (entityIds.length === 0) return []
  const { rows } = await trx.raw(
    `select ${LINK}, m.adapter_type as "adapterType", m.target_realm as realm
     from tenant_external_entity_mappings m
     where m.tenant = :tenant and m.alga_entity_type = :entityType
       and m.alga_entity_id = any (cast(:ids as text[])) and m.status <> 'voided'
     order by m.alga_entity_id, m.adapter_type, m.target_realm`,
    { tenant, entityType, ids: [...entityIds] },
  )
  return rows
}
