import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { loadLinks } from '../../postgres/links.ts'
import { createSyncWorld, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import type { Engine } from '../engine.ts'
import { createCustomerNow } from './create-customer.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.sandbox.chaos.calm())
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const NEWCOMER = '00000000-0000-4000-8000-00000000cc55'

function newcomer(name: string) {
  const address = { line1: null, line2: null, city: null, region: null, postalCode: null, country: null }
  const party = { id: NEWCOMER, name, email: null, phone: null, currency: 'USD', active: true, address }
  world.clients.set(NEWCOMER, party)
}
const now = ({ connectionId }: Connection, engine: Engine = world.engine) =>
  createCustomerNow(engine, TENANT_A, connectionId, NEWCOMER, SOMEBODY)
const customersCalled = ({ realm }: Connection, name: string) =>
  [...world.sandbox.company(realm).tables.Customer.rows.values()].filter(
    (each) => each['DisplayName'] === name,
  )
const linkOfNewcomer = async (connection: Connection) =>
  (
    await inA((trx) => loadLinks(trx, TENANT_A, connection, [{ entityType: 'client', entityId: NEWCOMER }]))
  )[0]

// capability customers out: A customer is created there now, when somebody presses for it
it('a customer is created, linked, and sets free what waited for it', async () => {
  const connection = await world.connect()
  newcomer('Willow & Co')
  await world.finalize(connection, 3, { clientId: NEWCOMER })
  await world.cycle(connection)
  expect(world.tasks.size).toBe(1)
  const made = await now(connection)
  expect(made).toMatchObject({ kind: 'created', released: 3 })
  expect(world.tasks.size).toBe(0)
  await world.cycle(connection)
  expect(world.there(connection).size).toBe(3)
  expect(await now(connection)).toMatchObject({ kind: 'adopted', released: 0 })
  expect(customersCalled(connection, 'Willow & Co')).toHaveLength(1)
})

it('pressed twice at once it is one customer', async () => {
  const connection = await world.connect()
  newcomer('Hazel')
  const made = await Promise.all([now(connection), now(connection, world.another('second'))])
  expect(customersCalled(connection, 'Hazel')).toHaveLength(1)
  const ids = made.map((each) => ('externalId' in each ? each.externalId : each.kind))
  expect(new Set(ids).size).toBe(1)
  expect(await linkOfNewcomer(connection)).toMatchObject({ externalId: ids[0] })
})

it.each([false, true])(
  'whose answer got lost is found when somebody presses again, though request ids are forgotten: %s',
  async (forgets) => {
    const connection = await world.connect()
    newcomer('Rowan')
    const usual = world.sandbox.interfere
    if (forgets) world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
    world.sandbox.chaos.arm({ fault: 'lost-after', match: { realmId: connection.realm, what: 'create' } })
    expect(await now(connection)).toEqual({ kind: 'unreachable' })
    expect(await linkOfNewcomer(connection)).toBeUndefined()
    const again = await now(connection)
    world.sandbox.interfere = usual
    expect(again).toMatchObject({ kind: forgets ? 'adopted' : 'created' })
    expect(customersCalled(connection, 'Rowan')).toHaveLength(1)
    expect(await linkOfNewcomer(connection)).toBeDefined()
  },
)

it('has no transaction open while it is on its way', async () => {
  const connection = await world.connect()
  newcomer('Aspen')
  let open = 0
  const seen: number[] = []
  const watched = world.another('watched', {
    transactions: {
      ...world.host.transactions,
      async inTenant(tenant, work) {
        open += 1
        try {
          return await world.host.transactions.inTenant(tenant, work)
        } finally {
          open -= 1
        }
      },
    },
    async fetch(...call) {
      seen.push(open)
      return await world.sandbox.fetch(...call)
    },
  })
  await now(connection, watched)
  expect(seen).toEqual([0])
})

it('is refused in words of ours: a name that stands for several, a client nobody knows', async () => {
  const connection = await world.connect()
  const [first, ...rest] = [...world.sandbox.company(connection.realm).tables.Customer.rows.values()]
  const taken = String(first?.['DisplayName'])
  expect(rest.length).toBeGreaterThan(0)
  newcomer(taken)
  // The only one of that name is linked to another client of ours.
  expect(await now(connection)).toMatchObject({ kind: 'refused', code: 'duplicate_name' })
  world.clients.clear()
  expect(await now(connection)).toEqual({ kind: 'unknown_client' })
  expect(await now({ ...connection, connectionId: crypto.randomUUID() })).toEqual({ kind: 'not_connected' })
})
