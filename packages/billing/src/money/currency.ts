const known = new Map<string, number>()

/** How many decimals a currency's smallest unit stands for: USD 2, JPY 0, KWD 3. */
export function exponentOf(currency: string): number {
  const found = known.get(currency)
  if (found !== undefined) return found
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const exponent = format.resolvedOptions().maximumFractionDigits ?? 2
  known.set(currency, exponent)
  return exponent
}
