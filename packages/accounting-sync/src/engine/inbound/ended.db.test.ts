import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../postgres/connection.ts'
import { loadLinks } from '../../postgres/links.ts'
import { bookkeeperOf, type Bookkeeper } from '../../testing/bookkeeper.ts'
import { keyedPayment } from '../../testing/keyed-payment.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** A payment of ours over there that was taken back here, and whose void a fit of the service refused. */
async function takenBack(connection: Connection): Promise<string> {
  const { receipt, tell } = await keyedPayment(world, connection, { amountMinor: 900, allocations: [] })
  await world.cycle(connection)
  world.payments.receipts.set(receipt.receiptId, { ...receipt, key: receipt.receiptId, isReversed: true })
  await tell()
  const { chaos } = world.sandbox
  chaos.arm({ fault: 'fault-in-200', match: { realmId: connection.realm, what: 'void Payment' }, times: 9 })
  await world.cycle(connection)
  chaos.calm()
  return receipt.receiptId
}

const linkOf = async (connection: Connection, entityId: string) => {
  const [link] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
    loadLinks(trx, TENANT_A, connection, [{ entityType: 'payment', entityId }]),
  )
  return link?.status
}

const tasksOf = ({ realm }: Connection) =>
  [...world.tasks.values()].filter((each) => each.context['realm'] === realm).map((each) => each.kind)

it.each<[string, (keeper: Bookkeeper, id: string) => Promise<unknown>]>([
  ['deleted', (keeper, id) => keeper.delete('Payment', id)],
  ['voided', (keeper, id) => keeper.void('Payment', id)],
])('taken back here and %s there needs nobody any more, though its void was refused', async (_, end) => {
  const connection = await world.connect()
  const receiptId = await takenBack(connection)
  expect(tasksOf(connection)).toEqual(['accounting_sync_export_error'])
  const [row] = [...world.sandbox.company(connection.realm).tables.Payment.rows.values()]
  await end(bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test'), row?.Id ?? '')
  world.advance(900)
  await world.cycle(connection)
  expect(await linkOf(connection, receiptId)).toBe('voided')
  expect(tasksOf(connection)).toEqual([])
  const open = (await world.operations(connection)).filter((each) => each.status !== 'done')
  expect(open).toMatchObject([{ status: 'skipped', skipReason: 'already_there' }])
})
