import type { Seen } from './seen.ts'
import type { Difference } from './settle.ts'

/** What is known of a document over there that somebody is about to cancel here. */
export interface StandsThere {
  kind: 'invoice' | 'credit_memo'
  /** Null: nobody looked yet, and it is as it was written. */
  seen: Seen | null
  sentAt: string | null
  differences: readonly Difference[] | null
  /** What was meant when it was written; null of one that was linked as it stood. */
  meantMinor: number | null
  /** What settles it there and is known here: it is taken off before the void. */
  knownMinor: number
  /** Nobody can look there: a file is not asked, and a company that was let go does not answer. */
  cannotBeAsked: boolean
}

/** Why it cannot be voided, in a word that screens translate, and the amount that this is about. */
export interface VoidRefusal {
  why: 'not_looked_at' | 'paid_there' | 'spent_there'
  amountMinor: number
}

/** So long a look at the other side counts: the time that a person needs for a reason. */
export const LOOK_COUNTS_MINUTES = 10

/** Both sides are looked at before a document is cancelled: a void there takes off whatever settles it. */
export function refusalToVoid(there: StandsThere, now: Date): VoidRefusal | null {
  if (isVoidThere(there.differences) || there.cannotBeAsked) return null
  if (!isLookedAt(there, now)) return { why: 'not_looked_at', amountMinor: 0 }
  const amountMinor = unknownMinor(there)
  if (amountMinor <= 0) return null
  return { why: there.kind === 'invoice' ? 'paid_there' : 'spent_there', amountMinor }
}

/** It was voided or deleted there, and a person has not answered that yet. */
export const isVoidThere = (differences: readonly Difference[] | null): boolean =>
  differences?.some((each) => each.field === 'standing') ?? false

function isLookedAt({ seen, sentAt }: StandsThere, now: Date): boolean {
  const looks = [seen?.at, sentAt].flatMap((each) => (each ? [Date.parse(each)] : []))
  return Math.max(0, ...looks) >= now.getTime() - LOOK_COUNTS_MINUTES * 60_000
}

/** What settles it there and nobody here knows of. */
export const unknownMinor = (there: StandsThere): number => appliedMinor(there) - there.knownMinor

/** What settles it there, as last seen. */
export function appliedMinor({ seen, sentAt, differences, meantMinor }: StandsThere): number {
  // What was written since was answered with what is left, and that was told where it was less than all.
  if (seen === null || (sentAt !== null && Date.parse(sentAt) > Date.parse(seen.at))) return 0
  const told = differences?.find((each) => each.field === 'total')?.there
  const total = seen.totalMinor ?? (told === undefined ? meantMinor : Number(told))
  return total === null || seen.balanceMinor === null ? 0 : total - seen.balanceMinor
}
