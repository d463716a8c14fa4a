import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { replaceCatalogue } from '../../postgres/catalogue.ts'
import type { Connection } from '../../postgres/connection.ts'
import { createSyncWorld, lineOf, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { changeSettings, keepOut, takeBackIn } from '../control.ts'
import { map } from '../mapping/map.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

/** A worker to whom somebody comes after it looked at everything and before it writes down what it decided. */
function meanwhile(happens: () => Promise<unknown>) {
  const { host } = world
  let looks = 0
  return world.another('interrupted', {
    books: {
      ...host.books,
      async documents(...asked) {
        looks += 1
        return await host.books.documents(...asked)
      },
    },
    transactions: {
      ...host.transactions,
      async inTenant(tenant, work) {
        if (looks === 1) {
          looks += 1
          await happens()
        }
        return await host.transactions.inTenant(tenant, work)
      },
    },
  })
}

const services = async (connection: Connection) => {
  const entry = { id: '1', name: 'Services', detail: null, email: null, currency: null }
  const entries = [{ ...entry, active: true, group: null }]
  await inA((trx) => replaceCatalogue(trx, TENANT_A, connection, 'item', entries, world.now()))
}
const soldAs = (serviceId: string | null) => ({
  lines: [lineOf(100, serviceId)],
  netMinor: 100,
  totalMinor: 100,
})
const ended = async (connection: Connection) =>
  (await world.operations(connection)).map((each) => [each.status, each.waitReason])

it('what somebody links between a look and what was decided by it lets nothing wait for it', async () => {
  const connection = await world.connect()
  await services(connection)
  await world.finalize(connection, 2, soldAs('new'))
  const toItem = { entityType: 'service', entityId: 'new', externalId: '1' } as const
  const engine = meanwhile(() => inA((trx) => map(world.host, trx, connection, toItem)))
  expect(await world.cycle(connection, engine)).toMatchObject({ kind: 'ran', outbound: 'done' })
  expect(await ended(connection)).toEqual([1, 2].map(() => ['done', null]))
})

it('nor does what somebody takes back in', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1)
  const thing = { entityType: 'invoice', entityId: document?.id ?? '' } as const
  await inA((trx) => keepOut(world.host, trx, TENANT_A, { ...thing, reason: 'barter', by: SOMEBODY }))
  // It is due all the same, as if it had been queued just before it was left out.
  await world.db
    .owner('accounting_sync_operations')
    .where({ alga_entity_id: thing.entityId })
    .update({ wait_reason: null, next_attempt_at: world.now() })
  const engine = meanwhile(() => inA((trx) => takeBackIn(world.host, trx, TENANT_A, thing)))
  await world.cycle(connection, engine)
  expect(await ended(connection)).toEqual([['done', null]])
})

it('nor does a setting that gives it a place', async () => {
  const connection = await world.connect()
  await world.finalize(connection, 1, soldAs(null))
  const { connectionId } = connection
  const engine = meanwhile(() =>
    inA((trx) => changeSettings(world.host, trx, TENANT_A, connectionId, { fallbackItemId: '1' })),
  )
  await world.cycle(connection, engine)
  expect(await ended(connection)).toEqual([['done', null]])
})
