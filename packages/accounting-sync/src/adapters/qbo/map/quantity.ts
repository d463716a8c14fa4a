import { decimalsOf } from '../../../core/money.ts'

/** So many digits of a decimal survive being a number in JSON. */
const EXACT_DIGITS = 15

/**
 * Whether QuickBooks will find that a quantity times a price is the amount. It refuses the line when it does
 * not; leaving both out spares the line the check.
 */
export function isProduct(
  quantity: string,
  unitPriceMinor: number,
  netMinor: number,
  currency: string,
): boolean {
  const written = /^(\d+)(?:\.(\d{1,10}))?$/.exec(quantity)
  if (written === null || unitPriceMinor < 0 || netMinor < 0) return false
  const [, whole = '', fraction = ''] = written
  if ((whole + fraction).length > EXACT_DIGITS) return false
  const scale = 10n ** BigInt(fraction.length)
  const product = BigInt(whole + fraction) * BigInt(unitPriceMinor)
  const places = decimalsOf(currency)
  // Cents are rounded half up, once.
  if (places === 2) return (product + scale / 2n) / scale === BigInt(netMinor)
  // How it rounds where there are no cents is not known, and of three decimals it keeps two.
  return places === 0 && product === BigInt(netMinor) * scale
}
