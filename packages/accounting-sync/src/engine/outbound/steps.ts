import type { FrozenWrite } from '../../adapter.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { Hold } from '../../postgres/due.ts'
import type { StoredOperation } from '../../postgres/operation.ts'

/** What is decided about one operation. */
export type Step =
  | { kind: 'send'; member: Member }
  | { kind: 'hold'; hold: Hold }
  | { kind: 'refuse'; refusal: Refusal }
  | { kind: 'moot'; moot: Moot }

export interface Member {
  operation: StoredOperation
  write: FrozenWrite
}

/** Cannot be written at all: to a person. */
export interface Refusal {
  operationId: string
  code: ErrorCode
  detail: string
}

/** There is nothing left to do, and why. */
export interface Moot {
  operationId: string
  reason: 'document_gone' | 'already_there' | 'not_concerned'
}

/** `until` left out: for an event. */
export const held = (
  operationId: string,
  reason: Hold['reason'],
  waitsFor?: readonly string[],
  until: Date | null = null,
): Step => ({
  kind: 'hold',
  hold: { operationId, reason, until, ...(waitsFor === undefined ? {} : { waitsFor }) },
})

export const refused = (operationId: string, code: ErrorCode, detail: string): Step => ({
  kind: 'refuse',
  refusal: { operationId, code, detail },
})
