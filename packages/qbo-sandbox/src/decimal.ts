/**
 * Exact decimals: a price with its places times a quantity with its own, rounded once. Amounts are
 * integer hundredths everywhere inside; numbers with a point exist only on the wire.
 */
interface Decimal {
  units: bigint
  places: number
}

/** Reads the number as it was written, not as binary fractions hold it. */
function decimal(value: number): Decimal {
  const text = String(value)
  const [mantissa = '', exponent = '0'] = text.split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const places = fraction.length - Number(exponent)
  const units = BigInt(whole + fraction)
  return places >= 0 ? { units, places } : { units: units * 10n ** BigInt(-places), places: 0 }
}

/** Half away from zero, which for amounts is what accountants call half up. */
function roundTo(value: Decimal, places: number): bigint {
  if (value.places <= places) return value.units * 10n ** BigInt(places - value.places)
  const divisor = 10n ** BigInt(value.places - places)
  const half = divisor / 2n
  return value.units >= 0n ? (value.units + half) / divisor : -((-value.units + half) / divisor)
}

/** Hundredths of an amount as written. */
export function cents(value: number): number {
  // The common case by far: two places at most, and no rounding to decide.
  const quick = Math.round(value * 100)
  if (quick / 100 === value) return quick
  return Number(roundTo(decimal(value), 2))
}

/** The number that is written for so many hundredths. */
export const amount = (hundredths: number): number => (hundredths === 0 ? 0 : hundredths / 100)

/** Hundredths of the product, rounded once, to so many places as the currency has. */
export function timesCents(a: number, b: number, places: 0 | 2 = 2): number {
  const left = decimal(a)
  const right = decimal(b)
  const product = { units: left.units * right.units, places: left.places + right.places }
  return Number(roundTo(product, places)) * 10 ** (2 - places)
}

/** So many hundredths at a percentage or a rate, in hundredths: `shareCents(32575, 8, 100)` is 2606. */
export function shareCents(hundredths: number, factor: number, per = 1): number {
  const by = decimal(factor)
  const units = BigInt(hundredths) * by.units
  const divisor = 10n ** BigInt(by.places) * BigInt(per)
  const half = divisor / 2n
  return Number(units >= 0n ? (units + half) / divisor : -((-units + half) / divisor))
}
