/** `$4,120.00 + €80.00` as somebody of this language writes it: sums of different currencies do not add up. */
export const sumsText = (
  locale: string,
  sums: readonly { amountMinor: number; currency: string }[],
): string =>
  sums
    .map(({ amountMinor, currency }) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2
      return format.format(amountMinor / 10 ** digits)
    })
    .join(' + ')
