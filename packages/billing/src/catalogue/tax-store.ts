import type { Transaction } from '@tieout/platform'
import type { Usage, UsageFilter } from '../contract/catalogue.ts'

export interface Region {
  taxRegionId: string
  name: string
  status: Usage
}

export interface Rate {
  taxRateId: string
  taxRegionId: string
  name: string
  ratePpm: number
  validFrom: string
  validTo: string | null
}

const REGION = { taxRegionId: 'tax_region_id', name: 'name', status: 'status' }
const RATE = {
  taxRateId: 'tax_rate_id',
  taxRegionId: 'tax_region_id',
  name: 'name',
  ratePpm: 'rate_ppm',
  validFrom: 'valid_from',
  validTo: 'valid_to',
}

/** One row more than asked for, to know whether another page follows. Names are unique. */
export async function regionPage(
  trx: Transaction,
  wanted: { status: UsageFilter; after?: string; limit: number },
): Promise<Region[]> {
  const query = trx('tax_regions')
    .select(REGION)
    .orderBy('name')
    .limit(wanted.limit + 1)
  if (wanted.status !== 'all') query.where({ status: wanted.status })
  if (wanted.after !== undefined) query.where('name', '>', wanted.after)
  return await query
}

export async function activeRegions(trx: Transaction): Promise<Region[]> {
  return await trx('tax_regions').where({ status: 'active' }).orderBy('name').select(REGION)
}

/** The newest first. */
export async function ratesOf(trx: Transaction, taxRegionIds: readonly string[]): Promise<Rate[]> {
  return await trx('tax_rates')
    .whereIn('tax_region_id', taxRegionIds)
    .orderBy([{ column: 'valid_from', order: 'desc' }, 'name', 'tax_rate_id'])
    .select(RATE)
}

/** Held still until the transaction ends: whoever else changes its rates waits. */
export async function lockRegion(trx: Transaction, taxRegionId: string): Promise<Region | undefined> {
  return await trx('tax_regions').where({ tax_region_id: taxRegionId }).forNoKeyUpdate().first(REGION)
}

export async function findRate(trx: Transaction, taxRateId: string): Promise<Rate | undefined> {
  return await trx('tax_rates').where({ tax_rate_id: taxRateId }).first(RATE)
}

export async function insertRegion(
  trx: Transaction,
  tenant: string,
  region: Region,
  at: Date,
): Promise<void> {
  const { taxRegionId, name, status } = region
  await trx('tax_regions').insert({
    tenant,
    tax_region_id: taxRegionId,
    name,
    status,
    created_at: at,
    updated_at: at,
  })
}

export async function saveRegion(
  trx: Transaction,
  taxRegionId: string,
  changes: Partial<Pick<Region, 'name' | 'status'>>,
  at: Date,
): Promise<void> {
  await trx('tax_regions')
    .where({ tax_region_id: taxRegionId })
    .update({ ...changes, updated_at: at })
}

export async function insertRate(trx: Transaction, tenant: string, rate: Rate, at: Date): Promise<void> {
  await trx('tax_rates').insert({
    tenant,
    tax_rate_id: rate.taxRateId,
    tax_region_id: rate.taxRegionId,
    name: rate.name,
    rate_ppm: rate.ratePpm,
    valid_from: rate.validFrom,
    valid_to: rate.validTo,
    created_at: at,
  })
}

export async function endRate(trx: Transaction, taxRateId: string, validTo: string): Promise<void> {
  await trx('tax_rates').where({ tax_rate_id: taxRateId }).update({ valid_to: validTo })
}
