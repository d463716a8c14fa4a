import { Problem } from '@tieout/platform'
import type { InputOf } from '@tieout/platform/contract'
import { TENANT_A, TENANT_B } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addTaxRate,
  createTaxRegion,
  deactivateTaxRegion,
  endTaxRate,
  listTaxRegions,
  reactivateTaxRegion,
  renameTaxRegion,
  taxOptions,
} from '../contract/index.ts'
import { createWorld, person, type World } from '../testing/world.ts'
import { ratesFor } from './rates.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const permissions = new Set(['billing_settings:read', 'billing_settings:update', 'invoice:read'] as const)
const bill = person({ permissions })
const region = (name: string, actor = bill) => world.app.execute(createTaxRegion, actor, { name })
const addRate = (taxRegionId: string, changes: Partial<InputOf<typeof addTaxRate>> = {}) =>
  world.app.execute(addTaxRate, bill, {
    taxRegionId,
    name: 'Sales tax',
    ratePpm: 88_750,
    validFrom: '2026-01-01',
    ...changes,
  })
const end = (taxRateId: string, validTo: string) =>
  world.app.execute(endTaxRate, bill, { taxRateId, validTo })
const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}
const ratesOn = (taxRegionId: string, date: string) =>
  world.db.database.withTenant(TENANT_A, async (trx) =>
    (await ratesFor(trx, taxRegionId, date)).map((each) => each.ratePpm),
  )
const firstRate = async (made: ReturnType<typeof addRate>) => (await made).rates[0]?.taxRateId ?? ''

