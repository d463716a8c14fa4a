import type { CatalogueKind } from '../adapter.ts'
import { nameKey } from '../core/name-key.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import type { Target } from './place.ts'

/** One of ours that wants a counterpart. */
export interface Ours {
  id: string
  name: string
  email?: string | null
  /** Things of different currencies are never mapped to each other. */
  currency?: string | null
}

export type Tab = 'suggested' | 'review' | 'first_export' | 'mapped' | 'ignored'

export interface Counterpart {
  externalId: string
  name: string | null
  detail: string | null
  email: string | null
  currency: string | null
  active: boolean
}

export interface WorkbenchRow {
  id: string
  tab: Tab
  linked: Counterpart | null
  /** The only one of exactly this name; none when there are several. */
  suggestion: (Counterpart & { sameEmail: boolean }) | null
  /** How many over there have exactly this name and are not linked to another. */
  candidates: number
  /** Why it is left out; it may be linked all the same. */
  excludedBecause: string | null
}

/**
 * Ours against theirs, in the order given and in one statement: what is linked, what is left out on
 * purpose, and what has exactly one counterpart of the same name that nobody else is linked to.
 */
export async function workbench(
  trx: Trx,
  tenant: string,
  target: Target,
  { entityType, kind }: { entityType: string; kind: CatalogueKind },
  ours: readonly Ours[],
): Promise<WorkbenchRow[]> {
  if (ours.length === 0) return []
  const wanted = ours.map((each, position) => ({
    id: each.id,
    // Only clients can be left out, and only they are sure to have such an id.
    clientId: entityType === 'client' ? each.id : null,
    key: nameKey(each.name),
    email: each.email?.trim().toLowerCase() ?? null,
    currency: each.currency ?? null,
    position,
  }))
  const { rows } = await trx.raw(WORKBENCH, {
    tenant,
    adapterType: target.adapterType,
    realm: target.realm,
    entityType,
    kind,
    ours: jsonText(wanted),
  })
  return rows
}

const COUNTERPART = `'externalId', c.external_id, 'name', c.name, 'detail', c.detail, 'email', c.email,
  'currency', c.currency, 'active', c.active`

const WORKBENCH = `
  with ours as (
    select * from jsonb_to_recordset(cast(:ours as jsonb)) as w (id text, "clientId" uuid, key text, email text,
      currency text, position int)
  ), theirs as (
    select c.* from accounting_sync_catalogue c
    where c.tenant = :tenant and c.adapter_type = :adapterType and c.target_realm = :realm and c.kind = :kind
  ), links as (
    select m.alga_entity_id, m.external_id, m.external_name, m.exclusive from tenant_external_entity_mappings m
    where m.tenant = :tenant and m.adapter_type = :adapterType and m.target_realm = :realm
      and m.alga_entity_type = :entityType
  ), alike as (
    select w.id, count(*) as candidates,
      min(jsonb_build_object(${COUNTERPART}, 'sameEmail', coalesce(lower(c.email) = w.email, false))::text) as only
    from ours w join theirs c on c.name_key = w.key and c.active
      and (c.currency is null or w.currency is null or c.currency = w.currency)
    where w.key <> ''
      and not exists (select from links x where x.external_id = c.external_id and x.exclusive and x.alga_entity_id <> w.id)
    group by w.id
  )
  select w.id,
    case when x.alga_entity_id is not null then 'ignored' when l.external_id is not null then 'mapped'
      when f.client_id is not null then 'first_export' when a.candidates = 1 then 'suggested' else 'review' end as tab,
    case when l.external_id is not null then jsonb_build_object('externalId', l.external_id,
      'name', coalesce(c.name, l.external_name), 'detail', c.detail, 'email', c.email, 'currency', c.currency,
      'active', coalesce(c.active, false)) end as linked,
    case when l.external_id is null and a.candidates = 1 then a.only::jsonb end as suggestion,
    coalesce(a.candidates, 0) as candidates, x.reason as "excludedBecause"
  from ours w
  left join links l on l.alga_entity_id = w.id
  left join theirs c on c.external_id = l.external_id
  left join accounting_sync_exclusions x on x.tenant = :tenant and x.alga_entity_type = 'client'
    and x.alga_entity_id = w."clientId"
  left join accounting_sync_first_exports f on f.tenant = :tenant and f.adapter_type = :adapterType
    and f.target_realm = :realm and f.client_id = w."clientId"
  left join alike a on a.id = w.id
  order by w.position`

export function countTabs(rows: readonly WorkbenchRow[]): Record<Tab, number> {
  const counts = { suggested: 0, review: 0, first_export: 0, mapped: 0, ignored: 0 }
  for (const row of rows) counts[row.tab] += 1
  return counts
}
