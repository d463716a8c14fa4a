import { Problem, type Transaction } from '@tieout/platform'
import { insertTenant, testIds } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createClient,
  createTerms,
  createTaxRegion,
  deactivateTerms,
  deactivateTaxRegion,
  getClient,
  listClients,
  listTerms,
  makeTermsDefault,
  reactivateTerms,
  termsOptions,
  updateClient,
  updateTerms,
} from '../contract/index.ts'
import { createWorld, person, type World } from '../testing/world.ts'
import { createBillingDefaults } from './defaults.ts'
import { termsInForce } from './terms-store.ts'

let world: World
const tenant = '00000000-0000-4000-8000-0000000000c7'
const bill = person({
  tenant,
  permissions: new Set([
    'billing_settings:read',
    'billing_settings:update',
    'invoice:read',
    'client:read',
    'client:create',
    'client:update',
  ]),
})
const within = <T>(work: (trx: Transaction) => Promise<T>) => world.db.database.withTenant(tenant, work)

beforeAll(async () => {
  world = await createWorld()
  await insertTenant(world.db.database, tenant, 'Terms')
  expect(await within((trx) => termsInForce(trx, null))).toEqual({ termsId: null, rule: 'net', days: 30 })
  await within((trx) => createBillingDefaults(trx, tenant, testIds(), world.clock))
})
afterAll(() => world.close())

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}
const all = async () => (await world.app.execute(listTerms, bill, {})).items
const named = async (name: string) => {
  const found = (await all()).find((each) => each.name === name)
  if (!found) throw new Error(`no terms called ${name}`)
  return found
}
const create = (name: string, days = 10) => world.app.execute(createTerms, bill, { name, rule: 'net', days })

describe('payment terms', () => {
  it('are there for a new company, the shortest first', async () => {
    expect((await all()).map((each) => each.name)).toEqual(['Net 7', 'Net 14', 'Net 30', 'Net 45', 'Net 60'])
    expect((await all()).filter((each) => each.isDefault).map((each) => each.name)).toEqual(['Net 30'])
    const pages = await world.app.execute(listTerms, bill, { limit: 2 })
    const next = await world.app.execute(listTerms, bill, { limit: 2, cursor: pages.nextCursor ?? '' })
    expect(next.items.map((each) => each.name)).toEqual(['Net 30', 'Net 45'])
  })

  it('are created, changed, left and taken back', async () => {
    const { termsId } = await create('Ten')
    const changed = await world.app.execute(updateTerms, bill, { termsId, rule: 'end_of_month', days: 0 })
    expect(changed).toMatchObject({ name: 'Ten', rule: 'end_of_month', days: 0, isDefault: false })
    await world.app.execute(deactivateTerms, bill, { termsId })
    const offered = await world.app.execute(termsOptions, bill, {})
    expect(offered.items.map((each) => each.name)).not.toContain('Ten')
    expect(await refusal(world.app.execute(makeTermsDefault, bill, { termsId }))).toMatchObject({
      code: 'terms-inactive',
    })
    expect(await world.app.execute(reactivateTerms, bill, { termsId })).toMatchObject({ status: 'active' })
    expect(await refusal(world.app.execute(reactivateTerms, bill, { termsId }))).toMatchObject({
      code: 'terms-already-active',
    })
  })

  it('have their name for themselves', async () => {
    expect(await refusal(create('Net 7'))).toMatchObject({
      code: 'terms-name-taken',
      fields: [{ field: 'name' }],
    })
  })

  it.each([-1, 366, 1.5])('of %d days are refused', async (days) => {
    expect(await refusal(create('Odd', days))).toMatchObject({ fields: [{ field: 'days' }] })
  })

  it('have one default, also when two choose one at the same time, and it stays in use', async () => {
    const [a, b] = [await named('Net 14'), await named('Net 60')]
    for (let round = 0; round < 5; round++) {
      await Promise.all([a, b].map(({ termsId }) => world.app.execute(makeTermsDefault, bill, { termsId })))
      const defaults = (await all()).filter((each) => each.isDefault)
      expect(defaults).toHaveLength(1)
      const [chosen] = defaults
      const left = world.app.execute(deactivateTerms, bill, { termsId: chosen?.termsId ?? '' })
      expect(await refusal(left)).toMatchObject({ code: 'terms-are-default' })
    }
    await world.app.execute(makeTermsDefault, bill, { termsId: a.termsId })
    expect(await within((trx) => termsInForce(trx, null))).toMatchObject({ termsId: a.termsId, days: 14 })
    expect(await within((trx) => termsInForce(trx, b.termsId))).toMatchObject({ days: 60 })
  })
})

describe('a client', () => {
  const client = (displayName: string, more: object = {}) =>
    world.app.execute(createClient, bill, { displayName, currency: 'USD', ...more })

  it('has its own terms, or those of the company as they are now', async () => {
    const own = await client('Own', { termsId: (await named('Net 45')).termsId })
    const none = await client('None')
    expect([own.termsName, none.termsName]).toEqual(['Net 45', 'Net 14'])
    await world.app.execute(makeTermsDefault, bill, { termsId: (await named('Net 7')).termsId })
    const listed = await world.app.execute(listClients, bill, {})
    expect(listed.items.map((each) => [each.displayName, each.termsName])).toEqual([
      ['None', 'Net 7'],
      ['Own', 'Net 45'],
    ])
  })

  it('has a tax region, and says so by name', async () => {
    const region = await world.app.execute(createTaxRegion, bill, { name: 'Maine' })
    const { clientId } = await client('Taxed')
    const to = { clientId, version: 1, taxRegionId: region.taxRegionId, taxExempt: true }
    await world.app.execute(updateClient, bill, to)
    expect(await world.app.execute(getClient, bill, { clientId })).toMatchObject({
      taxRegionId: region.taxRegionId,
      taxRegionName: 'Maine',
      taxExempt: true,
    })
  })

  it('keeps what went out of use, but nobody gets it anew', async () => {
    const terms = await create('Leaving')
    const region = await world.app.execute(createTaxRegion, bill, { name: 'Leaving' })
    const choice = { termsId: terms.termsId, taxRegionId: region.taxRegionId }
    const kept = await client('Keeper', choice)
    await world.app.execute(deactivateTerms, bill, { termsId: terms.termsId })
    await world.app.execute(deactivateTaxRegion, bill, { taxRegionId: region.taxRegionId })
    const saved = await world.app.execute(updateClient, bill, {
      clientId: kept.clientId,
      version: 1,
      city: 'Bath',
      ...choice,
    })
    expect(saved).toMatchObject({ city: 'Bath', termsName: 'Leaving', taxRegionName: 'Leaving' })
    const refused = await refusal(client('Newcomer', choice))
    expect(refused).toMatchObject({ status: 400, fields: [{ field: 'termsId' }, { field: 'taxRegionId' }] })
  })
})
