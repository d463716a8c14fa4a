import type { Change } from '../../changes.ts'
import type { TaskDraft } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import type { StoredProblem } from '../../postgres/observations.ts'
import { twinCause } from '../outbound/causes.ts'
import { digest } from '../outbound/request-id.ts'
import type { Effects } from './effects.ts'
import { refOf, type Incoming } from './incoming.ts'
import { observationKey } from './tasks.ts'

/** What keeps something from being applied, with the task that asks for it. */
export interface Kept {
  problems: readonly StoredProblem[]
  money: TaskDraft['money']
  task: TaskDraft
}

/** `kept`: a person is asked, for the first time or about something else than before. */
export type Observed = 'nothing' | 'kept' | 'as_before' | 'settled'

/**
 * Keeps what cannot be applied and asks a person, once: the same problems again are not told again, and one
 * that is gone takes its task with it.
 */
export function observe(
  connection: Connection,
  effects: Effects,
  incoming: Incoming,
  kept: Kept | null,
): Observed {
  const { known } = incoming
  const ref = refOf(incoming)
  const still = new Set(twinsIn(kept?.problems))
  effects.release.push(
    ...twinsIn(known?.problems)
      .filter((each) => !still.has(each))
      .map(twinCause),
  )
  if (kept === null) {
    if (known === null) return 'nothing'
    effects.drop.push(ref)
    effects.close.push(observationKey(connection, ref))
    return 'settled'
  }
  const change: Change | null = incoming.kind === 'change' ? incoming.change : null
  const fingerprint = digest(plain(kept.problems))
  const isTold = known?.fingerprint === fingerprint
  if (isTold && saysTheSame(known?.change ?? null, change)) return 'as_before'
  effects.keep.push({
    ...ref,
    change,
    raw: incoming.kind === 'unreadable' ? incoming.unreadable.raw : null,
    problems: kept.problems,
    fingerprint,
    amountMinor: kept.money?.amountMinor ?? null,
    currency: kept.money?.currency ?? null,
    decision: decisionAfter(incoming, isTold),
  })
  if (isTold) return 'as_before'
  effects.counts.exceptions += 1
  effects.raise.push(kept.task)
  return 'kept'
}

/** Payments of ours that wait for a person to say whether this is the same one. */
const twinsIn = (problems: readonly StoredProblem[] = []): string[] =>
  problems.flatMap((each) => (each.reason === 'twin' ? (each.receiptId ?? []) : []))

/** That something was left holds for these very problems; that it is no twin holds for good. */
function decisionAfter({ known }: Incoming, isTold: boolean) {
  const decision = known?.decision ?? null
  return isTold || decision?.kind === 'not_a_twin' ? decision : null
}

/** What was found missing has no moment; told by a poll as well, it is not news. */
function saysTheSame(before: Change | null, now: Change | null): boolean {
  const isUndated = before?.changedAt === null || now?.changedAt === null
  const timeless = (change: Change | null) => plain(change === null ? null : { ...change, changedAt: null })
  return isUndated ? timeless(before) === timeless(now) : plain(before) === plain(now)
}

/** The same text for the same content, in whatever order a database gives its keys. */
export const plain = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
