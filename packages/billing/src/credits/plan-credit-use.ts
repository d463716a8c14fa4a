/** What is asked of a pool to draw from it. */
export interface PoolLeft {
  creditId: string
  issuedOn: string
  remainingMinor: number
}

export interface Draw {
  creditId: string
  amountMinor: number
}

/** First in, first out: the oldest credit is spent first, as far as it reaches. */
export function planCreditUse(pools: readonly PoolLeft[], wantedMinor: number): Draw[] {
  const draws: Draw[] = []
  let missing = wantedMinor
  for (const pool of pools.toSorted(oldestFirst)) {
    const amountMinor = Math.min(missing, pool.remainingMinor)
    if (amountMinor <= 0) continue
    draws.push({ creditId: pool.creditId, amountMinor })
    missing -= amountMinor
  }
  return draws
}

const oldestFirst = (a: PoolLeft, b: PoolLeft) =>
  a.issuedOn === b.issuedOn ? (a.creditId < b.creditId ? -1 : 1) : a.issuedOn < b.issuedOn ? -1 : 1
