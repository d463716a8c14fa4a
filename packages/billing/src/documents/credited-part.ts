import type { CreditedPart } from '../contract/invoice-commands.ts'
import type { InvoiceLineView } from '../contract/invoice-views.ts'
import { splitProportionally } from '../money/allocate.ts'
import { divideRounded, multiply, parseDecimal } from '../money/decimal.ts'
import type { LineTax } from '../money/line.ts'
import type { Result } from '../money/result.ts'
import type { PricedLine } from './amounts.ts'

/** What is left to give back of a line of an invoice: its net amount and each of its taxes. */
export interface CreditableLine {
  line: InvoiceLineView
  netMinor: number
  taxes: LineTax[]
}

export type CreditRefusal =
  | { refusal: 'nothing-left' }
  | { refusal: 'more-than-remains'; remainingMinor: number; lineId?: string }
  | { refusal: 'no-such-line'; lineId: string }
  | { refusal: 'quantity'; lineId: string }

export type CreditPlan = { ok: true; lines: PricedLine[] } | ({ ok: false } & CreditRefusal)

/**
 * The lines of a credit note. Taxes are given back in the proportion in which they were taken, from
 * the invoice itself and not from today's rates; no line ever gives back more than is left of it.
 */
export function planCredit(creditable: readonly CreditableLine[], part: CreditedPart): CreditPlan {
  const remainingMinor = creditable.reduce((sum, each) => sum + grossOf(each), 0)
  if (remainingMinor === 0) return { ok: false, refusal: 'nothing-left' }
  if (part.by === 'whole') return planned(creditable.map((each) => restOf(each)))
  if (part.by === 'lines') return planLines(creditable, part.lines)
  if (part.amountMinor > remainingMinor) return { ok: false, refusal: 'more-than-remains', remainingMinor }
  return planned(spread(creditable, part.amountMinor))
}

export const grossOf = ({ netMinor, taxes }: CreditableLine): number =>
  netMinor + taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)

const planned = (lines: readonly PricedLine[]): CreditPlan => ({
  ok: true,
  lines: lines.filter((line) => line.netMinor + line.taxMinor > 0),
})

/** All that is left of a line; untouched so far, it is the line again as it was. */
function restOf({ line, netMinor, taxes }: CreditableLine): PricedLine {
  return creditLine(line, netMinor, taxes, netMinor === line.netMinor ? line.quantity : null)
}

function planLines(
  creditable: readonly CreditableLine[],
  wanted: readonly { lineId: string; quantity?: string | undefined }[],
): CreditPlan {
  const lines: PricedLine[] = []
  const left = new Map(creditable.map((each) => [each.line.lineId, each]))
  for (const { lineId, quantity } of wanted) {
    const found = left.get(lineId)
    if (!found) return { ok: false, refusal: 'no-such-line', lineId }
    // Named twice, it has nothing left the second time.
    left.delete(lineId)
    if (quantity === undefined) {
      lines.push(restOf(found))
      continue
    }
    const share = shareOf(found.line, quantity)
    if (!share) return { ok: false, refusal: 'quantity', lineId }
    if (isMore(share, found)) {
      return { ok: false, refusal: 'more-than-remains', remainingMinor: grossOf(found), lineId }
    }
    lines.push(creditLine(found.line, share.netMinor, share.taxes, quantity))
  }
  const plan = planned(lines)
  return plan.ok && plan.lines.length === 0 ? { ok: false, refusal: 'nothing-left' } : plan
}

/** So much of a line's amounts as of its quantity; none when that is no part of it. */
function shareOf(line: InvoiceLineView, quantity: string): { netMinor: number; taxes: LineTax[] } | null {
  const part = parseDecimal(quantity)
  const whole = parseDecimal(line.quantity)
  if (!part.ok || !whole.ok || part.value <= 0n || part.value > whole.value) return null
  const of = (minor: number) => Number(divideRounded(BigInt(minor) * part.value, whole.value))
  return {
    netMinor: of(line.netMinor),
    taxes: line.taxes.map((tax) => ({ ...tax, taxMinor: of(tax.taxMinor) })),
  }
}

function isMore(share: { netMinor: number; taxes: LineTax[] }, left: CreditableLine): boolean {
  const taxLeft = new Map(left.taxes.map((tax) => [tax.taxRateId, tax.taxMinor]))
  return (
    share.netMinor > left.netMinor ||
    share.taxes.some((tax) => tax.taxMinor > (taxLeft.get(tax.taxRateId) ?? 0))
  )
}

/**
 * An amount with its taxes over all that is left: first between the net amount and each tax, so that
 * the tax of the whole is right to the cent, then each of these over the lines.
 */
function spread(creditable: readonly CreditableLine[], amountMinor: number): PricedLine[] {
  const rates = [...new Set(creditable.flatMap((each) => each.taxes.map((tax) => tax.taxRateId)))]
  const taxOf = (each: CreditableLine, rate: string) =>
    each.taxes.find((tax) => tax.taxRateId === rate)?.taxMinor ?? 0
  const columns = [
    creditable.map((each) => each.netMinor),
    ...rates.map((rate) => creditable.map((each) => taxOf(each, rate))),
  ]
  const sums = columns.map((column) => column.reduce((sum, minor) => sum + minor, 0))
  const shares = split(amountMinor, sums)
  const [nets = [], ...taxes] = columns.map((column, at) => split(shares[at] ?? 0, column))
  return creditable.map((each, at) => {
    const lineTaxes = each.taxes.map((tax) => ({
      ...tax,
      taxMinor: taxes[rates.indexOf(tax.taxRateId)]?.[at] ?? 0,
    }))
    return creditLine(each.line, nets[at] ?? 0, lineTaxes, null)
  })
}

const split = (amountMinor: number, weights: readonly number[]): number[] =>
  value(splitProportionally(amountMinor, weights))

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`a credit could not be spread: ${result.refusal}`)
  return result.value
}

/** So much of the source line's quantity where that explains the amount, else once the amount. */
function creditLine(
  source: InvoiceLineView,
  netMinor: number,
  taxes: LineTax[],
  quantity: string | null,
): PricedLine {
  const gross = quantity === null ? null : multiply(quantity, source.unitPriceMinor)
  const discountMinor = gross?.ok ? gross.value - netMinor : -1
  const priced =
    quantity !== null && discountMinor >= 0
      ? { quantity, unitPriceMinor: source.unitPriceMinor, discountMinor }
      : { quantity: '1', unitPriceMinor: netMinor, discountMinor: 0 }
  const { serviceId, description, taxable, serviceFrom, serviceTo, lineId } = source
  return {
    serviceId,
    description,
    taxable,
    serviceFrom,
    serviceTo,
    sourceLineId: lineId,
    ...priced,
    netMinor,
    taxes,
    taxMinor: taxes.reduce((sum, tax) => sum + tax.taxMinor, 0),
  }
}
