import type { Transaction } from '@tieout/platform'
import type { RateToApply } from '../money/line.ts'

/** The taxes of a region on one day, in the order in which they stand on a document. */
export async function ratesFor(trx: Transaction, taxRegionId: string, date: string): Promise<RateToApply[]> {
  const rates = await ratesOfRegions(trx, [taxRegionId], date)
  return rates.map(({ taxRateId, name, ratePpm }) => ({ taxRateId, name, ratePpm }))
}

/** The same for several regions at once. */
export async function ratesOfRegions(
  trx: Transaction,
  taxRegionIds: readonly string[],
  date: string,
): Promise<(RateToApply & { taxRegionId: string })[]> {
  return await trx('tax_rates')
    .whereIn('tax_region_id', taxRegionIds)
    .where('valid_from', '<=', date)
    .where((until) => until.whereNull('valid_to').orWhere('valid_to', '>=', date))
    .orderBy(['name', 'tax_rate_id'])
    .select({ taxRateId: 'tax_rate_id', taxRegionId: 'tax_region_id', name: 'name', ratePpm: 'rate_ppm' })
}
