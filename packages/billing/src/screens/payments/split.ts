import { formatAmount, parseAmount } from '../../money/input.ts'
import type { MoneyRefusal } from '../../money/result.ts'
import { proposeSplit, type OpenDocument } from '../../payments/propose-split.ts'

export type { OpenDocument } from '../../payments/propose-split.ts'

/** How one payment is divided over what a client owes: the arithmetic of the form, without the form. */

/** What stands in the amount fields, by document. */
export type SplitTexts = Record<string, string>

export type SplitMistake =
  | { kind: MoneyRefusal | 'missing' | 'not-positive' }
  | { kind: 'over-payment'; number: string; owedMinor: number }
  | { kind: 'more-than-payment'; byMinor: number }
  | { kind: 'more-than-credit'; leftMinor: number }

export interface ReadSplit {
  allocations: { invoiceId: string; amountMinor: number }[]
  /** By document. */
  mistakes: Record<string, SplitMistake>
  /** What is left of the payment; negative when the lines come to more than it. */
  leftMinor: number
}

/** The document somebody came from is paid first, then the others in their order, the first due first. */
export function splitOver(
  amountMinor: number,
  documents: readonly OpenDocument[],
  cameFrom?: string,
): Map<string, number> {
  const isFirst = (each: OpenDocument) => Number(each.invoiceId === cameFrom)
  const { items } = proposeSplit(
    documents.toSorted((a, b) => isFirst(b) - isFirst(a)),
    amountMinor,
  )
  const paid = items.filter((each) => each.proposedMinor > 0)
  return new Map(paid.map((each) => [each.invoiceId, each.proposedMinor]))
}

/** How amounts are written where somebody types them. */
export interface Written {
  currency: string
  locale: string
}

export function textsOf(proposal: ReadonlyMap<string, number>, { currency, locale }: Written): SplitTexts {
  const written = [...proposal].map(([id, minor]) => [id, formatAmount(minor, currency, locale)])
  return Object.fromEntries(written)
}

/** An amount that somebody pays: more than nothing. */
export function readPaidAmount(
  text: string,
  { currency, locale }: Written,
): { minor: number; mistake: null } | { minor: null; mistake: SplitMistake } {
  if (text.trim() === '') return { minor: null, mistake: { kind: 'missing' } }
  const read = parseAmount(text, currency, locale)
  if (!read.ok) return { minor: null, mistake: { kind: read.refusal } }
  if (read.value <= 0) return { minor: null, mistake: { kind: 'not-positive' } }
  return { minor: read.value, mistake: null }
}

export function readSplit(
  amountMinor: number,
  documents: readonly OpenDocument[],
  texts: SplitTexts,
  { currency, locale }: Written,
): ReadSplit {
  const read: ReadSplit = { allocations: [], mistakes: {}, leftMinor: amountMinor }
  for (const { invoiceId, number, balanceDueMinor } of documents) {
    const text = texts[invoiceId]?.trim() ?? ''
    if (text === '') continue
    const amount = parseAmount(text, currency, locale)
    if (!amount.ok) read.mistakes[invoiceId] = { kind: amount.refusal }
    else if (amount.value < 0) read.mistakes[invoiceId] = { kind: 'not-positive' }
    else if (amount.value > 0) {
      read.allocations.push({ invoiceId, amountMinor: amount.value })
      read.leftMinor -= amount.value
      if (amount.value > balanceDueMinor)
        read.mistakes[invoiceId] = { kind: 'over-payment', number, owedMinor: balanceDueMinor }
    }
  }
  return read
}
