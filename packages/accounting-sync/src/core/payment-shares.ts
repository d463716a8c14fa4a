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
  /** Of credit: from which credit memo. */
  memoId?: string
}

/** Credit that is known to come from one memo on one invoice. */
export interface KnownCredit {
  memoId: string
  invoiceId: string
  amountMinor: number
}

/**
 * A payment taken apart: which of its money, credits and entries settles which document. What is `known` of its
 * credit stays what it is, as far as its lines still say so. All other credit pays the oldest document first, the
 * oldest memo first, then entries, and the rest is money, so that every total stays exact. Null when the amounts do
 * not add up: then nothing about it is certain.
 */
export function portionsOf(
  payment: TheirPayment,
  ageOf: (externalId: string) => string,
  known: readonly KnownCredit[] = [],
): Portion[] | null {
  const sides = sidesOf(payment)
  if (sides === null) return null
  const memos = oldestFirst(
    sides.credits.filter((each) => each.on === 'credit_memo'),
    ageOf,
  )
  const feeds: Feed[] = [
    ...memos.map(({ externalId: memoId, amountMinor }): Feed => ({
      fed: 'credit',
      memoId,
      left: amountMinor,
    })),
    { fed: 'adjustment', left: sumOf(sides.credits.filter((each) => each.on !== 'credit_memo')) },
    { fed: 'cash', left: payment.totalMinor },
  ]
  const charges = oldestFirst(sides.charges, ageOf).map((each) => ({ ...each, open: each.amountMinor }))
  const portions = new Map<string, Portion>()
  const lay = (charge: TheirShare & { open: number }, feed: Feed, most: number) => {
    const amountMinor = Math.min(charge.open, feed.left, most)
    if (amountMinor === 0) return
    charge.open -= amountMinor
    feed.left -= amountMinor
    const { externalId, on } = charge
    const { fed, memoId } = feed
    const key = `${on} ${externalId} ${fed} ${memoId ?? ''}`
    const sum = amountMinor + (portions.get(key)?.amountMinor ?? 0)
    const from = memoId === undefined ? {} : { memoId }
    portions.set(key, { externalId, isInvoice: on === 'invoice', fed, amountMinor: sum, ...from })
  }
  for (const { memoId, invoiceId, amountMinor } of known) {
    const charge = charges.find((each) => each.on === 'invoice' && each.externalId === invoiceId)
    const feed = feeds.find((each) => each.memoId === memoId)
    if (charge !== undefined && feed !== undefined) lay(charge, feed, amountMinor)
  }
  for (const charge of charges) {
    for (const feed of feeds) lay(charge, feed, charge.open)
    if (charge.open > 0) return null
  }
  return [...portions.values()]
}

interface Feed {
  fed: Fed
  memoId?: string
  left: number
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
