import type { LinkStatus } from '../core/badge.ts'
import type { EntityRef } from '../core/references.ts'
import type { Difference } from '../core/settle.ts'
import type { Trx } from '../host.ts'
import { writingArrivals, type ArrivalDraft } from './arrivals.ts'
import { TOLD_UP_TO } from './cycles.ts'
import { jsonText, plainText } from './json.ts'
import { LEASE_HELD } from './lease.ts'
import type { Lease, Target } from './place.ts'

/** What of ours is what of theirs. */
export interface LinkDraft {
  mappingId: string
  entityType: string
  entityId: string
  externalKind: string
  externalId: string
  /** The part of their object that is ours; left out: all of it. */
  externalPart?: string
  /** Two services may share an item; two invoices never share a document. */
  exclusive: boolean
  name?: string | null
  number?: string | null
  version?: string | null
  status: LinkStatus
  /** What was meant, in the engine's words. */
  snapshot?: unknown
  differences?: readonly Difference[] | null
  /** Left out: what was there stays, at first nothing. */
  metadata?: Record<string, unknown>
  generation?: number
  sentAt?: Date | null
  verifiedAt?: Date | null
}

export interface Link {
  mappingId: string
  entityType: string
  entityId: string
  externalKind: string
  externalId: string
  externalPart: string
  name: string | null
  number: string | null
  version: string | null
  status: LinkStatus
  snapshot: unknown
  differences: Difference[] | null
  metadata: Record<string, unknown>
  generation: number
  sentAt: string | null
  verifiedAt: string | null
  createdAt: string
  updatedAt: string
}

/** For a table called `m`. */
export const LINK = `m.mapping_id as "mappingId", m.alga_entity_type as "entityType", m.alga_entity_id as "entityId",
  m.external_kind as "externalKind", m.external_id as "externalId", m.external_part as "externalPart",
  m.external_name as name, m.external_number as number, m.external_version as version, m.status, m.snapshot,
  m.differences, m.metadata, m.generation, m.sent_at as "sentAt", m.verified_at as "verifiedAt",
  m.created_at as "createdAt", m.updated_at as "updatedAt"`

/** The links of a whole set, of several types at once, in one statement. */
export async function loadLinks(
  trx: Trx,
  tenant: string,
  target: Target,
  wanted: readonly EntityRef[],
): Promise<Link[]> {
  if (wanted.length === 0) return []
  const { rows } = await trx.raw(
    `select ${LINK} from unnest(cast(:types as text[]), cast(:ids as text[])) as w (entity_type, entity_id)
     join tenant_external_entity_mappings m on m.tenant = :tenant and m.adapter_type = :adapterType
       and m.target_realm = :realm and m.alga_entity_type = w.entity_type and m.alga_entity_id = w.entity_id
     order by m.alga_entity_type, m.alga_entity_id`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      types: wanted.map((each) => each.entityType),
      ids: wanted.map((each) => each.entityId),
    },
  )
  return rows
}

/** One link, held until the transaction ends. */
export async function lockLink(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  { entityType, entityId }: EntityRef,
): Promise<Link | null> {
  const { rows } = await trx.raw(
    `select ${LINK} from tenant_external_entity_mappings m
     where m.tenant = :tenant and m.adapter_type = :adapterType and m.target_realm = :realm
       and m.alga_entity_type = :entityType and m.alga_entity_id = :entityId for update`,
    { tenant, adapterType, realm, entityType, entityId },
  )
  return rows[0] ?? null
}

/** Whose these are over there, in one statement: a payment may be several of ours. */
export async function loadLinksOfTheirs(
  trx: Trx,
  tenant: string,
  target: Target,
  theirs: readonly ExternalRef[],
): Promise<Link[]> {
  if (theirs.length === 0) return []
  const { rows } = await trx.raw(
    `select ${LINK} from unnest(cast(:kinds as text[]), cast(:ids as text[])) as w (kind, id)
     join tenant_external_entity_mappings m on m.tenant = :tenant and m.adapter_type = :adapterType
       and m.target_realm = :realm and m.external_kind = w.kind and m.external_id = w.id
     order by m.external_kind, m.external_id, m.external_part, m.alga_entity_type, m.alga_entity_id`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      kinds: theirs.map((each) => each.externalKind),
      ids: theirs.map((each) => plainText(each.externalId)),
    },
  )
  return rows
}

export interface ExternalRef {
  externalKind: string
  externalId: string
}

/** What of a kind over there is linked to anything of ours and stands, by its ids. */
export async function loadExternalIds(
  trx: Trx,
  tenant: string,
  target: Target,
  { externalKind }: { externalKind: string },
): Promise<string[]> {
  const { rows }: { rows: { id: string }[] } = await trx.raw(
    `select distinct m.external_id as id from tenant_external_entity_mappings m
     where m.tenant = :tenant and m.adapter_type = :adapterType and m.target_realm = :realm
       and m.external_kind = :externalKind and m.status <> 'voided'
     order by id`,
    { tenant, adapterType: target.adapterType, realm: target.realm, externalKind },
  )
  return rows.map((row) => row.id)
}

