import type { ErrorCode } from '../core/errors.ts'
import type { OperationKind, OperationState, WaitReason } from '../core/operation.ts'
import type { Target } from './place.ts'

/** An operation as it is stored. Instants are ISO text. */
export interface StoredOperation extends Target {
  operationId: string
  kind: OperationKind
  entityType: string
  entityId: string
  issueDate: string
  number: string
  clientId: string | null
  amountMinor: number | null
  currency: string | null
  payload: Record<string, unknown>
  status: OperationState
  /** Somebody waits for it: it goes first, and alone. */
  urgent: boolean
  attempts: number
  generation: number
  nextAttemptAt: string | null
  waitReason: WaitReason | null
  waitsFor: string[] | null
  errorCode: ErrorCode | null
  lastError: string | null
  trace: string | null
  batchId: string | null
  frameId: string | null
  skipReason: string | null
  skippedBy: string | null
  createdAt: string
  updatedAt: string
  processedAt: string | null
}

/** For a table called `o`. */
export const OPERATION = `o.op_id as "operationId", o.adapter_type as "adapterType", o.target_realm as realm,
  o.operation as kind, o.alga_entity_type as "entityType", o.alga_entity_id as "entityId",
  o.issue_date as "issueDate", o.document_number as number, o.client_id as "clientId",
  o.amount_minor as "amountMinor", o.currency, o.payload, o.status, o.urgent, o.attempts, o.generation,
  o.next_attempt_at as "nextAttemptAt", o.wait_reason as "waitReason", o.waits_for as "waitsFor",
  o.error_code as "errorCode", o.last_error as "lastError", o.trace, o.batch_id as "batchId",
  o.frame_id as "frameId", o.skip_reason as "skipReason", o.skipped_by as "skippedBy",
  o.created_at as "createdAt", o.updated_at as "updatedAt", o.processed_at as "processedAt"`
