import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../postgres/connection.ts'
import { listCycles } from '../../postgres/cycles.ts'
import { bookkeeperOf, linesFor } from '../../testing/bookkeeper.ts'
import { keyedPayment } from '../../testing/keyed-payment.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** Paid in full here, and queued. */
async function paidHere(connection: Connection) {
  const [document] = await world.finalize(connection, 1)
  if (document === undefined) throw new Error('there is one')
  await world.cycle(connection)
  const { id: documentId, totalMinor: amountMinor } = document
  const allocations = [{ allocationId: crypto.randomUUID(), documentId, amountMinor }]
  const { receipt } = await keyedPayment(world, connection, { amountMinor, allocations })
  return { document, receipt }
}

/** Three quarters of an hour in which nobody can look for what was sent, though polls tell of it. */
async function unheardOf(
  connection: Connection,
  meanwhile: () => Promise<void>,
  what: 'create' | 'batch' = 'create',
): Promise<void> {
  const { chaos } = world.sandbox
  const realmId = connection.realm
  chaos.arm({ fault: 'lost-after', match: { realmId, what }, times: 1 })
  const hidden = chaos.arm({ fault: 'html', match: { realmId, what: 'query' }, times: 99 })
  await world.cycle(connection)
  await meanwhile()
  for (let round = 0; round < 3; round += 1) {
    world.advance(900)
    await world.cycle(connection)
  }
  chaos.disarm(hidden)
  await world.settleDown(connection)
  world.advance(900)
  await world.cycle(connection)
}

const standing = (connection: Connection) => [
  ...world.sandbox.company(connection.realm).tables.Payment.rows.values(),
]

it('one of ours that was changed there before it was found is what it is there, though polls told of it before (I2)', async () => {
  const connection = await world.connect()
  const { document, receipt } = await paidHere(connection)
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  await unheardOf(connection, async () => {
    const [row] = standing(connection)
    const [invoice] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
    await keeper.change('Payment', row?.Id ?? '', { TotalAmt: 1, Line: linesFor([[invoice?.Id ?? '', 1]]) })
  })
  expect(standing(connection)).toHaveLength(1)
  expect(world.payments.receipts.get(receipt.receiptId)).toMatchObject({ amountMinor: 100 })
  expect(world.payments.owed(document.id)).toBe(document.totalMinor - 100)
  expect([...world.tasks.values()].filter((each) => each.context['realm'] === connection.realm)).toEqual([])
})

it('one that was deleted there before it was found is known to be gone, though the service answers as it did at first (I2)', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1)
  const { tables } = world.sandbox.company(connection.realm)
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  await unheardOf(connection, async () => {
    const [row] = [...tables.Invoice.rows.values()]
    await keeper.delete('Invoice', row?.Id ?? '')
  })
  expect(tables.Invoice.rows.size).toBe(0)
  const tasks = [...world.tasks.values()].filter((each) => each.context['realm'] === connection.realm)
  expect(tasks).toMatchObject([
    { kind: 'accounting_sync_drift', money: { amountMinor: document?.totalMinor } },
  ])
})

it('one that was voided there before it was found is that one, and no other is written in its place (I1)', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 2)
  const { tables } = world.sandbox.company(connection.realm)
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  await unheardOf(
    connection,
    async () => {
      const row = [...tables.Invoice.rows.values()].find((each) => each['DocNumber'] === document?.number)
      await keeper.void('Invoice', row?.Id ?? '')
    },
    'batch',
  )
  expect(tables.Invoice.rows.size).toBe(2)
  expect((await world.operations(connection)).map((each) => each.status)).toEqual(['done', 'done'])
  const tasks = [...world.tasks.values()].filter((each) => each.context['realm'] === connection.realm)
  expect(tasks).toMatchObject([
    {
      kind: 'accounting_sync_drift',
      context: {
        entityId: document?.id,
        differences: [{ field: 'standing', here: 'open', there: 'voided' }],
      },
      money: { amountMinor: document?.totalMinor },
    },
  ])
})

it('a payment that was voided there before it was found pays nothing here', async () => {
  const connection = await world.connect()
  const { document, receipt } = await paidHere(connection)
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  await unheardOf(connection, async () => {
    const [row] = standing(connection)
    await keeper.void('Payment', row?.Id ?? '')
  })
  expect(standing(connection).map((each) => each['TotalAmt'])).toEqual([0])
  expect(world.payments.receipts.get(receipt.receiptId)).toMatchObject({ isReversed: true })
  expect(world.payments.owed(document.id)).toBe(document.totalMinor)
})

it('the cursor goes on once it is found', async () => {
  const connection = await world.connect()
  await paidHere(connection)
  await unheardOf(connection, async () => {})
  const [last] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
    listCycles(trx, TENANT_A, connection, { after: null, limit: 1 }),
  )
  const behind = world.now().getTime() - Date.parse(last?.cursorAfter ?? '')
  expect(behind).toBeLessThan(30 * 60_000)
})

it('the cursor stays behind our clock where the service’s is ahead, so that it passes nothing that comes late', async () => {
  const connection = await world.connect()
  world.sandbox.knobs.clock.skewMilliseconds = 600_000
  await world.cycle(connection)
  world.sandbox.knobs.clock.skewMilliseconds = 0
  const [last] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
    listCycles(trx, TENANT_A, connection, { after: null, limit: 1 }),
  )
  const behind = world.now().getTime() - Date.parse(last?.cursorAfter ?? '')
  expect(behind).toBeGreaterThanOrEqual(6 * 60_000)
})

it('what came late is ours, though the same was refused in the meantime', async () => {
  const connection = await world.connect()
  let late: Parameters<typeof fetch> | undefined
  const overtaken = world.another('overtaken', {
    fetch: async (...call) => {
      const isWrite = call[1]?.method === 'POST' && String(call[0]).includes('/payment?')
      if (!isWrite || late !== undefined) return await world.sandbox.fetch(...call)
      late = call
      throw new TypeError('the line is gone')
    },
  })
  const { receipt } = await paidHere(connection)
  const match = { realmId: connection.realm, what: 'create Payment' }
  world.sandbox.chaos.arm({ fault: 'fault-in-200', match, times: 2 })
  for (let round = 0; round < 4; round += 1) {
    await world.cycle(connection, overtaken)
    world.advance(300)
  }
  const tasks = () => [...world.tasks.values()].filter((each) => each.context['realm'] === connection.realm)
  const statusOf = async () =>
    (await world.operations(connection)).find((each) => each.kind === 'record_payment')?.status
  expect([await statusOf(), tasks().length, standing(connection).length]).toEqual(['failed', 1, 0])
  if (late !== undefined) await world.sandbox.fetch(...late)
  await world.cycle(connection)
  expect([await statusOf(), tasks().length, standing(connection).length]).toEqual(['done', 0, 1])
  expect(standing(connection)[0]?.['PrivateNote']).toContain(receipt.receiptId)
})
