import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HostReceipt } from '../../host-payments.ts'
import type { Connection } from '../../postgres/connection.ts'
import { makeDefault } from '../../postgres/connecting.ts'
import { paymentsChanged } from '../../producers/payments.ts'
import { statementsOf } from '../../testing/statements.ts'
import { CLIENT, createSyncWorld, lineOf, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { keepOut } from '../control.ts'
import { CYCLE_JOB } from '../engine.ts'
import { ignore } from '../exceptions/actions.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const cyclesAsked = () => world.jobs.filter((each) => each.kind === CYCLE_JOB).length

const told = (receipt: HostReceipt) => ({
  ...receipt,
  id: receipt.receiptId,
  clientName: 'Alder & Finch',
  number: 'CHQ 7',
})
const tell = (receipt: HostReceipt) =>
  world.host.transactions.inTenant(TENANT_A, (trx) =>
    paymentsChanged(world.host, trx, TENANT_A, [told(receipt)]),
  )

async function payment(
  connection: Connection,
  documentId: string,
  amountMinor: number,
  /** As much of another document is paid by it too. */
  another?: string,
): Promise<HostReceipt> {
  const paid = another === undefined ? [documentId] : [documentId, another]
  const receipt = world.payments.key({
    clientId: CLIENT,
    date: '2026-11-20',
    currency: 'USD',
    reference: 'CHQ 7',
    amountMinor: amountMinor * paid.length,
    allocations: paid.map((each) => ({
      allocationId: crypto.randomUUID(),
      documentId: each,
      amountMinor,
    })),
  })
  await world.host.transactions.inTenant(TENANT_A, (trx) =>
    makeDefault(trx, TENANT_A, connection.connectionId),
  )
  await tell(receipt)
  return receipt
}

it('what waits for a document that a person has to mend asks for no cycle after cycle', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1, { lines: [lineOf(100, 'nowhere')], totalMinor: 100 })
  await payment(connection, document?.id ?? '', 100)
  await world.cycle(connection)
  for (let round = 0; round < 3; round += 1) {
    world.advance(5)
    const before = cyclesAsked()
    await world.cycle(connection)
    expect(cyclesAsked()).toBe(before)
  }
  const waits = (await world.operations(connection)).map((each) => [each.kind, each.waitReason])
  expect(waits.toSorted()).toEqual([
    ['export_invoice', 'unmapped'],
    ['record_payment', 'waits_for_document'],
  ])
})

it('what waits costs an idle cycle nothing, and goes with the rest once the document it waits for stays here', async () => {
  const connection = await world.connect()
  const [there] = await world.finalize(connection, 1)
  for (let round = 0; round < 2; round += 1) {
    world.advance(900)
    await world.cycle(connection)
  }
  const idle = async () => (await statementsOf(world.db.app, () => world.cycle(connection))).statements.length
  const before = await idle()
  for (const how of ['skipped', 'left out'] as const) {
    const [document] = await world.finalize(connection, 1, {
      lines: [lineOf(100, 'nowhere')],
      totalMinor: 100,
    })
    const documentId = document?.id ?? ''
    const receipt = await payment(connection, documentId, 100, there?.id)
    await world.cycle(connection)
    const open = async () => (await world.operations(connection)).filter((each) => each.status === 'pending')
    expect((await open()).map((each) => each.waitReason).toSorted()).toEqual([
      'unmapped',
      'waits_for_document',
    ])
    world.advance(900)
    await world.cycle(connection)
    expect(await idle()).toBe(before)
    await world.host.transactions.inTenant(TENANT_A, async (trx) => {
      const by = { reason: 'it stays here', by: SOMEBODY }
      const [operation] = (await open()).filter((each) => each.entityId === documentId)
      const operationIds = [operation?.operationId ?? '']
      if (how === 'skipped') await ignore(world.host, trx, TENANT_A, { operationIds, ...by })
      else await keepOut(world.host, trx, TENANT_A, { entityType: 'invoice', entityId: documentId, ...by })
    })
    await world.cycle(connection)
    const [row] = (await world.operations(connection)).filter((each) => each.entityId === receipt.receiptId)
    expect(row?.status).toBe('done')
  }
  expect(paymentsThere(connection)).toEqual([2, 2])
})

