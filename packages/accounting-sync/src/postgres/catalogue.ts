import type { CatalogueEntry, CatalogueKind } from '../adapter.ts'
import { nameKey } from '../core/name-key.ts'
import type { Trx } from '../host.ts'
import { jsonText, plainText } from './json.ts'
import type { Target } from './place.ts'

/**
 * What there is to map to, as read just now: new and changed entries are written, what is gone becomes
 * inactive and stays for the links that name it. Two statements, however many entries.
 */
export async function replaceCatalogue(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  entries: readonly CatalogueEntry[],
  at: Date,
): Promise<{ gone: number }> {
  const place = { tenant, adapterType: target.adapterType, realm: target.realm, kind, at }
  const keyed = entries.map((entry) => ({ ...entry, key: nameKey(entry.name) }))
  await trx.raw(WRITE_ENTRIES, { ...place, entries: jsonText(keyed) })
  const { rowCount } = await trx.raw(
    `update accounting_sync_catalogue set active = false
     where ${THIS_KIND} and active and not external_id = any (cast(:ids as text[]))`,
    { ...place, ids: entries.map((entry) => plainText(entry.id)) },
  )
  return { gone: rowCount }
}

const THIS_KIND =
  'tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and kind = :kind'

const WRITE_ENTRIES = `
  insert into accounting_sync_catalogue (tenant, adapter_type, target_realm, kind, external_id, name, name_key,
    detail, email, currency, active, entry_group, read_at)
  select distinct on (e.id) :tenant, :adapterType, :realm, :kind, e.id, e.name, e.key, e.detail, e.email,
    e.currency, e.active, e."group", :at
  from jsonb_to_recordset(cast(:entries as jsonb)) as e (id text, name text, key text, detail text, email text,
    currency text, active boolean, "group" text)
  order by e.id
  on conflict (tenant, adapter_type, target_realm, kind, external_id) do update set
    name = excluded.name, name_key = excluded.name_key, detail = excluded.detail, email = excluded.email,
    currency = excluded.currency, active = excluded.active, entry_group = excluded.entry_group,
    read_at = excluded.read_at`

const ENTRY = `external_id as id, name, detail, email, currency, active, entry_group as "group"`

/** What a picker shows: names that begin with the text first, then those that hold it. */
export async function searchCatalogue(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  { text, group, currency, limit }: { text: string; group?: string; currency?: string; limit: number },
): Promise<CatalogueEntry[]> {
  const { rows } = await trx.raw(
    `select ${ENTRY} from accounting_sync_catalogue
     where ${THIS_KIND} and active and (position(cast(:key as text) in name_key) > 0 or external_id = :text)
       ${group === undefined ? '' : 'and entry_group = :group'}
       ${currency === undefined ? '' : 'and (currency is null or currency = :currency)'}
     order by external_id = :text desc, starts_with(name_key, :key) desc, name_key, external_id limit :limit`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      kind,
      key: nameKey(plainText(text)),
      text: plainText(text),
      group: group ?? null,
      currency: currency ?? null,
      limit,
    },
  )
  return rows
}

/** These of them, active or not: for whoever is about to link to one. */
export async function readEntries(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  ids: readonly string[],
): Promise<CatalogueEntry[]> {
  const { rows } = await trx.raw(
    `select ${ENTRY} from accounting_sync_catalogue
     where ${THIS_KIND} and external_id = any (cast(:ids as text[])) order by external_id`,
    { tenant, adapterType: target.adapterType, realm: target.realm, kind, ids: [...ids] },
  )
  return rows
}

/** What entries are called, of several companies and kinds at once; one that was never read is missing. */
export async function namesOfEntries(
  trx: Trx,
  tenant: string,
  wanted: readonly (Target & { kind: CatalogueKind; id: string })[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map()
  const { rows }: { rows: (Target & { kind: CatalogueKind; id: string; name: string })[] } = await trx.raw(
    `select w."adapterType", w.realm, w.kind, w.id, c.name
     from jsonb_to_recordset(cast(:wanted as jsonb)) as w ("adapterType" text, realm text, kind text, id text)
     join accounting_sync_catalogue c on c.tenant = :tenant and c.adapter_type = w."adapterType"
       and c.target_realm = w.realm and c.kind = w.kind and c.external_id = w.id
     order by 1, 2, 3, 4`,
    { tenant, wanted: jsonText(wanted) },
  )
  return new Map(rows.map((row) => [entryKey(row), row.name]))
}

export const entryKey = ({ adapterType, realm, kind, id }: Target & { kind: CatalogueKind; id: string }) =>
  [adapterType, realm, kind, id].join(' ')

/** One more than was read, such as a customer just created over there. */
export async function addEntry(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  entry: CatalogueEntry,
  at: Date,
): Promise<void> {
  await trx.raw(WRITE_ENTRIES, {
    tenant,
    adapterType: target.adapterType,
    realm: target.realm,
    kind,
    at,
    entries: jsonText([{ ...entry, key: nameKey(entry.name) }]),
  })
}

export interface CatalogueState {
  kind: CatalogueKind
  active: number
  readAt: string
}

/** How many there are of each kind, and when they were read. A kind never read is missing. */
export async function catalogueStates(trx: Trx, tenant: string, target: Target): Promise<CatalogueState[]> {
  const { rows } = await trx.raw(
    `select kind, count(*) filter (where active) as active, max(read_at) as "readAt"
     from accounting_sync_catalogue
     where tenant = ? and adapter_type = ? and target_realm = ? group by kind order by kind`,
    [tenant, target.adapterType, target.realm],
  )
  return rows
}

/** What changed of customers since the catalogue was read, in one statement; null: the name stays. */
export async function renameEntries(
  trx: Trx,
  tenant: string,
  target: Target,
  kind: CatalogueKind,
  changes: readonly { externalId: string; name: string | null; active: boolean }[],
): Promise<void> {
  if (changes.length === 0) return
  const given = changes.map((each) => ({
    ...each,
    nameKey: each.name === null ? null : nameKey(each.name),
  }))
  await trx.raw(
    `update accounting_sync_catalogue c set name = coalesce(g.name, c.name),
       name_key = coalesce(g."nameKey", c.name_key), active = g.active
     from jsonb_to_recordset(cast(:given as jsonb)) as g ("externalId" text, name text, "nameKey" text, active boolean)
     where c.tenant = :tenant and c.adapter_type = :adapterType and c.target_realm = :realm and c.kind = :kind
       and c.external_id = g."externalId"
       and (c.name, c.active) is distinct from (coalesce(g.name, c.name), g.active)`,
    { tenant, adapterType: target.adapterType, realm: target.realm, kind, given: jsonText(given) },
  )
}
