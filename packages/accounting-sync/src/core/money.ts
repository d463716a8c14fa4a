/** An amount is whole minor units of a currency; how many decimals that are depends on the currency. */
export interface Money {
  minor: number
  currency: string
}

const NO_DECIMALS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '))
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))

export function decimalsOf(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0
  return THREE_DECIMALS.has(currency) ? 3 : 2
}

/** `1234.56`, exactly; the way other systems read amounts. */
export function decimalText({ minor, currency }: Money): string {
  const places = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return minor < 0 ? `-${text}` : text
}

/**
 * Minor units of an amount as another system wrote it; undefined when it has more decimals than the
 * currency, or is no amount. Trailing zeros do not count as decimals.
 */
export function minorOf(written: string | number, currency: string): number | undefined {
  const text = String(written)
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '0', fraction = ''] = match
  const places = decimalsOf(currency)
  const kept = fraction.replace(/0+$/, '')
  if (kept.length > places) return undefined
  const minor = Number(whole + kept.padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) return undefined
  return sign === '-' && minor !== 0 ? -minor : minor
}
