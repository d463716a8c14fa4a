import type { ErrorCode } from '../core/errors.ts'
import type { WaitReason } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import { LEASE_HELD, NOTHING_DECIDED_SINCE } from './lease.ts'
import { OPERATION, type StoredOperation } from './operation.ts'
import type { Lease, Target } from './place.ts'

/**
 * The next that may be tried, in the order of going out: what somebody waits for before all others. Reading takes nothing: `freeze` does, and leaves
 * out what a person skipped or held in between.
 */
export async function claimDue(
  trx: Trx,
  tenant: string,
  target: Target,
  { now, limit }: { now: Date; limit: number },
): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.status = 'pending' and o.next_attempt_at <= :now
     order by o.urgent desc, o.rank, o.issue_date, o.document_number, o.op_id
     limit :limit`,
    { tenant, adapterType: target.adapterType, realm: target.realm, now, limit },
  )
  return rows
}

/** Why an operation waits. `until` null: for an event, which `release` announces. */
export interface Hold {
  operationId: string
  reason: WaitReason
  /** Keys of what has to be mended, such as `client:<id>`. */
  waitsFor?: readonly string[]
  until: Date | null
  code?: ErrorCode | null
  detail?: string | null
  /** How often it was told to have changed when this was decided. */
  changes?: number
}

/**
 * Pending operations wait, each with its reason; one statement for all. No attempt is burnt. `seen` is the
 * version of the connection by which this was decided: what a person resumed, linked or took back in since set
 * free what waited then, so that nothing may begin to wait for it now. It stays due and is judged again, and so
 * does one that was told to have changed since.
 */
export async function hold(
  trx: Trx,
  tenant: string,
  lease: Lease,
  holds: readonly Hold[],
  at: Date,
  seen?: number,
): Promise<string[]> {
  if (holds.length === 0) return []
  const { rows }: { rows: { operationId: string }[] } = await trx.raw(holding(seen !== undefined), {
    tenant,
    ...lease,
    at,
    seen,
    holds: jsonText(holds),
  })
  return rows.map((row) => row.operationId)
}

const holding = (isSeen: boolean) => `
  update accounting_sync_operations o set wait_reason = h.reason, waits_for = h."waitsFor",
    next_attempt_at = h.until, error_code = h.code, last_error = h.detail, updated_at = :at
  from jsonb_to_recordset(cast(:holds as jsonb)) as h ("operationId" uuid, reason text, "waitsFor" text[],
    until timestamptz, code text, detail text, changes int)
  where o.tenant = :tenant and o.op_id = h."operationId" and o.status = 'pending' and ${LEASE_HELD}
    and coalesce(cast(o.payload ->> 'changes' as int), 0) = coalesce(h.changes, 0)
    ${isSeen ? `and ${NOTHING_DECIDED_SINCE}` : ''}
  returning o.op_id as "operationId"`

/** What is set free: everything that waits for a reason, or only what waits for one of these keys. */
export interface Release {
  reason: WaitReason
  waitsFor?: readonly string[]
  at: Date
}

/** The event has come: due at once. What else they wait for they still do. Answers how many. */
export async function release(
  trx: Trx,
  tenant: string,
  target: Target,
  { reason, waitsFor, at }: Release,
): Promise<number> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_operations o set next_attempt_at = :at, error_code = null, last_error = null,
       updated_at = :at,
       ${waitsFor === undefined ? 'wait_reason = null, waits_for = null' : `waits_for = ${LEFT}, wait_reason = case when ${LEFT} is not null then o.wait_reason end`}
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.status = 'pending' and o.wait_reason = :reason
       ${waitsFor === undefined ? '' : 'and o.waits_for && cast(:waitsFor as text[])'}`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      reason,
      waitsFor: [...(waitsFor ?? [])],
      at,
    },
  )
  return rowCount
}

/** Of what it waits for all but this; null: nothing. */
const LEFT = `nullif(array(select c from unnest(o.waits_for) as c where c <> all (cast(:waitsFor as text[]))), '{}')`

/**
 * Part of a statement that keeps documents from going out: the payments that waited for one of them are due, and
 * judged by what is there without it. `gone`: the operations that go no more.
 */
export const letGoBehind = (gone: string) => `
  let_go as (
    update accounting_sync_operations w set wait_reason = null, waits_for = null, next_attempt_at = :at,
      updated_at = :at
    where w.tenant = :tenant and w.status = 'pending' and w.wait_reason = 'waits_for_document'
      and w.waits_for && array(select 'document:' || g.alga_entity_id from ${gone} g)
      and w.op_id not in (select g.op_id from ${gone} g)
    returning 1
  )`

/**
 * Somebody waits for these: their pauses end, and they go before all others. What waits for an event goes on
 * waiting for it.
 */
export async function hasten(
  trx: Trx,
  tenant: string,
  target: Target,
  { entityIds, at }: { entityIds: readonly string[]; at: Date },
): Promise<number> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_operations set urgent = true, next_attempt_at = least(next_attempt_at, :at),
       updated_at = :at
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and status = 'pending'
       and next_attempt_at is not null and (next_attempt_at > :at or not urgent)
       and alga_entity_id = any (cast(:entityIds as uuid[]))`,
    { tenant, adapterType: target.adapterType, realm: target.realm, entityIds: [...entityIds], at },
  )
  return rowCount
}

/** What each gap holds up: how many operations, and how much money in each currency. */
export interface HeldUp {
  cause: string
  reason: WaitReason
  operations: number
  money: { currency: string; amountMinor: number }[]
}

export async function heldUp(trx: Trx, tenant: string, target: Target): Promise<HeldUp[]> {
  const { rows } = await trx.raw(HELD_UP, { tenant, adapterType: target.adapterType, realm: target.realm })
  return rows
}

const HELD_UP = `
  with held as (
    select cause, o.wait_reason as reason, o.currency, count(*) as operations,
      coalesce(sum(o.amount_minor), 0)::bigint as minor
    from accounting_sync_operations o cross join unnest(o.waits_for) as cause
    where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
      and o.status = 'pending' and o.wait_reason is not null
    group by cause, o.wait_reason, o.currency
  )
  select cause, reason, sum(operations)::int as operations,
    coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', minor) order by currency)
      filter (where currency is not null), '[]') as money
  from held group by cause, reason order by cause, reason`
