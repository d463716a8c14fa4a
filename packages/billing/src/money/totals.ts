import { inMinorUnits } from './decimal.ts'
import { done, type Result } from './result.ts'

export interface Totals {
  netMinor: number
  taxMinor: number
  totalMinor: number
}

/** A document is the sum of its lines, to the last unit. */
export function totals(lines: readonly { netMinor: number; taxMinor: number }[]): Result<Totals> {
  const net = lines.reduce((sum, line) => sum + BigInt(line.netMinor), 0n)
  const tax = lines.reduce((sum, line) => sum + BigInt(line.taxMinor), 0n)
  // Neither part is negative: where the total can be held exactly, so can they.
  const total = inMinorUnits(net + tax)
  if (!total.ok) return total
  return done({ netMinor: Number(net), taxMinor: Number(tax), totalMinor: total.value })
}
