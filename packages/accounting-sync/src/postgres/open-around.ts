import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** Something of ours that settles a document over there, and about which something is still to be done there. */
export interface OpenAround {
  /** The document's id over there. */
  externalId: string
  entityType: string
  /** The payment or the application of credit. */
  entityId: string
  status: 'pending' | 'in_progress' | 'failed'
  /** What stands there of it on the document; null while nobody knows whether it is there. */
  amountMinor: number | null
}

/** All of these around some documents, in one statement: what stands there, and what may, for it is on its way. */
export async function openAround(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  externalIds: readonly string[],
): Promise<OpenAround[]> {
  if (externalIds.length === 0) return []
  const { rows } = await trx.raw(AROUND, { tenant, adapterType, realm, externalIds: [...externalIds] })
  return rows
}

const AROUND = `
  select s.external_id as "externalId", o.alga_entity_type as "entityType", o.alga_entity_id as "entityId",
    o.status, sum(s.minor)::bigint as "amountMinor"
  from accounting_sync_operations o
  left join tenant_external_entity_mappings m on m.tenant = o.tenant and m.adapter_type = o.adapter_type
    and m.target_realm = o.target_realm and m.alga_entity_type = o.alga_entity_type
    and m.alga_entity_id = cast(o.alga_entity_id as text) and m.status <> 'voided'
  left join accounting_sync_frames f on f.tenant = o.tenant and f.frame_id = o.frame_id
    and o.status = 'in_progress'
  cross join lateral (
    select settles.id as external_id,
      cast(m.snapshot -> 'lineNetsMinor' ->> cast(settles.place - 1 as int) as bigint) as minor
    from jsonb_array_elements_text(m.snapshot -> 'settles') with ordinality as settles (id, place)
    where o.operation = 'record_payment'
    union all
    select id, o.amount_minor from unnest(string_to_array(m.external_part, '>')) id
    where o.operation = 'apply_credit'
    union all
    select id, null from jsonb_array_elements(f.writes) w, jsonb_array_elements_text(w -> 'intent' -> 'settles') id
    where w ->> 'operationId' = cast(o.op_id as text) and m.mapping_id is null
  ) s
  where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
    and o.operation in ('apply_credit', 'record_payment') and o.status in ('pending', 'in_progress', 'failed')
    and s.external_id = any (cast(:externalIds as text[]))
  group by s.external_id, o.alga_entity_type, o.alga_entity_id, o.status
  order by 1, 2, 3`
