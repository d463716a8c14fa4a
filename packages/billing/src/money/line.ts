import { divideRounded, inMinorUnits, multiply } from './decimal.ts'
import { done, refused, type Result } from './result.ts'

/** A tax as it applies on the day of the document; 8.875 % is 88750 millionths. */
export interface RateToApply {
  taxRateId: string
  name: string
  ratePpm: number
}

export interface LineTax extends RateToApply {
  taxMinor: number
}

export interface LineToPrice {
  /** Decimal text with up to four places. */
  quantity: string
  unitPriceMinor: number
  discountMinor: number
  taxable: boolean
}

export interface PricedLine {
  netMinor: number
  taxes: LineTax[]
  taxMinor: number
}

const MILLION = 1_000_000n

/**
 * What a line comes to. Everything is rounded here, once, half away from zero: quantity × price, and
 * each tax of the line by itself. Whatever stands above a line is a sum and rounds nothing.
 */
export function priceLine(line: LineToPrice, rates: readonly RateToApply[]): Result<PricedLine> {
  const { quantity, unitPriceMinor, discountMinor } = line
  if (quantity.startsWith('-') || unitPriceMinor < 0 || discountMinor < 0) return refused('negative')
  if (!Number.isSafeInteger(unitPriceMinor) || !Number.isSafeInteger(discountMinor))
    return refused('too-large')
  const gross = multiply(quantity, unitPriceMinor)
  if (!gross.ok) return gross
  if (discountMinor > gross.value) return refused('discount-too-large')

  const netMinor = gross.value - discountMinor
  // A rate is a whole at most, so a tax is never larger than the net amount.
  const taxes = line.taxable
    ? rates.map((rate) => ({
        ...rate,
        taxMinor: Number(divideRounded(BigInt(netMinor) * BigInt(rate.ratePpm), MILLION)),
      }))
    : []
  const tax = inMinorUnits(taxes.reduce((sum, each) => sum + BigInt(each.taxMinor), 0n))
  return tax.ok ? done({ netMinor, taxes, taxMinor: tax.value }) : tax
}
