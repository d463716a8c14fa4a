import { MOVES, type OperationKind } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { letGoBehind } from './due.ts'
import { plainText } from './json.ts'

/**
 * Tried again from the start, because something was mended: another write, under a request id of its own.
 * Answers those that moved: not one of which another is open, and of several for the same thing only the
 * newest.
 */
export async function retry(
  trx: Trx,
  tenant: string,
  operationIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const { rows }: { rows: { operationId: string }[] } = await trx.raw(RETRY, {
    tenant,
    ids: [...operationIds],
    from: [...MOVES.retry.from],
    to: MOVES.retry.to,
    at,
  })
  return rows.map((row) => row.operationId)
}

const RETRY = `
  with wanted as (
    select distinct on (adapter_type, target_realm, operation, alga_entity_type, alga_entity_id) op_id
    from accounting_sync_operations
    where tenant = :tenant and op_id = any (cast(:ids as uuid[])) and status = any (cast(:from as text[]))
    order by adapter_type, target_realm, operation, alga_entity_type, alga_entity_id, created_at desc, op_id
  )
  update accounting_sync_operations o set status = :to, attempts = 0, generation = o.generation + 1,
    next_attempt_at = :at, wait_reason = null, waits_for = null, error_code = null, last_error = null, trace = null, frame_id = null, frame_position = null,
    skip_reason = null, skipped_by = null, processed_at = null, updated_at = :at
  from wanted w
  where o.tenant = :tenant and o.op_id = w.op_id and o.status = any (cast(:from as text[]))
    and not exists (select from accounting_sync_operations x
      where x.tenant = :tenant and x.adapter_type = o.adapter_type and x.target_realm = o.target_realm
        and x.operation = o.operation and x.alga_entity_type = o.alga_entity_type
        and x.alga_entity_id = o.alga_entity_id and x.status in ('pending', 'in_progress', 'failed')
        and x.op_id <> o.op_id)
  returning o.op_id as "operationId"`

/** Why, and who decided; nobody when its cause is gone by itself. */
export interface Skip {
  reason: string
  by: string | null
  at: Date
}

/** Answers those that moved: one that is on its way is not called back. */
export async function skip(
  trx: Trx,
  tenant: string,
  operationIds: readonly string[],
  { reason, by, at }: Skip,
): Promise<string[]> {
  const { rows }: { rows: { operationId: string }[] } = await trx.raw(
    skipping('o.op_id = any (cast(:ids as uuid[]))'),
    {
      tenant,
      ids: [...operationIds],
      reason: plainText(reason),
      by,
      at,
      from: [...MOVES.skip.from],
      to: MOVES.skip.to,
    },
  )
  return rows.map((row) => row.operationId)
}

/**
 * Takes back what is still queued for these things, in every company, such as the export of an invoice that
 * was voided. Answers what is on its way and can not be taken back any more.
 */
export async function cancelQueued(
  trx: Trx,
  tenant: string,
  things: { entityType: string; entityIds: readonly string[]; kinds: readonly OperationKind[] },
  { reason, by, at }: Skip,
): Promise<{ cancelled: string[]; onTheirWay: string[] }> {
  const which = {
    tenant,
    entityType: things.entityType,
    entityIds: [...things.entityIds],
    kinds: [...things.kinds],
  }
  const { rows: cancelled }: { rows: { operationId: string }[] } = await trx.raw(skipping(THESE_THINGS), {
    ...which,
    reason: plainText(reason),
    by,
    at,
    from: [...MOVES.skip.from],
    to: MOVES.skip.to,
  })
  const { rows: moving }: { rows: { operationId: string }[] } = await trx.raw(
    `select o.op_id as "operationId" from accounting_sync_operations o
     where o.tenant = :tenant and o.status = 'in_progress' and ${THESE_THINGS} order by o.op_id`,
    which,
  )
  return {
    cancelled: cancelled.map((row) => row.operationId),
    onTheirWay: moving.map((row) => row.operationId),
  }
}

const THESE_THINGS = `o.alga_entity_type = :entityType and o.alga_entity_id = any (cast(:entityIds as uuid[]))
  and o.operation = any (cast(:kinds as text[]))`

/** What waited for one of these need not wait for it any longer. */
const skipping = (which: string) => `
  with skipped as (
    update accounting_sync_operations o set status = :to, skip_reason = :reason, skipped_by = :by,
      wait_reason = null, waits_for = null, next_attempt_at = null, processed_at = :at, updated_at = :at
    where o.tenant = :tenant and o.status = any (cast(:from as text[])) and ${which}
    returning o.op_id, o.alga_entity_id
  ), ${letGoBehind('skipped')}
  select op_id as "operationId" from skipped order by op_id`

/**
 * Which of these are over there, or on their way: posted documents stay posted. Whoever asks may rely on
 * the answer within its transaction only if it holds the documents' rows.
 */
export async function exportedAmong(
  trx: Trx,
  tenant: string,
  entityType: string,
  entityIds: readonly string[],
): Promise<string[]> {
  const { rows }: { rows: { id: string }[] } = await trx.raw(
    `select w.id from unnest(cast(:ids as uuid[]), cast(:texts as text[])) as w (id, text_id)
     where exists (select from tenant_external_entity_mappings m where m.tenant = :tenant
         and m.alga_entity_type = :entityType and m.alga_entity_id = w.text_id)
       or exists (select from accounting_sync_operations o where o.tenant = :tenant
         and o.alga_entity_type = :entityType and o.alga_entity_id = w.id and o.status = 'in_progress')
     order by w.id`,
    { tenant, entityType, ids: [...entityIds], texts: [...entityIds] },
  )
  return rows.map((row) => row.id)
}
