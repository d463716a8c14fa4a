import type { Intent } from '../adapter.ts'
import type { DocumentChange } from '../changes.ts'
import type { LinkStatus } from './badge.ts'
import { differences, endedThere, type Difference } from './settle.ts'

/** What the ledger knows of a document over there. */
export interface Agreed {
  status: LinkStatus
  /** What was meant; null of one that was linked as it stood. */
  snapshot: Intent | null
  differences: readonly Difference[] | null
}

export interface Judgement {
  status: LinkStatus
  differences: readonly Difference[] | null
  /** The customer it stands under since that one was merged into another: no change of the document. */
  movedTo: string | null
}

/**
 * Whether a document over there is still what was meant; null when there is nothing new about it. Its balance
 * is no matter here, and neither is that somebody touched it.
 */
export function judgeDocument(
  agreed: Agreed,
  change: DocumentChange,
  goneCustomers: ReadonlySet<string>,
): Judgement | null {
  // Cancelled by us: that it is void or gone is what was meant.
  if (agreed.status === 'voided') return null
  const found = change.state === 'standing' ? change.document : null
  if (found !== null && agreed.snapshot === null) return null
  const all =
    found === null
      ? [endedThere(change.state === 'gone' ? 'deleted' : 'voided')]
      : differences(agreed.snapshot as Intent, found)
  const isMoved = agreed.snapshot !== null && goneCustomers.has(agreed.snapshot.customerId)
  const unlike = all.filter((each) => !(isMoved && each.field === 'customer'))
  const movedTo = isMoved && found !== null && unlike.length < all.length ? found.customerId : null
  const status = unlike.length > 0 ? 'drift' : agreed.snapshot === null ? agreed.status : 'verified'
  const told = unlike.length > 0 ? unlike : null
  if (status === agreed.status && isSame(told, agreed.differences) && movedTo === null) return null
  return { status, differences: told, movedTo }
}

/** Read from the database their fields come in another order. */
function isSame(a: readonly Difference[] | null, b: readonly Difference[] | null): boolean {
  const text = (all: readonly Difference[] | null) =>
    (all ?? []).map(({ field, here, there }) => JSON.stringify([field, here, there])).join()
  return text(a) === text(b)
}

/** What is there less what is here, in the document's minor units; zero where it is not about money. */
export function apartMinor(unlike: readonly Difference[], meantMinor: number): number {
  if (unlike.some((each) => each.field === 'standing')) return 0 - meantMinor
  const total = unlike.find((each) => each.field === 'total')
  return total === undefined ? 0 : Number(total.there) - Number(total.here)
}

/** Of a payment: how much less of it is applied there than was meant, though it is worth the same. */
export function appliedApartMinor(unlike: readonly Difference[]): number {
  const lines = unlike.find((each) => each.field === 'lines')
  // An amount, or what it settles and the amount.
  const sum = (amounts = '') => amounts.split(' ').reduce((all, each) => all + minorIn(each), 0)
  return sum(lines?.there) - sum(lines?.here)
}

const minorIn = (line: string): number => Number(line.split(':').at(-1))
