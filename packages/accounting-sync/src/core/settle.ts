import type { Found, Intent } from '../adapter.ts'
import { MOST_ATTEMPTS, ruleOf, type ErrorCode } from './errors.ts'
import { pauseAfter } from './pause.ts'
import type { WaitReason } from './operation.ts'

/** What follows for an operation from what the service said about it. */
export type Verdict =
  | { move: 'settle'; differences: readonly Difference[] }
  | { move: 'putBack'; attempts: number; waitSeconds: number; reason: WaitReason; code: ErrorCode }
  | { move: 'fail'; attempts: number; code: ErrorCode }

export interface Difference {
  /** `standing`: it was voided or deleted there. */
  field: 'total' | 'tax' | 'number' | 'currency' | 'date' | 'customer' | 'lines' | 'standing'
  here: string
  there: string
}

/** An answer with an object in it is compared with what was meant: agreeing to write is not agreeing. */
export function differences(intent: Intent, found: Found): Difference[] {
  const pairs: [Difference['field'], string, string][] = [
    ['total', String(intent.totalMinor), String(found.totalMinor)],
    ['currency', intent.currency, found.currency],
    ['date', intent.issueDate, found.issueDate],
    ['customer', intent.customerId, found.customerId],
    ['lines', ...linesOf(intent, found)],
  ]
  if (found.taxMinor !== null) pairs.push(['tax', String(intent.taxMinor), String(found.taxMinor)])
  // A service that numbers documents itself was told no number of ours.
  if (intent.number !== null) pairs.push(['number', intent.number, found.number ?? ''])
  return pairs.flatMap(([field, here, there]) => (here === there ? [] : [{ field, here, there }]))
}

/** It stands here, and no more over there: that is all that differs. */
export const endedThere = (how: 'voided' | 'deleted'): Difference => ({
  field: 'standing',
  here: 'open',
  there: how,
})

/** Of a payment what each line settles counts as well, in whatever order they stand. */
function linesOf(intent: Intent, found: Found): [string, string] {
  const amounts = (all: { lineNetsMinor: readonly number[] }) => all.lineNetsMinor.join(' ')
  if (intent.settles === undefined || found.settles === undefined) return [amounts(intent), amounts(found)]
  const pairs = ({ settles = [], lineNetsMinor }: Pick<Intent, 'settles' | 'lineNetsMinor'>) =>
    settles
      .map((id, at) => `${id}:${lineNetsMinor[at]}`)
      .toSorted()
      .join(' ')
  const [here, there] = [pairs(intent), pairs(found)]
  if (here === there) return ['', '']
  return amounts(intent) === amounts(found) ? [here, there] : [amounts(intent), amounts(found)]
}

/** A refusal: tried again, left until something is mended, or handed to a person. */
export function refusal(code: ErrorCode, attemptsBefore: number, chance: number): Verdict {
  const rule = ruleOf(code)
  const attempts = attemptsBefore + (rule.burnsAttempt ? 1 : 0)
  if (rule.retry !== 'later' || attempts >= (rule.mostAttempts ?? MOST_ATTEMPTS))
    return { move: 'fail', attempts, code }
  const reason: WaitReason = code === 'throttled' ? 'throttled' : 'backing_off'
  const waitSeconds = rule.pauseSeconds ?? pauseAfter(attempts, chance)
  return { move: 'putBack', attempts, waitSeconds, reason, code }
}
