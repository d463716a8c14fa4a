import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { writeLinks } from '../../postgres/links.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { keyedPayment } from '../../testing/keyed-payment.ts'
import { CLIENT, createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

const linkedTo = (externalId: string) =>
  ({
    mappingId: crypto.randomUUID(),
    entityType: 'client',
    entityId: CLIENT,
    externalKind: 'customer',
    externalId,
    exclusive: true,
    status: 'linked',
  }) as const

it('what was refused since its customer was out of use goes by itself once that one is in use again', async () => {
  const connection = await world.connect()
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  const polls = async () => {
    world.advance(900)
    await world.cycle(connection)
  }
  const outcome = async () =>
    (await world.operations(connection)).map(({ kind, status, errorCode }) => [kind, status, errorCode])
  const tasks = () =>
    [...world.tasks.values()]
      .filter((each) => each.context['realm'] === connection.realm)
      .map((each) => each.kind)
  const { Id } = await keeper.create('Customer', { DisplayName: 'Alder & Finch Dental Care' })
  await inA((trx) => writeLinks(trx, TENANT_A, connection, [linkedTo(Id)], world.now()))
  await polls()
  await keeper.change('Customer', Id, { Active: false })
  await world.finalize(connection, 1)
  await keyedPayment(world, connection, { amountMinor: 900, allocations: [] })
  await polls()
  expect((await outcome()).toSorted()).toEqual([
    ['export_invoice', 'failed', 'reference_inactive'],
    ['record_payment', 'failed', 'reference_inactive'],
  ])
  expect(tasks()).toHaveLength(3)
  await keeper.change('Customer', Id, { Active: true })
  await polls()
  expect((await outcome()).toSorted()).toEqual([
    ['export_invoice', 'done', null],
    ['record_payment', 'done', null],
  ])
  expect(tasks()).toEqual([])
})
