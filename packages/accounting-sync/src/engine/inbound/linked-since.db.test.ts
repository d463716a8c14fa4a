import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../postgres/connection.ts'
import { writeLinks } from '../../postgres/links.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** An invoice that is none of ours, of a customer nobody of ours is linked to, and a payment of it. */
async function paysItsOwn({ realm }: Connection): Promise<string> {
  const keeper = bookkeeperOf(world.sandbox, realm, 'http://desk.test')
  const line = {
    Amount: 45,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: '1' } },
  }
  const invoice = await keeper.create('Invoice', { CustomerRef: { value: '2' }, Line: [line] })
  return (await keeper.pays('2', 45, [[invoice.Id, 45]])).Id
}

/** A client of that customer's name, which nobody has linked. */
function namesakeOf(customerId: string, { realm }: Connection): string {
  const customer = world.sandbox.company(realm).tables.Customer.rows.get(customerId)
  const id = crypto.randomUUID()
  const nowhere = { line1: null, line2: null, city: null, region: null, postalCode: null, country: null }
  const name = String(customer?.['DisplayName'])
  const client = { id, name, email: null, phone: null, currency: 'USD', active: true, address: nowhere }
  world.clients.set(id, client)
  return id
}

interface Linked {
  client?: string
  customer?: string
  /** By a process whose clock is so many seconds ahead. */
  secondsAhead?: number
}

async function linked(
  connection: Connection,
  { client = crypto.randomUUID(), customer = '2', secondsAhead = 0 }: Linked = {},
): Promise<void> {
  const draft = {
    mappingId: crypto.randomUUID(),
    entityType: 'client',
    entityId: client,
    externalKind: 'customer',
    externalId: customer,
    exclusive: true,
    status: 'linked',
  } as const
  const at = new Date(world.now().getTime() + secondsAhead * 1000)
  await world.host.transactions.inTenant(TENANT_A, (trx) =>
    writeLinks(trx, TENANT_A, connection, [draft], at),
  )
}

async function polls(connection: Connection, times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    world.advance(900)
    await world.cycle(connection)
  }
}

const toldAgain = ({ realm }: Connection) =>
  world.host.transactions.inTenant(TENANT_A, (trx) =>
    trx('accounting_sync_cycles')
      .where({ target_realm: realm })
      .whereNotNull('cursor_after')
      .update({ cursor_after: '2026-11-20T00:00:00.000Z' }),
  )

const askedAbout = ({ realm }: Connection) =>
  [...world.tasks.values()]
    .filter((each) => each.context['realm'] === realm)
    .map((each) => each.context['externalId'])

it.each([3600, -3600])(
  'what was paid before its client was linked is theirs alone, and what comes after is asked about, though a clock was %i s ahead',
  async (secondsAhead) => {
    const connection = await world.connect()
    await polls(connection, 1)
    await paysItsOwn(connection)
    await polls(connection, 2)
    await linked(connection, { secondsAhead })
    const after = await paysItsOwn(connection)
    await polls(connection, 1)
    expect(askedAbout(connection)).toEqual([after])
    await toldAgain(connection)
    await polls(connection, 1)
    expect(askedAbout(connection)).toEqual([after])
  },
)

it('what the very run was told that links their customer stays theirs alone', async () => {
  const connection = await world.connect({ createCustomers: true })
  await polls(connection, 1)
  const [document] = await world.finalize(connection, 1, { clientId: namesakeOf('2', connection) })
  await paysItsOwn(connection)
  world.advance(900)
  await world.cycle(connection)
  expect(world.there(connection).get(document?.number ?? '')).toBe(1)
  expect(askedAbout(connection)).toEqual([])
  await toldAgain(connection)
  await polls(connection, 1)
  expect(askedAbout(connection)).toEqual([])
})

it('what was paid before its client was moved to that customer is theirs alone, and what comes after is asked about', async () => {
  const connection = await world.connect()
  const client = crypto.randomUUID()
  await linked(connection, { client, customer: '3' })
  await polls(connection, 1)
  await paysItsOwn(connection)
  await polls(connection, 2)
  await linked(connection, { client })
  const after = await paysItsOwn(connection)
  await polls(connection, 1)
  await toldAgain(connection)
  await polls(connection, 1)
  expect(askedAbout(connection)).toEqual([after])
})

it('what somebody was asked about stays a question when its client is moved', async () => {
  const connection = await world.connect()
  const client = crypto.randomUUID()
  await linked(connection, { client })
  await polls(connection, 1)
  const asked = await paysItsOwn(connection)
  await polls(connection, 2)
  for (const customer of ['3', '2']) await linked(connection, { client, customer })
  await toldAgain(connection)
  await polls(connection, 1)
  expect(askedAbout(connection)).toEqual([asked])
})
