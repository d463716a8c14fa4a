import type { FieldError } from '@tieout/platform'
import { LARGEST_AMOUNT, type DraftLine } from '../contract/invoice-commands.ts'
import type { InvoiceLineView, InvoiceType } from '../contract/invoice-views.ts'
import { priceLine, type LineToPrice, type RateToApply } from '../money/line.ts'
import type { MoneyRefusal } from '../money/result.ts'
import { totals, type Totals } from '../money/totals.ts'

/** A line with what it comes to; it has no id and no place yet. */
export type PricedLine = Omit<InvoiceLineView, 'lineId' | 'position'>

export interface Priced extends Totals {
  lines: PricedLine[]
}

/** What the lines of a draft come to, or everything that is wrong with them. */
export function priceLines(
  given: readonly DraftLine[],
  invoiceType: InvoiceType,
  rates: readonly RateToApply[],
): { ok: true; value: Priced } | { ok: false; mistakes: FieldError[] } {
  const lines: PricedLine[] = []
  const mistakes: FieldError[] = []
  for (const [at, line] of turnedPositive(given, invoiceType).entries()) {
    if (line.serviceFrom && line.serviceTo && line.serviceTo < line.serviceFrom) {
      mistakes.push(mistake(`lines.${at}.serviceTo`, 'out-of-order', 'is before the beginning of the period'))
    }
    const priced = priceLine(line, rates)
    if (!priced.ok) mistakes.push(amountMistake(at, line, priced.refusal))
    else if (priced.value.netMinor > LARGEST_AMOUNT) mistakes.push(amountMistake(at, line, 'too-large'))
    else lines.push({ ...line, sourceLineId: null, ...priced.value })
  }
  if (mistakes.length > 0) return { ok: false, mistakes }
  const sums = totals(lines)
  if (!sums.ok || sums.value.totalMinor > LARGEST_AMOUNT) {
    return { ok: false, mistakes: [mistake('lines', 'too-large', 'come to more than a document can hold')] }
  }
  return { ok: true, value: { lines, ...sums.value } }
}

/**
 * A credit note copied from a bill is often entered with minus signs. Said on every line that has an
 * amount they mean the same document; on some lines only nobody can know what they mean.
 */
function turnedPositive(given: readonly DraftLine[], invoiceType: InvoiceType): readonly DraftLine[] {
  if (invoiceType !== 'credit_note') return given
  const counting = given.filter((line) => signOf(line) !== 0)
  if (counting.length === 0 || counting.some((line) => signOf(line) > 0)) return given
  return given.map((line) => ({
    ...line,
    quantity: line.quantity.replace('-', ''),
    unitPriceMinor: Math.abs(line.unitPriceMinor),
  }))
}

const signOf = ({ quantity, unitPriceMinor }: LineToPrice) =>
  Math.sign(Number(quantity)) * Math.sign(unitPriceMinor)

const SENTENCES: Record<MoneyRefusal, string> = {
  'not-a-number': 'is not a number',
  'too-many-decimals': 'has too many decimals',
  negative: 'must not be negative',
  'too-large': 'is larger than a document can hold',
  'discount-too-large': 'is more than the line comes to',
  'nothing-to-split-over': 'has nothing to be split over',
}

function amountMistake(at: number, line: DraftLine, refusal: MoneyRefusal): FieldError {
  const field =
    refusal === 'discount-too-large'
      ? 'discountMinor'
      : refusal === 'negative' && line.unitPriceMinor < 0
        ? 'unitPriceMinor'
        : refusal === 'too-large'
          ? 'unitPriceMinor'
          : 'quantity'
  return mistake(`lines.${at}.${field}`, refusal, SENTENCES[refusal])
}

export const mistake = (field: string, reason: string, message: string): FieldError => ({
  field,
  reason,
  message,
})
