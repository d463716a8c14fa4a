import { readConnection } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import {
  connectAs,
  createAccountingHost,
  invoicesUnder,
  thereUnder,
  type AccountingHost,
} from './testing/accounting-host.ts'

const OTHER = '9131'

describe('a connected company over the routes', () => {
  let world: AccountingHost
  let bill: Person
  let place: string
  let clientId: string
  let serviceId: string
  beforeAll(async () => {
    world = await createAccountingHost()
    world.sandbox.addCompany({ realmId: OTHER, name: 'Harbor Holding' })
    bill = world.bill
    const { body } = await connectAs(world, bill)
    place = `/accounting/connections/${body.connectionId}`
    const { items } = (await bill.ask('GET', '/clients?limit=50')).body
    clientId = items.find((each: { currency: string }) => each.currency === 'USD').clientId
    serviceId = (await bill.ask('GET', '/services?limit=1')).body.items[0].serviceId
    await world.sync.refreshCatalogue(await stored(), AbortSignal.timeout(20_000))
    await inTenant(async (trx) => {
      const connection = await stored()
      for (const link of [
        { entityType: 'client', entityId: clientId, externalId: '1' },
        { entityType: 'service', entityId: serviceId, externalId: '1' },
      ] as const) {
        expect(await world.sync.map(trx, connection, link)).toMatchObject({ kind: 'mapped' })
      }
    })
  })
  afterAll(() => world.close())

  const inTenant = <T>(work: (trx: Transaction) => Promise<T>) =>
    world.test.db.database.withTenant(HARBOR.tenant, work)
  const stored = async () => {
    const [, connectionId = ''] = place.match(/connections\/(.+)$/) ?? []
    const connection = await inTenant((trx) => readConnection(trx, HARBOR.tenant, connectionId))
    if (connection === null) throw new Error('it is not connected')
    return connection
  }
  const set = (body: object) => bill.ask('PATCH', `${place}/settings`).send(body)
  const settings = async () => (await set({ createCustomers: false })).body.settings
  const health = async () => (await bill.ask('GET', `${place}/health`)).body

  async function finalized(): Promise<{ invoiceId: string; number: string }> {
    const lines = [{ description: 'Server care', serviceId, unitPriceMinor: 12_345, taxable: false }]
    const made = await bill.ask('POST', '/invoices').send({ clientId, lines })
    const { invoiceId } = made.body
    await bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    return (await bill.ask('GET', `/invoices/${invoiceId}`)).body
  }

  it('sends nothing by itself before somebody chose the first day', async () => {
    expect(await health()).toMatchObject({ verdict: 'not_live', warnings: ['not_live', 'no_fallback_item'] })
    expect((await set({ autoSync: true })).body).toMatchObject({ status: 409, code: 'accounting-no-go-live' })
    const live = await set({ autoSync: true, goLiveDate: '2026-01-01' })
    expect(live.body.settings).toMatchObject({ autoSync: true, goLiveDate: '2026-01-01' })
    expect(await health()).toMatchObject({ warnings: ['no_fallback_item'] })
  })

  it('is set by what is named, and the rest stays, also for two who save at once', async () => {
    const both = await Promise.all([set({ fallbackItemId: '1' }), set({ createCustomers: true })])
    expect(both.map((each) => each.status)).toEqual([200, 200])
    expect(await settings()).toEqual({
      autoSync: true,
      goLiveDate: '2026-01-01',
      createCustomers: false,
      fallbackItem: { id: '1', name: expect.any(String) },
      depositAccount: null,
    })
    expect((await set({ fallbackItemId: null })).body.settings).toMatchObject({
      fallbackItem: null,
      autoSync: true,
    })
  })

  it('takes no item or account that is not there', async () => {
    for (const body of [{ fallbackItemId: 'no such' }, { depositAccountId: 'no such' }]) {
      expect((await set(body)).body).toMatchObject({ status: 409, code: 'accounting-entry-unknown' })
    }
    expect((await set({})).body).toMatchObject({ status: 409, code: 'accounting-nothing-to-change' })
  })

  it('says what it sent, when it ran, and that both books agree', async () => {
    const { number } = await finalized()
    await thereUnder(world, number)
    await vi.waitFor(async () => expect((await health()).verdict).toBe('agrees'), { timeout: 15_000 })
    const body = await health()
    expect(body).toMatchObject({
      agreeing: { documents: 1, money: [{ currency: 'USD', amountMinor: 12_345 }] },
      documents: 1,
      drifted: { documents: 0, money: [] },
      attention: { operations: 0, money: [] },
      waiting: [],
      hardDays: expect.any(Number),
    })
    expect(body.tokenDays).toBeGreaterThan(90)
    expect(body.days).toHaveLength(30)
    expect(body.days.at(-1)).toMatchObject({ done: 1, failed: 0 })
    expect(Date.parse(body.nextRunAt)).toBeGreaterThan(Date.parse(body.lastCycle.startedAt))
    const { body: page } = await bill.ask('GET', `${place}/cycles?limit=1`)
    const { body: next } = await bill.ask('GET', `${place}/cycles?limit=1&cursor=${page.nextCursor}`)
    expect(page.items).toHaveLength(1)
    expect(next.items[0]?.cycleId).not.toBe(page.items[0].cycleId)
    expect([...page.items, ...next.items].map((each) => each.counts.exported ?? 0)).toContain(1)
  })

  it('runs when somebody asks, and tells how far it is', async () => {
    const before = (await bill.ask('GET', `${place}/progress`)).body
    const asked = await bill.ask('POST', `${place}/sync`)
    expect(asked.body.kind).toMatch(/asked|running/)
    await vi.waitFor(
      async () => {
        const { body } = await bill.ask('GET', `${place}/progress`)
        expect(body).toMatchObject({ running: null, due: 0, last: { status: 'done' } })
        expect(body.last.cycleId).not.toBe(before.last?.cycleId)
      },
      { timeout: 15_000 },
    )
  })

  // capability control stays: Everything, while a company is paused
  it('waits while it is paused, says why and since when, and goes on afterwards', async () => {
    const pause = (reason: string) => bill.ask('POST', `${place}/pause`).send({ reason })
    const paused = await pause('the month is being closed')
    expect(paused.body.paused).toMatchObject({ reason: 'the month is being closed', byName: 'Bill Moreau' })
    expect((await pause('again')).body).toMatchObject({ code: 'accounting-paused' })
    const { number } = await finalized()
    await vi.waitFor(async () =>
      expect(await health()).toMatchObject({ verdict: 'paused', waiting: [{ operations: 1 }] }),
    )
    expect((await bill.ask('POST', `${place}/resume`)).body.paused).toBeNull()
    expect((await bill.ask('POST', `${place}/resume`)).body).toMatchObject({ code: 'accounting-not-paused' })
    await thereUnder(world, number)
  })

  it('keeps links, settings and queue when it is let go, and comes back as the same with nothing twice', async () => {
    const first = await finalized()
    await thereUnder(world, first.number)
    const before = (await bill.ask('GET', '/accounting/connections')).body.items[0]
    expect((await bill.ask('POST', `${place}/disconnect`)).body).toEqual({ kind: 'disconnected' })
    expect((await bill.ask('POST', `${place}/disconnect`)).body).toEqual({ kind: 'was_not_connected' })
    for (const route of ['refresh', 'default']) {
      const answer = await bill.ask('POST', `${place}/${route}`)
      expect(answer.body, route).toMatchObject({ code: 'accounting-not-connected' })
    }
    expect((await bill.ask('POST', `${place}/sync`)).body).toEqual({ kind: 'not_connected', cycle: null })
    const { body } = await connectAs(world, bill)
    expect(body).toMatchObject({ kind: 'connected', connectionId: before.connectionId })
    const after = (await bill.ask('GET', '/accounting/connections')).body.items
    expect(after).toMatchObject([{ settings: before.settings, isDefault: true, disconnectedAt: null }])
    const second = await finalized()
    await thereUnder(world, second.number)
    expect(invoicesUnder(world, first.number)).toHaveLength(1)
  })

  // capability control out: Of several companies, documents go to the default
  it('is meant by whatever names no other: documents go where the default is', async () => {
    const other = await connectAs(world, bill, OTHER)
    const { confirmation } = other.body
    const { body } = await bill.ask('POST', '/accounting/consents/confirm').send({ confirmation })
    const holding = `/accounting/connections/${body.connectionId}`
    const live = { autoSync: true, goLiveDate: '2026-01-01' }
    await bill.ask('PATCH', `${holding}/settings`).send(live).expect(200)
    const goesTo = async () => {
      const { invoiceId } = await finalized()
      return await world.test.db
        .owner('accounting_sync_operations')
        .where({ alga_entity_id: invoiceId })
        .pluck('target_realm')
    }
    expect(await goesTo()).toEqual([OTHER])
    await bill.ask('POST', `${place}/default`).expect(200)
    expect(await goesTo()).toEqual(['9130'])
  })
})

