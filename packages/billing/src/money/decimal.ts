import { done, refused, type Result } from './result.ts'

/**
 * Exact arithmetic on decimal text. A decimal is held as a whole number of ten-thousandths, so
 * that no step ever goes through a binary fraction.
 */

const PLACES = 4
const ONE = 10n ** BigInt(PLACES)
/** As many digits before the point as the database keeps of a quantity. */
const WHOLE_DIGITS = 10

/** Quantities are written with a point and no grouping: `12`, `0.25`, `-3.5`. Gives ten-thousandths. */
export function parseDecimal(text: string): Result<bigint> {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return refused('not-a-number')
  const [, sign = '', whole = '', fraction = ''] = parts
  if (fraction.length > PLACES) return refused('too-many-decimals')
  if (whole.replace(/^0+/, '').length > WHOLE_DIGITS) return refused('too-large')
  const units = BigInt(whole + fraction.padEnd(PLACES, '0'))
  return done(sign === '-' ? -units : units)
}

/** The one way to write it: no zeros at the end, no minus before nothing. */
export function formatDecimal(tenThousandths: bigint): string {
  const positive = tenThousandths < 0n ? -tenThousandths : tenThousandths
  const fraction = String(positive % ONE)
    .padStart(PLACES, '0')
    .replace(/0+$/, '')
  const sign = tenThousandths < 0n ? '-' : ''
  return `${sign}${positive / ONE}${fraction === '' ? '' : `.${fraction}`}`
}

/** The one rounding rule of the books: halves go away from zero, so that −x rounds to −(x rounded). */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const positive = dividend < 0n ? -dividend : dividend
  const rounded = (2n * positive + divisor) / (2n * divisor)
  return dividend < 0n ? -rounded : rounded
}

/** A quantity times an amount in minor units, rounded to minor units. */
export function multiply(quantity: string, minor: number): Result<number> {
  const parsed = parseDecimal(quantity)
  return parsed.ok ? inMinorUnits(divideRounded(parsed.value * BigInt(minor), ONE)) : parsed
}

/** Back from exact to ordinary numbers, as long as those are exact as well. */
export function inMinorUnits(exact: bigint): Result<number> {
  const minor = Number(exact)
  return Number.isSafeInteger(minor) ? done(minor) : refused('too-large')
}
