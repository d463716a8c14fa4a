import type { TheirPayment, TheirShare } from '../changes.ts'

/** What settles a document: money, credit of the customer, or an entry that is neither. */
export type Fed = 'cash' | 'credit' | 'adjustment'

/** A part of a payment on one document. */
export interface Portion {
  externalId: string
  /** Whether it is an invoice; anything else that is owed cannot be ours. */
  isInvoice: boolean
  fed: Fed
  amountMinor: number
}

/**
 * A payment taken apart: which of its money, credits and entries settles which document. Credit pays the
 * oldest document first, then entries, and the rest is money, so that every total stays exact. Null when the
 * amounts do not add up: then nothing about it is certain.
 */
export function portionsOf(payment: TheirPayment, ageOf: (externalId: string) => string): Portion[] | null {
  const sides = sidesOf(payment)
  if (sides === null) return null
  const feeds: { fed: Fed; left: number }[] = [
    { fed: 'credit', left: sumOf(sides.credits.filter((each) => each.on === 'credit_memo')) },
    { fed: 'adjustment', left: sumOf(sides.credits.filter((each) => each.on !== 'credit_memo')) },
    { fed: 'cash', left: payment.totalMinor },
  ]
  const portions: Portion[] = []
  for (const charge of oldestFirst(sides.charges, ageOf)) {
    let open = charge.amountMinor
    for (const feed of feeds) {
      const amountMinor = Math.min(open, feed.left)
      if (amountMinor === 0) continue
      open -= amountMinor
      feed.left -= amountMinor
      const { externalId, on } = charge
      portions.push({ externalId, isInvoice: on === 'invoice', fed: feed.fed, amountMinor })
    }
    if (open > 0) return null
  }
  return portions
}

interface Sides {
  charges: TheirShare[]
  credits: TheirShare[]
}

/** So many entries can be told apart by trying; more of them in one payment nobody has seen. */
const MOST_UNCLEAR = 12

/**
 * Amounts are positive on both sides. Invoices are owed and credit memos pay; an entry can be either, and
 * only the sum says which: what is owed less what pays is the money that was applied.
 */
function sidesOf({ shares, totalMinor, unappliedMinor }: TheirPayment): Sides | null {
  const charges = shares.filter((each) => each.on === 'invoice')
  const credits = shares.filter((each) => each.on === 'credit_memo')
  const unclear = shares.filter((each) => each.on === 'journal' || each.on === 'other')
  if (unclear.length > MOST_UNCLEAR) return null
  const applied = totalMinor - unappliedMinor
  const rest = sumOf(charges) - sumOf(credits) - applied
  // All of them paying comes first: that is what bookkeepers use entries for.
  for (let owed = 0; owed < 2 ** unclear.length; owed += 1) {
    const isOwed = (_: TheirShare, at: number) => ((owed >> at) & 1) === 1
    const owing = unclear.filter(isOwed)
    const paying = unclear.filter((each, at) => !isOwed(each, at))
    if (rest + sumOf(owing) - sumOf(paying) === 0)
      return { charges: [...charges, ...owing], credits: [...credits, ...paying] }
  }
  return null
}

const oldestFirst = (shares: readonly TheirShare[], ageOf: (externalId: string) => string): TheirShare[] =>
  shares.toSorted(
    (a, b) => compare(ageOf(a.externalId), ageOf(b.externalId)) || compare(a.externalId, b.externalId),
  )

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const sumOf = (shares: readonly { amountMinor: number }[]): number =>
  shares.reduce((sum, each) => sum + each.amountMinor, 0)
