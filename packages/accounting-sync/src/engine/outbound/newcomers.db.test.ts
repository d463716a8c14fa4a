import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { saveFacts } from '../../postgres/connection-settings.ts'
import { loadLinks } from '../../postgres/links.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => {
  world.sandbox.chaos.calm()
  world.tasks.clear()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

describe('a company that numbers documents itself', () => {
  it.each([1, 20])(
    'keeps its numbers, and what a lost answer left behind is adopted by day and marker: %i',
    async (count) => {
      const connection = await world.connect()
      const { tables } = world.sandbox.company(connection.realm)
      for (const [id, row] of tables.Preferences.rows) {
        const forms = row['SalesFormsPrefs'] as object
        tables.Preferences.rows.set(id, { ...row, SalesFormsPrefs: { ...forms, CustomTxnNumbers: false } })
      }
      const facts = { ...connection.facts, numbersItself: true }
      await inA((trx) => saveFacts(trx, TENANT_A, connection.connectionId, facts, world.now()))
      const usual = world.sandbox.interfere
      world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
      const what = count === 1 ? 'create' : 'batch'
      world.sandbox.chaos.arm({ fault: 'lost-after', match: { realmId: connection.realm, what } })
      const documents = await world.finalize(connection, count)
      await world.settleDown(connection)
      world.sandbox.interfere = usual
      const rows = [...tables.Invoice.rows.values()]
      for (const { id } of documents) {
        const ours = rows.filter((row) => String(row['PrivateNote']).includes(`tieout:${id}`))
        expect(ours).toHaveLength(1)
      }
      const wanted = documents.map(({ id }) => ({ entityType: 'invoice', entityId: id }))
      const links = await inA((trx) => loadLinks(trx, TENANT_A, connection, wanted))
      expect(links.map((each) => each.status)).toEqual(documents.map(() => 'verified'))
      const theirs = new Set(rows.map((row) => row['DocNumber']))
      expect(links.every((each) => theirs.has(each.number))).toBe(true)
    },
  )
})

describe('a client that has no customer', () => {
  // capability customers out: Customers are created with their first document, where that is switched on
  it('creates customers first where that is wanted, once, whatever happens to the answer', async () => {
    const connection = await world.connect({ createCustomers: true })
    const newcomer = {
      id: '00000000-0000-4000-8000-00000000cc77',
      name: 'Birch & Sons',
      email: null,
      phone: null,
      currency: 'USD',
      active: true,
      address: { line1: null, line2: null, city: null, region: null, postalCode: null, country: null },
    }
    world.clients.set(newcomer.id, newcomer)
    world.sandbox.chaos.arm({
      fault: 'lost-after',
      match: { realmId: connection.realm, what: 'create Customer' },
    })
    await world.finalize(connection, 3, { clientId: newcomer.id })
    await world.settleDown(connection)
    expect([...world.there(connection).values()]).toEqual([1, 1, 1])
    const named = [...world.sandbox.company(connection.realm).tables.Customer.rows.values()].filter(
      (each) => each['DisplayName'] === 'Birch & Sons',
    )
    expect(named).toHaveLength(1)
  })

  it('gets none by itself: somebody has to want that', async () => {
    const connection = await world.connect()
    const stranger = crypto.randomUUID()
    world.clients.set(stranger, {
      id: stranger,
      name: 'Wren & Sons',
      email: null,
      phone: null,
      currency: 'USD',
      active: true,
      address: { line1: null, line2: null, city: null, region: null, postalCode: null, country: null },
    })
    await world.finalize(connection, 2, { clientId: stranger })
    await world.settleDown(connection)
    const created = world.sandbox.log
      .entries()
      .filter((each) => each.realmId === connection.realm && each.what === 'create Customer')
    expect(created).toEqual([])
    expect((await world.operations(connection)).map((each) => each.waitReason)).toEqual([
      'unmapped',
      'unmapped',
    ])
  })
})
