import {
  badInput,
  conflict,
  implement,
  notFound,
  type Implementation,
  type TenantContext,
} from '@tieout/platform'
import { encodeCursor, longText, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import {
  addTaxRate,
  createTaxRegion,
  deactivateTaxRegion,
  endTaxRate,
  listTaxRegions,
  reactivateTaxRegion,
  renameTaxRegion,
  taxOptions,
  type TaxRateView,
  type TaxRegionView,
} from '../contract/taxes.ts'
import { difference } from '../difference.ts'
import { refusingATaken } from '../taken-names.ts'
import { readCursor } from './cursor.ts'
import { ratesOfRegions } from './rates.ts'
import {
  activeRegions,
  endRate,
  findRate,
  insertRate,
  insertRegion,
  lockRegion,
  ratesOf,
  regionPage,
  saveRegion,
  type Rate,
  type Region,
} from './tax-store.ts'
import { companyToday } from './today.ts'

export function taxUseCases(): Implementation[] {
  return [
    implement(listTaxRegions, listPage),
    implement(taxOptions, listOptions),
    implement(createTaxRegion, addRegion),
    implement(renameTaxRegion, (ctx, { taxRegionId, name }) =>
      changeRegion(ctx, taxRegionId, { name }, 'tax_region.renamed'),
    ),
    implement(deactivateTaxRegion, (ctx, { taxRegionId }) =>
      changeRegion(ctx, taxRegionId, { status: 'inactive' }, 'tax_region.deactivated'),
    ),
    implement(reactivateTaxRegion, (ctx, { taxRegionId }) =>
      changeRegion(ctx, taxRegionId, { status: 'active' }, 'tax_region.reactivated'),
    ),
    implement(addTaxRate, addRate),
    implement(endTaxRate, lastDayOfRate),
  ]
}

const position = z.tuple([longText])

async function listPage(
  ctx: TenantContext,
  { cursor, status, limit }: ParsedInputOf<typeof listTaxRegions>,
): Promise<OutputOf<typeof listTaxRegions>> {
  const after = cursor === undefined ? undefined : readCursor(cursor, position)[0]
  const found = await regionPage(ctx.trx, { status, after, limit })
  const regions = found.slice(0, limit)
  const last = regions.at(-1)
  return {
    items: await withRates(ctx, regions),
    nextCursor: last && found.length > regions.length ? encodeCursor([last.name]) : null,
  }
}

async function listOptions(
  { trx, tenant, clock }: TenantContext,
  input: ParsedInputOf<typeof taxOptions>,
): Promise<OutputOf<typeof taxOptions>> {
  const date = input.date ?? (await companyToday(trx, tenant, clock))
  const regions = await activeRegions(trx)
  const rates = await ratesOfRegions(
    trx,
    regions.map((region) => region.taxRegionId),
    date,
  )
  return {
    items: regions.map((region) => ({
      ...region,
      rates: rates.filter((rate) => rate.taxRegionId === region.taxRegionId),
    })),
  }
}

async function addRegion(
  ctx: TenantContext,
  { name }: ParsedInputOf<typeof createTaxRegion>,
): Promise<TaxRegionView> {
  const region: Region = { taxRegionId: ctx.ids.uuid(), name, status: 'active' }
  await refusingATakenName(() => insertRegion(ctx.trx, ctx.tenant, region, ctx.clock.now()))
  await audit(ctx, region.taxRegionId, 'tax_region.created', {}, { name })
  return { ...region, rates: [] }
}

async function changeRegion(
  ctx: TenantContext,
  taxRegionId: string,
  to: Partial<Pick<Region, 'name' | 'status'>>,
  action: string,
): Promise<TaxRegionView> {
  const now = await lockRegion(ctx.trx, taxRegionId)
  if (!now) throw notFound('tax region')
  if (to.status === now.status) {
    throw conflict(`tax-region-already-${now.status}`, `This tax region is already ${now.status}.`)
  }
  const { before, after } = difference<Pick<Region, 'name' | 'status'>>(now, to)
  await refusingATakenName(() => saveRegion(ctx.trx, taxRegionId, to, ctx.clock.now()))
  await audit(ctx, taxRegionId, action, before, after)
  return await shown(ctx, { ...now, ...to })
}

async function addRate(ctx: TenantContext, input: ParsedInputOf<typeof addTaxRate>): Promise<TaxRegionView> {
  if (input.validTo !== null && input.validTo < input.validFrom) throw endsBeforeItBegins()
  const region = await lockRegion(ctx.trx, input.taxRegionId)
  if (!region) throw notFound('tax region')
  const rate: Rate = { taxRateId: ctx.ids.uuid(), ...input }
  await refuseOverlap(ctx, rate)
  await insertRate(ctx.trx, ctx.tenant, rate, ctx.clock.now())
  const { name, ratePpm, validFrom, validTo } = rate
  await audit(ctx, rate.taxRegionId, 'tax_region.rate_added', {}, { name, ratePpm, validFrom, validTo })
  return await shown(ctx, region)
}

/** Documents of the days until then keep what they say; a later day finds the rate no more. */
async function lastDayOfRate(
  ctx: TenantContext,
  { taxRateId, validTo }: ParsedInputOf<typeof endTaxRate>,
): Promise<TaxRegionView> {
  const named = await findRate(ctx.trx, taxRateId)
  const region = named && (await lockRegion(ctx.trx, named.taxRegionId))
  // Read once more: until the region was locked, somebody else may have ended it.
  const rate = region && (await findRate(ctx.trx, taxRateId))
  if (!rate || !region) throw notFound('tax rate')
  if (validTo < rate.validFrom) throw endsBeforeItBegins()
  await refuseOverlap(ctx, { ...rate, validTo })
  await endRate(ctx.trx, taxRateId, validTo)
  const { name } = rate
  await audit(
    ctx,
    rate.taxRegionId,
    'tax_region.rate_ended',
    { name, validTo: rate.validTo },
    { name, validTo },
  )
  return await shown(ctx, region)
}

/** Two taxes may apply on one day, but not one tax twice. The region is locked. */
async function refuseOverlap(ctx: TenantContext, rate: Rate): Promise<void> {
  const others = await ratesOf(ctx.trx, [rate.taxRegionId])
  const same = (other: Rate) => other.name.toLowerCase() === rate.name.toLowerCase()
  const endsAfter = (one: Rate, day: string) => one.validTo === null || one.validTo >= day
  const meets = (other: Rate) => endsAfter(other, rate.validFrom) && endsAfter(rate, other.validFrom)
  if (others.some((other) => other.taxRateId !== rate.taxRateId && same(other) && meets(other))) {
    throw conflict(
      'tax-rate-overlaps',
      'A rate of this name already applies on some of these days. End that one first.',
    )
  }
}

function endsBeforeItBegins() {
  const message = 'ends before it begins'
  return badInput(`validTo: ${message}`, [{ field: 'validTo', reason: 'too_small', message }])
}

const shown = async (ctx: TenantContext, region: Region): Promise<TaxRegionView> => {
  const [view] = await withRates(ctx, [region])
  if (!view) throw notFound('tax region')
  return view
}

async function withRates({ trx, tenant, clock }: TenantContext, regions: Region[]): Promise<TaxRegionView[]> {
  const today = await companyToday(trx, tenant, clock)
  const rates = await ratesOf(
    trx,
    regions.map((region) => region.taxRegionId),
  )
  return regions.map((region) => ({
    ...region,
    rates: rates
      .filter((rate) => rate.taxRegionId === region.taxRegionId)
      .map((rate) => ({ ...rate, state: stateOn(today, rate) })),
  }))
}

function stateOn(today: string, rate: Rate): TaxRateView['state'] {
  if (rate.validFrom > today) return 'future'
  return rate.validTo !== null && rate.validTo < today ? 'ended' : 'current'
}

const audit = (ctx: TenantContext, entityId: string, action: string, before: object, after: object) =>
  ctx.audit({ action, entityType: 'tax_region', entityId, before: { ...before }, after: { ...after } })

const refusingATakenName = <T>(write: () => Promise<T>) =>
  refusingATaken(
    'tax_regions_tenant_name_unique',
    { code: 'tax-region-name-taken', field: 'name', detail: 'There is already a tax region with this name.' },
    write,
  )
