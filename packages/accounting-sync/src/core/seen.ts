import type { DocumentChange } from '../changes.ts'

/** A document over there as it was last looked at: what moves without being a difference. */
export interface Seen {
  /** Null: it was not told. */
  balanceMinor: number | null
  state: DocumentChange['state']
  at: string
}

/** Nothing is owed on what is void or gone. */
export const seenOf = ({ state, document }: DocumentChange, at: string): Seen => ({
  balanceMinor: state === 'standing' ? (document?.balanceMinor ?? null) : 0,
  state,
  at,
})

/** The clock alone is no news. */
export const isAsSeen = (known: Seen | undefined, seen: Seen): boolean =>
  known !== undefined && known.balanceMinor === seen.balanceMinor && known.state === seen.state