describe('a tax region', () => {
  it('is created, renamed, left and taken back, and each step is recorded', async () => {
    const { taxRegionId } = await region('Oregon')
    await world.app.execute(renameTaxRegion, bill, { taxRegionId, name: 'Ohio' })
    await world.app.execute(deactivateTaxRegion, bill, { taxRegionId })
    const twice = world.app.execute(deactivateTaxRegion, bill, { taxRegionId })
    expect(await refusal(twice)).toMatchObject({ code: 'tax-region-already-inactive', status: 409 })
    const back = await world.app.execute(reactivateTaxRegion, bill, { taxRegionId })
    expect(back).toEqual({ taxRegionId, name: 'Ohio', status: 'active', rates: [] })
    const recorded = await world.db.database.withTenant(TENANT_A, (trx) =>
      trx('audit_events')
        .where({ entity_id: taxRegionId })
        .orderBy('event_id')
        .select('action', 'before', 'after'),
    )
    expect(recorded).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'tax_region.created', after: { name: 'Oregon' } }),
        { action: 'tax_region.renamed', before: { name: 'Oregon' }, after: { name: 'Ohio' } },
        { action: 'tax_region.deactivated', before: { status: 'active' }, after: { status: 'inactive' } },
        { action: 'tax_region.reactivated', before: { status: 'inactive' }, after: { status: 'active' } },
      ]),
    )
  })

  it('has its name for itself, also when two take it at once', async () => {
    const answers = await Promise.allSettled([region('Twins'), region('Twins')])
    expect(answers.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const other = await region('Other')
    const renamed = world.app.execute(renameTaxRegion, bill, {
      taxRegionId: other.taxRegionId,
      name: 'Twins',
    })
    expect(await refusal(renamed)).toMatchObject({
      code: 'tax-region-name-taken',
      fields: [{ field: 'name' }],
    })
  })

  it('is nowhere to be found in another company', async () => {
    const { taxRegionId } = await region('Hidden')
    const stranger = person({ permissions, tenant: TENANT_B })
    const asked = world.app.execute(renameTaxRegion, stranger, { taxRegionId, name: 'Mine' })
    expect(await refusal(asked)).toMatchObject({ status: 404 })
    expect((await world.app.execute(listTaxRegions, stranger, {})).items).toEqual([])
  })

  it('is listed by name, page by page', async () => {
    const stranger = person({ permissions, tenant: TENANT_B })
    for (const name of ['C', 'A', 'B']) await region(name, stranger)
    const seen = []
    let cursor: string | undefined
    do {
      const page = await world.app.execute(listTaxRegions, stranger, { limit: 1, cursor })
      seen.push(...page.items.map((each) => each.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['A', 'B', 'C'])
    const nonsense = world.app.execute(listTaxRegions, stranger, { cursor: 'x' })
    expect(await refusal(nonsense)).toMatchObject({ status: 400 })
  })
})

describe('a rate', () => {
  it('applies from its first to its last day, both included', async () => {
    const { taxRegionId } = await region('New York')
    const rate = await firstRate(addRate(taxRegionId, { validFrom: '2026-03-01' }))
    await end(rate, '2026-06-30')
    await addRate(taxRegionId, { ratePpm: 90_000, validFrom: '2026-07-01' })
    expect(await ratesOn(taxRegionId, '2026-02-28')).toEqual([])
    expect(await ratesOn(taxRegionId, '2026-03-01')).toEqual([88_750])
    expect(await ratesOn(taxRegionId, '2026-06-30')).toEqual([88_750])
    expect(await ratesOn(taxRegionId, '2026-07-01')).toEqual([90_000])
  })

  it('says whether it applies today, as the company counts days', async () => {
    const { taxRegionId } = await region('States')
    const today = world.clock.now().toISOString().slice(0, 10)
    await addRate(taxRegionId, { name: 'Was', validFrom: '2020-01-01', validTo: '2020-12-31' })
    await addRate(taxRegionId, { name: 'Is', validFrom: '2020-01-01', validTo: today })
    const { rates } = await addRate(taxRegionId, { name: 'Will be', validFrom: '2999-01-01' })
    expect(Object.fromEntries(rates.map((each) => [each.name, each.state]))).toEqual({
      Was: 'ended',
      Is: 'current',
      'Will be': 'future',
    })
    const options = await world.app.execute(taxOptions, bill, {})
    const offered = options.items.find((each) => each.taxRegionId === taxRegionId)
    expect(offered?.rates.map((each) => each.name)).toEqual(['Is'])
    const then = await world.app.execute(taxOptions, bill, { date: '2999-05-05' })
    const later = then.items.find((each) => each.taxRegionId === taxRegionId)
    expect(later?.rates.map((each) => each.name)).toEqual(['Will be'])
  })

  it('may stand beside another tax, but not beside itself', async () => {
    const { taxRegionId } = await region('Quebec')
    const gst = await firstRate(addRate(taxRegionId, { name: 'GST', ratePpm: 50_000 }))
    await addRate(taxRegionId, { name: 'QST', ratePpm: 99_750 })
    expect(await ratesOn(taxRegionId, '2026-05-05')).toEqual([50_000, 99_750])
    const twice = addRate(taxRegionId, { name: 'gst', ratePpm: 60_000, validFrom: '2027-01-01' })
    expect(await refusal(twice)).toMatchObject({ code: 'tax-rate-overlaps', status: 409 })
    await end(gst, '2026-12-31')
    await addRate(taxRegionId, { name: 'GST', ratePpm: 60_000, validFrom: '2027-01-01' })
    expect(await refusal(end(gst, '2027-01-01'))).toMatchObject({ code: 'tax-rate-overlaps' })
  })

  it('is added by one of two who add it at the same time', async () => {
    const { taxRegionId } = await region('Raced')
    const answers = await Promise.allSettled([addRate(taxRegionId), addRate(taxRegionId)])
    expect(answers.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await ratesOn(taxRegionId, '2026-05-05')).toHaveLength(1)
  })

  it('does not end before it begins', async () => {
    const { taxRegionId } = await region('Backwards')
    const early = { validFrom: '2026-05-01', validTo: '2026-04-30' }
    expect(await refusal(addRate(taxRegionId, early))).toMatchObject({ fields: [{ field: 'validTo' }] })
    const rate = await firstRate(addRate(taxRegionId))
    expect(await refusal(end(rate, '2025-12-31'))).toMatchObject({ status: 400 })
  })

  it.each([-1, 1_000_001, 0.5])('of %d millionths is refused', async (ratePpm) => {
    const { taxRegionId } = await region(`Rate ${ratePpm}`)
    expect(await refusal(addRate(taxRegionId, { ratePpm }))).toMatchObject({ fields: [{ field: 'ratePpm' }] })
  })
})