it('waits for no document that a person skipped while it was judged', async () => {
  const connection = await world.connect()
  const [there] = await world.finalize(connection, 1)
  await world.cycle(connection)
  const [document] = await world.finalize(connection, 1, { lines: [lineOf(100, 'nowhere')], totalMinor: 100 })
  await world.cycle(connection)
  await payment(connection, document?.id ?? '', 100, there?.id)
  const [waiting] = (await world.operations(connection)).filter((each) => each.entityId === document?.id)
  const { host } = world
  let looked = false
  let isOver = false
  const interrupted = world.another('interrupted', {
    books: {
      ...host.books,
      payments: {
        ...host.books.payments,
        async look(...asked) {
          looked = true
          return await host.books.payments.look(...asked)
        },
      },
    },
    transactions: {
      ...host.transactions,
      async inTenant(tenant, work) {
        if (looked && !isOver) {
          isOver = true
          const by = { operationIds: [waiting?.operationId ?? ''], reason: 'it stays here', by: SOMEBODY }
          await host.transactions.inTenant(TENANT_A, (trx) => ignore(host, trx, TENANT_A, by))
        }
        return await host.transactions.inTenant(tenant, work)
      },
    },
  })
  await world.cycle(connection, interrupted)
  expect(isOver).toBe(true)
  await world.settleDown(connection)
  expect(paymentsThere(connection)).toEqual([2])
})

/** Taken back by a person while a worker is at it. */
async function takeBack(receipt: HostReceipt): Promise<void> {
  await world.payments.reverse({} as never, TENANT_A, [
    {
      receiptId: receipt.receiptId,
      reason: 'it bounced',
      source: { adapterType: 'qbo', realm: '', externalId: '' },
    },
  ])
  await tell(receipt)
}

const paymentsThere = ({ realm }: Connection) =>
  [...world.sandbox.company(realm).tables.Payment.rows.values()].map((row) => row['TotalAmt'])

it.each(['is judged', 'is on its way', 'has arrived and the answer is on its way'] as const)(
  'a payment taken back here while it %s is not left standing there',
  async (when) => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    await world.cycle(connection)
    const receipt = await payment(connection, document?.id ?? '', 5_000)
    let isOver = false
    const once = async () => {
      if (isOver) return
      isOver = true
      await takeBack(receipt)
    }
    const { host } = world
    let hasLooked = false
    const meanwhile = world.another('meanwhile', {
      books: {
        ...host.books,
        payments: {
          ...host.books.payments,
          async look(...asked) {
            hasLooked = true
            return await host.books.payments.look(...asked)
          },
        },
      },
      transactions: {
        ...host.transactions,
        async inTenant(tenant, work) {
          if (when === 'is judged' && hasLooked) await once()
          return await host.transactions.inTenant(tenant, work)
        },
      },
      async fetch(...call) {
        const isWrite = String(call[0]).includes('/payment?')
        if (isWrite && when === 'is on its way') await once()
        const answer = await world.sandbox.fetch(...call)
        if (isWrite && when.startsWith('has arrived')) await once()
        return answer
      },
    })
    await world.cycle(connection, meanwhile)
    await world.settleDown(connection)
    expect(isOver).toBe(true)
    expect(paymentsThere(connection).filter((total) => total !== 0)).toEqual([])
    const operations = (await world.operations(connection)).filter((each) => each.kind === 'record_payment')
    expect(operations.map((each) => each.status)).toEqual([when === 'is judged' ? 'skipped' : 'done'])
  },
)

it('a payment follows what it pays, and is taken back where it stands, whichever company is the usual one by now', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1)
  await world.cycle(connection)
  const other = await world.connect()
  const receipt = await payment(other, document?.id ?? '', 5_000)
  await world.settleDown(connection)
  await world.settleDown(other)
  expect([paymentsThere(connection), paymentsThere(other)]).toEqual([[50], []])
  await takeBack(receipt)
  await world.settleDown(connection)
  await world.settleDown(other)
  expect([paymentsThere(connection), paymentsThere(other)]).toEqual([[0], []])
})
