import type { OperationView } from '../../contract/index.ts'
import type { Status } from './transaction-filters.ts'

/** What a person can do about a transaction; `now`: not wait for the next try. */
export const ACTIONS = ['retry', 'now', 'leaveOut'] as const
export type TransactionAction = (typeof ACTIONS)[number]

/** Why something cannot be done, as a key of `accounting.transactions.whyNot`. */
export type WhyNot =
  | 'waitsAlready'
  | 'nothingWaits'
  | 'onItsWay'
  | 'isThere'
  | 'leftOut'
  | 'leftOutAlready'
  | 'voidStays'
  | 'notAllowed'

/** From its state to what may be done: null where nothing stands against it. */
const ALLOWED: Record<Status, Record<TransactionAction, WhyNot | null>> = {
  pending: { retry: 'waitsAlready', now: null, leaveOut: null },
  in_progress: { retry: 'onItsWay', now: 'onItsWay', leaveOut: 'onItsWay' },
  done: { retry: 'isThere', now: 'isThere', leaveOut: 'isThere' },
  failed: { retry: null, now: 'nothingWaits', leaveOut: null },
  skipped: { retry: null, now: 'leftOut', leaveOut: 'leftOutAlready' },
}

export function whyNot(
  action: TransactionAction,
  { kind, status }: { kind: OperationView['kind']; status: Status },
  mayManage: boolean,
): WhyNot | null {
  if (!mayManage) return 'notAllowed'
  const against = ALLOWED[status][action]
  return against === null && action === 'leaveOut' && kind === 'void_invoice' ? 'voidStays' : against
}
