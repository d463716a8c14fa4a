/** ISO 4217, those in use. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency')

const known = new Set(currencies)

export const isCurrency = (code: string): boolean => known.has(code)
