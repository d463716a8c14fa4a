/** One thing to be done in the accounting system. */
export const OPERATION_KINDS = [
  'export_invoice',
  'export_credit_memo',
  'apply_credit',
  'record_payment',
  'void_invoice',
] as const
export type OperationKind = (typeof OPERATION_KINDS)[number]

export type OperationState = 'pending' | 'in_progress' | 'done' | 'failed' | 'skipped'

/**
 * Every legal move of an operation, and why it happens. A move that is not in this table is a defect,
 * and the statement that makes it names the state it expects.
 */
export const MOVES = {
  /** Taken into a frame by a worker that holds the lease. */
  take: { from: ['pending'], to: 'in_progress' },
  /** The service agreed, or had agreed before. */
  settle: { from: ['in_progress'], to: 'done' },
  /** Refused, throttled or unknown: tried again later. */
  putBack: { from: ['in_progress'], to: 'pending' },
  /** Refused for good, or too often: a person is needed. */
  fail: { from: ['in_progress', 'pending'], to: 'failed' },
  /** A person decided, or its cause is gone. */
  skip: { from: ['pending', 'failed'], to: 'skipped' },
  /** A person repaired what was wrong. */
  retry: { from: ['failed', 'skipped'], to: 'pending' },
} as const satisfies Record<string, { from: readonly OperationState[]; to: OperationState }>

export type Move = keyof typeof MOVES

export const isLegal = (from: OperationState, move: Move): boolean =>
  (MOVES[move].from as readonly OperationState[]).includes(from)

/** Documents before what settles them, oldest first: a credit cannot be applied to what is not there. */
const ORDER: Record<OperationKind, number> = {
  export_invoice: 1,
  export_credit_memo: 2,
  record_payment: 3,
  apply_credit: 4,
  void_invoice: 5,
}

export const rankOf = (kind: OperationKind): number => ORDER[kind]

/** Why an operation is not being tried right now; shown to people as a sentence. */
export type WaitReason =
  | 'paused'
  | 'excluded'
  | 'not_connected'
  | 'unmapped'
  | 'closed_period'
  | 'waits_for_document'
  | 'backing_off'
  | 'service_down'
  | 'throttled'
