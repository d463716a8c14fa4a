import type { Link } from '../../postgres/links.ts'

/**
 * Of all that is linked to one payment over there, what knows best what both sides last agreed that it says: an
 * application was written or taken off, or the payment was told of, and each of these left it with its own link.
 */
export function agreedOf(links: readonly Link[]): Link | null {
  const known = links.filter((each) => each.entityType === 'credit_allocation' && each.snapshot !== null)
  const [latest] = known.toSorted(
    (a, b) => versionOf(b) - versionOf(a) || Date.parse(b.updatedAt) - Date.parse(a.updatedAt),
  )
  return latest ?? null
}

/** Where versions are counted, the higher one is the later; else the clock says it. */
const versionOf = ({ version }: Link): number => Number(version ?? '') || 0
