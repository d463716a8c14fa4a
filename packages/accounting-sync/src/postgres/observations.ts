import type { Change } from '../changes.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import type { ExternalRef } from './links.ts'
import type { Target } from './place.ts'

/** Something over there that is not, or not wholly, applied here. Instants are ISO text. */
export interface Observation extends ExternalRef {
  change: Change | null
  raw: unknown
  problems: readonly StoredProblem[]
  fingerprint: string
  amountMinor: number | null
  currency: string | null
  decision: Decision | null
  firstSeenAt: string
}

export interface StoredProblem {
  reason: string
  amountMinor: number
  documentId: string | null
  externalId: string | null
  receiptId?: string
  detail?: string
}

/** `left`: it stays as it is. `not_a_twin`: it is another payment than the one keyed here. */
export interface Decision {
  kind: 'left' | 'not_a_twin'
  by: string
  at: string
  reason: string
}

export type ObservationDraft = Omit<Observation, 'firstSeenAt'>

const OBSERVATION = `external_kind as "externalKind", external_id as "externalId", change, raw, problems,
  fingerprint, amount_minor as "amountMinor", currency, decision, first_seen_at as "firstSeenAt"`

const COMPANY = 'tenant = :tenant and adapter_type = :adapterType and target_realm = :realm'

/** All of a company, the oldest first. */
export async function waitingObservations(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
): Promise<Observation[]> {
  const { rows } = await trx.raw(
    `select ${OBSERVATION} from accounting_sync_observations where ${COMPANY}
     order by first_seen_at, external_kind, external_id`,
    { tenant, adapterType, realm },
  )
  return rows
}

/** Null when it is settled by now. */
export async function readObservation(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  { externalKind, externalId }: ExternalRef,
): Promise<Observation | null> {
  const { rows } = await trx.raw(
    `select ${OBSERVATION} from accounting_sync_observations
     where ${COMPANY} and external_kind = :externalKind and external_id = :externalId`,
    { tenant, adapterType, realm, externalKind, externalId },
  )
  return rows[0] ?? null
}

/** Held until the transaction ends; null when it is settled by now. */
export async function lockObservation(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  { externalKind, externalId }: ExternalRef,
): Promise<Observation | null> {
  const { rows } = await trx.raw(
    `select ${OBSERVATION} from accounting_sync_observations
     where ${COMPANY} and external_kind = :externalKind and external_id = :externalId for update`,
    { tenant, adapterType, realm, externalKind, externalId },
  )
  return rows[0] ?? null
}

/** Writes a whole set in one statement; what was known before keeps the day it was first seen on. */
export async function keepObservations(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  drafts: readonly ObservationDraft[],
  at: Date,
): Promise<void> {
  if (drafts.length === 0) return
  await trx.raw(KEEP, { tenant, adapterType, realm, at, drafts: jsonText(drafts) })
}

const KEEP = `
  insert into accounting_sync_observations as o (tenant, adapter_type, target_realm, external_kind, external_id,
    change, raw, problems, fingerprint, amount_minor, currency, decision, first_seen_at, updated_at)
  select :tenant, :adapterType, :realm, d."externalKind", d."externalId", d.change, d.raw, d.problems,
    d.fingerprint, d."amountMinor", d.currency, d.decision, :at, :at
  from jsonb_to_recordset(cast(:drafts as jsonb)) as d ("externalKind" text, "externalId" text, change jsonb,
    raw jsonb, problems jsonb, fingerprint text, "amountMinor" bigint, currency text, decision jsonb)
  order by d."externalKind", d."externalId"
  on conflict (tenant, adapter_type, target_realm, external_kind, external_id) do update set
    change = excluded.change, raw = excluded.raw, problems = excluded.problems,
    fingerprint = excluded.fingerprint, amount_minor = excluded.amount_minor, currency = excluded.currency,
    decision = excluded.decision, updated_at = excluded.updated_at`

/** They are settled. Answers those that were there. */
export async function dropObservations(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  settled: readonly ExternalRef[],
): Promise<ExternalRef[]> {
  if (settled.length === 0) return []
  const { rows } = await trx.raw(
    `delete from accounting_sync_observations o
     using unnest(cast(:kinds as text[]), cast(:ids as text[])) as w (kind, id)
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.external_kind = w.kind and o.external_id = w.id
     returning o.external_kind as "externalKind", o.external_id as "externalId"`,
    {
      tenant,
      adapterType,
      realm,
      kinds: settled.map((each) => each.externalKind),
      ids: settled.map((each) => each.externalId),
    },
  )
  return rows
}

/** A person decided about it; the problems are as they were. */
export async function decideObservation(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  { externalKind, externalId }: ExternalRef,
  decision: Decision,
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_observations set decision = cast(:decision as jsonb), updated_at = :at
     where ${COMPANY} and external_kind = :externalKind and external_id = :externalId`,
    {
      tenant,
      adapterType,
      realm,
      externalKind,
      externalId,
      decision: jsonText(decision),
      at: decision.at,
    },
  )
  return rowCount === 1
}

/** Of a receipt of ours an equal payment was found over there, and nobody has said that it is another. */
export interface TwinClaim {
  receiptId: string
  externalId: string
}

/** Of each receipt the one that was found first comes first. */
export async function twinClaims(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
): Promise<TwinClaim[]> {
  const { rows } = await trx.raw(
    `select p ->> 'receiptId' as "receiptId", o.external_id as "externalId"
     from accounting_sync_observations o cross join jsonb_array_elements(o.problems) p
     where o.${COMPANY} and o.external_kind = 'payment' and p ->> 'reason' = 'twin'
       and coalesce(o.decision ->> 'kind', '') <> 'not_a_twin'
     order by 1, o.first_seen_at, o.external_id`,
    { tenant, adapterType, realm },
  )
  return rows
}