/** Everything of these types: items, tax codes and terms are few and needed whole. */
export async function loadLinksOfTypes(
  trx: Trx,
  tenant: string,
  target: Target,
  types: readonly string[],
): Promise<Link[]> {
  const { rows } = await trx.raw(
    `select ${LINK} from tenant_external_entity_mappings m
     where m.tenant = :tenant and m.adapter_type = :adapterType and m.target_realm = :realm
       and m.alga_entity_type = any (cast(:types as text[]))
     order by m.alga_entity_type, m.alga_entity_id`,
    { tenant, adapterType: target.adapterType, realm: target.realm, types: [...types] },
  )
  return rows
}

/**
 * Writes a whole set in one statement; a link that was there is moved to what is given now. One whose
 * object over there is another's already is not written, and does not fail the others: it is missing in
 * the answer.
 */
export async function writeLinks(
  trx: Trx,
  tenant: string,
  target: Target,
  drafts: readonly LinkDraft[],
  at: Date,
): Promise<EntityRef[]> {
  if (drafts.length === 0) return []
  const { rows } = await trx.raw(writingLinks('true'), {
    tenant,
    adapterType: target.adapterType,
    realm: target.realm,
    at,
    drafts: jsonText(drafts),
  })
  return rows
}

/**
 * The same for the holder of a lease, with what came in and led to them: none is written when the lease is
 * another's.
 */
export async function writeLinksUnderLease(
  trx: Trx,
  tenant: string,
  lease: Lease,
  drafts: readonly LinkDraft[],
  at: Date,
  arrivals: readonly ArrivalDraft[] = [],
): Promise<EntityRef[]> {
  if (drafts.length === 0) return []
  const { rows } = await trx.raw(
    writingLinks(LEASE_HELD, arrivals.length === 0 ? '' : `${writingArrivals(LEASE_HELD)},`),
    { tenant, ...lease, at, drafts: jsonText(drafts), arrivals: jsonText(arrivals) },
  )
  return rows
}

/**
 * What changed there before a client was linked to that customer, and we were told of, was nobody's. A run that links one
 * knows how far it was told itself, and says so.
 */
const SINCE_WHEN = `case when g."entityType" = 'client' then jsonb_build_object('toldUpTo', ${TOLD_UP_TO}) else '{}' end`

const writingLinks = (fence: string, before = '') => `
  with ${before} given as (
    select g.*, coalesce(g."externalPart", '') as part, row_number() over (
      partition by g."externalKind", g."externalId", g."externalPart" order by g."entityType", g."entityId") as claim
    from jsonb_to_recordset(cast(:drafts as jsonb)) as g ("mappingId" uuid, "entityType" text, "entityId" text,
      "externalKind" text, "externalId" text, "externalPart" text, exclusive boolean, name text, number text,
      version text, status text, snapshot jsonb, differences jsonb, metadata jsonb, generation int,
      "sentAt" timestamptz, "verifiedAt" timestamptz)
  )
  insert into tenant_external_entity_mappings as m (tenant, mapping_id, adapter_type, target_realm,
    alga_entity_type, alga_entity_id, external_kind, external_id, external_part, exclusive, external_name,
    external_number, external_version, status, snapshot, differences, metadata, generation, created_at,
    updated_at, sent_at, verified_at)
  select :tenant, g."mappingId", :adapterType, :realm, g."entityType", g."entityId", g."externalKind",
    g."externalId", g.part, g.exclusive, g.name, g.number, g.version, g.status, g.snapshot, g.differences,
    ${SINCE_WHEN} || coalesce(g.metadata, '{}'), coalesce(g.generation, 1), :at, :at, g."sentAt", g."verifiedAt"
  from given g
  where ${fence} and (not g.exclusive or (g.claim = 1 and not exists (
    select from tenant_external_entity_mappings x
    where x.tenant = :tenant and x.adapter_type = :adapterType and x.target_realm = :realm
      and x.external_kind = g."externalKind" and x.external_id = g."externalId" and x.external_part = g.part
      and x.exclusive and (x.alga_entity_type, x.alga_entity_id) <> (g."entityType", g."entityId"))))
  order by g."entityType", g."entityId"
  on conflict (tenant, adapter_type, target_realm, alga_entity_type, alga_entity_id) do update set
    external_kind = excluded.external_kind, external_id = excluded.external_id,
    external_part = excluded.external_part, exclusive = excluded.exclusive,
    external_name = excluded.external_name, external_number = excluded.external_number,
    external_version = excluded.external_version, status = excluded.status, snapshot = excluded.snapshot,
    differences = excluded.differences, metadata = m.metadata || case when m.external_id = excluded.external_id
      then excluded.metadata - 'toldUpTo' else excluded.metadata end,
    generation = excluded.generation, updated_at = excluded.updated_at,
    sent_at = coalesce(excluded.sent_at, m.sent_at), verified_at = excluded.verified_at
  returning m.alga_entity_type as "entityType", m.alga_entity_id as "entityId"`
