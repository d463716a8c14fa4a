import type { InvoiceLineView, TaxTotal } from '../contract/invoice-views.ts'

/** What each rate comes to, in the order in which lines first name it. */
export function taxTotals(lines: readonly Pick<InvoiceLineView, 'netMinor' | 'taxes'>[]): TaxTotal[] {
  const byRate = new Map<string, TaxTotal>()
  for (const line of lines) {
    for (const tax of line.taxes) {
      const sum = byRate.get(tax.taxRateId) ?? { ...tax, taxMinor: 0, taxableMinor: 0 }
      sum.taxMinor += tax.taxMinor
      sum.taxableMinor += line.netMinor
      byRate.set(tax.taxRateId, sum)
    }
  }
  return [...byRate.values()]
}
