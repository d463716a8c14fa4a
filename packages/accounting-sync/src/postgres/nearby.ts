import type { CatalogueKind } from '../adapter.ts'
import { nameKey } from '../core/name-key.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import type { Target } from './place.ts'
import type { Counterpart, Ours } from './suggestions.ts'

export type Likeness = 'same_name' | 'same_email' | 'similar_name'

export interface Nearby {
  id: string
  counterpart: Counterpart
  reasons: Likeness[]
}

/**
 * The likeliest one over there for each of a page of ours that has no exact one: the same e-mail, or a name
 * that goes on where the other ends ("Tidewater Legal" and "Tidewater Legal LLP"). A person has to judge it.
 */
export async function nearby(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  ours: readonly Ours[],
): Promise<Nearby[]> {
  if (ours.length === 0) return []
  const wanted = ours.map(({ id, name, email, currency }) => ({
    id,
    key: nameKey(name),
    email: email?.trim().toLowerCase() ?? null,
    currency: currency ?? null,
  }))
  const { adapterType, realm } = target
  const { rows } = await trx.raw(NEARBY, { tenant, adapterType, realm, kind, ours: jsonText(wanted) })
  return rows
}

/** Shorter names begin too many others. */
const LEAST_LETTERS = 4

const NEARBY = `
  with ours as (
    select * from jsonb_to_recordset(cast(:ours as jsonb)) as w (id text, key text, email text, currency text)
  ), theirs as (
    select c.external_id, c.name, c.name_key, c.detail, c.email, c.currency, c.active
    from accounting_sync_catalogue c
    where c.tenant = :tenant and c.adapter_type = :adapterType and c.target_realm = :realm and c.kind = :kind
      and c.active and not exists (
        select from tenant_external_entity_mappings m where m.tenant = :tenant and m.adapter_type = :adapterType
          and m.target_realm = :realm and m.external_kind = :kind and m.external_id = c.external_id and m.exclusive)
  ), likely as (
    select w.id, c.*, lower(c.email) = w.email as "sameEmail", c.name_key = w.key as "sameName",
      length(w.key) >= ${LEAST_LETTERS} and length(c.name_key) >= ${LEAST_LETTERS}
        and (starts_with(c.name_key, w.key) or starts_with(w.key, c.name_key)) as "similarName"
    from ours w join theirs c on (c.currency is null or w.currency is null or c.currency = w.currency)
    where lower(c.email) = w.email or (w.key <> '' and (starts_with(c.name_key, w.key) or starts_with(w.key, c.name_key)))
  )
  select distinct on (id) id,
    jsonb_build_object('externalId', external_id, 'name', name, 'detail', detail, 'email', email,
      'currency', currency, 'active', active) as counterpart,
    array_remove(array[case when "sameName" then 'same_name' when "similarName" then 'similar_name' end,
      case when "sameEmail" then 'same_email' end], null) as reasons
  from likely where "sameEmail" or "sameName" or "similarName"
  order by id, coalesce("sameEmail", false)::int + "sameName"::int desc, length(name_key) desc, external_id`
