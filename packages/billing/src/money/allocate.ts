import { done, refused, type Result } from './result.ts'

export interface OpenBalance {
  id: string
  /** `YYYY-MM-DD`; what makes one older than another. */
  date: string
  balanceMinor: number
}

export interface Allocation {
  id: string
  amountMinor: number
}

/** Settles the oldest first; of two of the same day the one with the smaller id. */
export function allocateOldestFirst(
  amountMinor: number,
  open: readonly OpenBalance[],
): { allocations: Allocation[]; leftMinor: number } {
  const allocations: Allocation[] = []
  let leftMinor = amountMinor
  for (const { id, balanceMinor } of open.toSorted(olderFirst)) {
    const taken = Math.min(leftMinor, balanceMinor)
    if (taken <= 0) continue
    allocations.push({ id, amountMinor: taken })
    leftMinor -= taken
  }
  return { allocations, leftMinor }
}

const olderFirst = (a: OpenBalance, b: OpenBalance) => compare(a.date, b.date) || compare(a.id, b.id)
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

/**
 * Divides an amount in proportion to the weights, to the last unit. What rounding down leaves over
 * goes to those it took most from, the earlier first. So an amount that is not larger than all the
 * weights together gives nobody more than their weight.
 */
export function splitProportionally(amountMinor: number, weights: readonly number[]): Result<number[]> {
  if (amountMinor < 0 || weights.some((weight) => weight < 0)) return refused('negative')
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n) return amountMinor === 0 ? done(weights.map(() => 0)) : refused('nothing-to-split-over')

  const shares = weights.map((weight, at) => {
    const exact = BigInt(amountMinor) * BigInt(weight)
    return { at, down: Number(exact / whole), lost: exact % whole }
  })
  const missing = amountMinor - shares.reduce((sum, share) => sum + share.down, 0)
  const mostLostFirst = shares.toSorted((a, b) =>
    a.lost === b.lost ? a.at - b.at : a.lost > b.lost ? -1 : 1,
  )
  const oneMore = new Set(mostLostFirst.slice(0, missing).map((share) => share.at))
  return done(shares.map((share) => share.down + (oneMore.has(share.at) ? 1 : 0)))
}