describe('an own app', () => {
  let world: AccountingHost
  let bill: Person
  beforeAll(async () => {
    world = await createAccountingHost()
    bill = world.bill
  })
  afterAll(() => world.close())

  const PLACE = '/accounting/apps/sandbox'
  const app = { clientId: 'our-own-app', clientSecret: 'our-own-secret' }

  it('is saved, shown without its secret, and forgotten', async () => {
    expect((await bill.ask('GET', PLACE)).body).toEqual({ clientId: null })
    expect((await bill.ask('PUT', PLACE).send(app)).body).toEqual({ clientId: 'our-own-app' })
    expect((await bill.ask('GET', PLACE)).body).toEqual({ clientId: 'our-own-app' })
    const { owner } = world.test.db
    const kept = JSON.stringify([await owner('audit_events'), await owner('secrets'), world.test.lines])
    expect(kept).not.toContain('our-own-secret')
    expect((await bill.ask('POST', `${PLACE}/remove`)).body).toEqual({ removed: true })
    expect((await bill.ask('POST', `${PLACE}/remove`)).body).toEqual({ removed: false })
  })

  it('stays while a company is connected with it; only its secret may change', async () => {
    await bill.ask('PUT', PLACE).send(app).expect(200)
    await connectAs(world, bill)
    await world.test.db.owner('accounting_connections').update({ app: 'own' })
    const inUse = { status: 409, code: 'accounting-app-in-use' }
    expect((await bill.ask('POST', `${PLACE}/remove`)).body).toMatchObject(inUse)
    expect((await bill.ask('PUT', PLACE).send({ ...app, clientId: 'another' })).body).toMatchObject(inUse)
    await bill
      .ask('PUT', PLACE)
      .send({ ...app, clientSecret: 'renewed' })
      .expect(200)
  })

  it('is another tenant’s business nowhere', async () => {
    const jonas = await world.test.as('jonas@juniperridge.example')
    expect((await jonas.ask('GET', PLACE)).body).toEqual({ clientId: null })
  })
})

it('in the community edition there are no such routes', async () => {
  const world = await createAccountingHost({ edition: 'community' })
  expect((await world.bill.ask('GET', '/accounting/connections')).status).toBe(404)
  await world.close()
})
