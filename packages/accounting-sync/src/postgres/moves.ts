import type { ErrorCode } from '../core/errors.ts'
import { MOVES, type Move, type OperationState, type WaitReason } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import { LEASE_HELD } from './lease.ts'
import type { Lease } from './place.ts'

/** What becomes of one operation that a worker holds or was about to take. */
export type OperationMove = { operationId: string; trace?: string | null } & (
  | { move: 'settle' }
  | {
      move: 'putBack'
      attempts: number
      nextAttemptAt: Date | null
      reason: WaitReason
      waitsFor?: readonly string[]
      code: ErrorCode | null
      detail: string | null
      /** The next one is another write, not the same again: under a new request id. */
      anew?: boolean
    }
  | { move: 'fail'; attempts?: number; code: ErrorCode; detail: string | null; amountMinor?: number }
  /** Nobody knows what came of it: it stays where it is, and its frame is sent again. */
  | {
      move: 'stay'
      nextAttemptAt: Date | null
      reason: WaitReason
      code: ErrorCode | null
      detail: string | null
    }
)

export interface Moved {
  operationId: string
  status: OperationState
  entityType: string
  entityId: string
  /** It is to be void there: what waits for that has to hear what became of this. */
  isToBeVoid: boolean
}

/** From where to where, by the table of legal moves alone. */
const roadOf = (move: Move | 'stay'): { from: readonly OperationState[]; to: OperationState } =>
  move === 'stay' ? { from: ['in_progress'], to: 'in_progress' } : MOVES[move]

/**
 * Makes all the moves in one statement, in the name of the holder of the lease. An operation that was not
 * where its move begins does not move, and is missing in the answer. `frameId` null: out of the queue,
 * before anything was sent.
 */
export async function moveOperations(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string | null,
  moves: readonly OperationMove[],
  at: Date,
): Promise<Moved[]> {
  if (moves.length === 0) return []
  const given = moves.map((each) => ({ ...each, ...roadOf(each.move) }))
  const { rows } = await trx.raw(MOVE, { tenant, ...lease, frameId, at, moves: jsonText(given) })
  return rows
}

/** It is over there as it was when it was frozen, and changed here since: it goes again, as it is now. */
const CHANGED_SINCE = `(v.move = 'settle' and jsonb_exists(o.payload, 'changes'))`

const MOVE = `
  update accounting_sync_operations o set
    status = case when ${CHANGED_SINCE} then 'pending' else v."to" end,
    attempts = coalesce(v.attempts, o.attempts),
    generation = o.generation + case when v.anew or ${CHANGED_SINCE} then 1 else 0 end,
    next_attempt_at = case when ${CHANGED_SINCE} then cast(:at as timestamptz) else v."nextAttemptAt" end,
    wait_reason = v.reason,
    waits_for = v."waitsFor",
    error_code = v.code,
    last_error = v.detail,
    trace = coalesce(v.trace, o.trace),
    -- Taken back too late: it left.
    skip_reason = null,
    skipped_by = null,
    frame_id = case when v."to" = 'pending' or ${CHANGED_SINCE} then null else o.frame_id end,
    frame_position = case when v."to" = 'pending' or ${CHANGED_SINCE} then null else o.frame_position end,
    processed_at = case when v."to" in ('done', 'failed') and not ${CHANGED_SINCE} then cast(:at as timestamptz) end,
    lease_epoch = :epoch,
    updated_at = :at
  from jsonb_to_recordset(cast(:moves as jsonb)) as v ("operationId" uuid, move text, "from" text[], "to" text,
    attempts int, anew boolean, "nextAttemptAt" timestamptz, reason text, "waitsFor" text[], code text,
    detail text, trace text)
  where o.tenant = :tenant and o.op_id = v."operationId" and o.status = any (v."from")
    and o.frame_id is not distinct from cast(:frameId as uuid) and ${LEASE_HELD}
  returning o.op_id as "operationId", o.status, o.alga_entity_type as "entityType",
    o.alga_entity_id as "entityId", exists (select from accounting_sync_operations x
      where x.tenant = :tenant and x.adapter_type = o.adapter_type and x.target_realm = o.target_realm
        and x.operation = 'void_invoice' and x.alga_entity_type = o.alga_entity_type
        and x.alga_entity_id = o.alga_entity_id and x.op_id <> o.op_id
        and x.status in ('pending', 'in_progress', 'failed')) as "isToBeVoid"`

/** Refused before anything was sent, such as a document that cannot be written at all: to a person. */
export async function refuse(
  trx: Trx,
  tenant: string,
  lease: Lease,
  refusals: readonly { operationId: string; attempts?: number; code: ErrorCode; detail: string | null }[],
  at: Date,
): Promise<Moved[]> {
  return await moveOperations(
    trx,
    tenant,
    lease,
    null,
    refusals.map((each) => ({ move: 'fail', ...each })),
    at,
  )
}
