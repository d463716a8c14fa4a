import type { DocumentChange } from '../changes.ts'

/** A document over there as it was last looked at: what moves without being a difference. */
export interface Seen {
  /** Null: it was not told. */
  balanceMinor: number | null
  /** Of which that is what is left; not told by what was noted long ago. */
  totalMinor?: number | null
  state: DocumentChange['state']
  at: string
}

/** Nothing is owed on what is void or gone. */
export const NOTHING_OWED = { balanceMinor: 0, totalMinor: 0 }

export const seenOf = ({ state, document }: DocumentChange, at: string): Seen => ({
  ...(state === 'standing'
    ? { balanceMinor: document?.balanceMinor ?? null, totalMinor: document?.totalMinor ?? null }
    : NOTHING_OWED),
  state,
  at,
})

/** The clock alone is no news. */
export const isAsSeen = (known: Seen | undefined, seen: Seen): boolean =>
  known !== undefined && known.balanceMinor === seen.balanceMinor && known.state === seen.state
