import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HostReceipt } from '../../host-payments.ts'
import type { Connection } from '../../postgres/connection.ts'
import { creditsChanged } from '../../producers/credits.ts'
import { queue } from '../../producers/producers.ts'
import { bookkeeperOf, linesFor } from '../../testing/bookkeeper.ts'
import { keyedPayment } from '../../testing/keyed-payment.ts'
import { createSyncWorld, invoice, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

/** What the bookkeeper changes of ours before the answer to our own write was heard. */

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** A worker whose next write of a payment is followed by a change of somebody else's, and never answered. */
const unheard = (meanwhile: () => Promise<unknown>) => {
  let isFirst = true
  return world.another('unheard', {
    fetch: async (input, init) => {
      const isWrite = init?.method === 'POST' && String(input).includes('/payment')
      if (!isWrite || !isFirst) return await world.sandbox.fetch(input, init)
      isFirst = false
      await world.sandbox.fetch(input, init)
      await meanwhile()
      throw new TypeError('the line is gone')
    },
  })
}

const keeperOf = ({ realm }: Connection) => bookkeeperOf(world.sandbox, realm, 'http://desk.test')
const payments = ({ realm }: Connection) => [...world.sandbox.company(realm).tables.Payment.rows.values()]
const idsOf = ({ realm }: Connection, kind: 'Invoice' | 'CreditMemo') => [
  ...world.sandbox.company(realm).tables[kind].rows.keys(),
]
const tasksOf = ({ realm }: Connection) =>
  [...world.tasks.values()].filter((each) => each.context['realm'] === realm).map((each) => each.kind)

/** A credit note and an invoice over there, and credit of the one that is put on the other here. */
async function creditPutOn(number: number) {
  const connection = await world.connect()
  const note = invoice(number, { kind: 'credit_memo', number: `CM-${number}` })
  const on = invoice(number + 1)
  for (const each of [note, on]) world.documents.set(each.id, each)
  await world.host.transactions.inTenant(TENANT_A, (trx) => queue(world.host, trx, connection, [note, on]))
  await world.cycle(connection)
  const credit = world.credits.key(note.id, on.id, 4_000)
  const tell = () =>
    world.host.transactions.inTenant(TENANT_A, (trx) => creditsChanged(world.host, trx, TENANT_A, [credit]))
  await tell()
  return { connection, on, credit, tell }
}

it('credit that was lowered there is a question until the change is told, and follows then', async () => {
  const { connection, on } = await creditPutOn(90_001)
  const lowered = linesFor([
    [idsOf(connection, 'Invoice')[0] ?? '', 20],
    [idsOf(connection, 'CreditMemo')[0] ?? '', 20, 'CreditMemo'],
  ])
  const lower = () =>
    keeperOf(connection).change('Payment', payments(connection)[0]?.Id ?? '', { TotalAmt: 0, Line: lowered })
  await world.cycle(connection, unheard(lower))
  expect(tasksOf(connection)).toEqual(['accounting_sync_drift'])
  world.advance(900)
  await world.settleDown(connection)
  expect(tasksOf(connection)).toEqual([])
  expect(world.credits.appliedTo(on.id)).toBe(2_000)
})

/** A receipt that stands there as credit of the customer, and is changed here so that it pays a document. */
async function keyedThenChanged(origin: HostReceipt['origin'] = 'here') {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1)
  if (document === undefined) throw new Error('there is one')
  await world.cycle(connection)
  const { receipt, tell } = await keyedPayment(world, connection, { amountMinor: 200, allocations: [] })
  await world.cycle(connection)
  const kept = world.payments.receipts.get(receipt.receiptId)
  if (kept === undefined) throw new Error('it was keyed')
  const allocation = { allocationId: crypto.randomUUID(), documentId: document.id, amountMinor: 50 }
  world.payments.receipts.set(receipt.receiptId, { ...kept, origin, allocations: [allocation] })
  await tell()
  const change = (to: Record<string, unknown>) =>
    keeperOf(connection).change('Payment', payments(connection)[0]?.Id ?? '', to)
  const here = () => world.payments.receipts.get(receipt.receiptId)
  return { connection, change, here }
}

it('a payment is what it was made there, though a change of ours that knew nothing of it comes after', async () => {
  const { connection, change, here } = await keyedThenChanged()
  // Nobody can look for what was sent, though polls tell of the payment.
  const { chaos } = world.sandbox
  const realmId = connection.realm
  chaos.arm({ fault: 'lost-before', match: { realmId, what: 'update Payment' }, times: 1 })
  const hidden = chaos.arm({ fault: 'html', match: { realmId, what: 'query' }, times: 99 })
  await world.cycle(connection)
  await change({ TotalAmt: 7 })
  for (let round = 0; round < 3; round += 1) {
    world.advance(900)
    await world.cycle(connection)
  }
  chaos.disarm(hidden)
  await world.settleDown(connection)
  world.advance(900)
  await world.cycle(connection)
  expect(here()).toMatchObject({ amountMinor: 700, allocations: [] })
  expect(payments(connection)).toMatchObject([{ TotalAmt: 7, UnappliedAmt: 7 }])
  expect(tasksOf(connection)).toEqual([])
})

/** A worker before whose first write of a payment somebody changes something over there. */
const forestalled = (meanwhile: () => Promise<unknown>) => {
  let isFirst = true
  return world.another('forestalled', {
    fetch: async (input, init) => {
      const isWrite = init?.method === 'POST' && /\/(payment|batch)\?/.test(String(input))
      if (isWrite && isFirst) {
        isFirst = false
        await meanwhile()
      }
      return await world.sandbox.fetch(input, init)
    },
  })
}

it('what was changed there after the last look is not written over: it is taken in, without waiting for a poll', async () => {
  const { connection, change, here } = await keyedThenChanged()
  // Polls do not tell of it: what was met on the way out is looked at all the same.
  const match = { realmId: connection.realm, what: 'cdc' }
  const deaf = world.sandbox.chaos.arm({ fault: 'html', match, times: 99 })
  await world.cycle(
    connection,
    forestalled(() => change({ TotalAmt: 7 })),
  )
  expect(payments(connection)).toMatchObject([{ TotalAmt: 7, UnappliedAmt: 7 }])
  expect(here()).toMatchObject({ amountMinor: 700, allocations: [] })
  world.sandbox.chaos.disarm(deaf)
  await world.settleDown(connection)
  expect(payments(connection)).toMatchObject([{ TotalAmt: 7, UnappliedAmt: 7 }])
  expect(here()).toMatchObject({ amountMinor: 700, allocations: [] })
  expect(tasksOf(connection)).toEqual([])
})

it('what our gateway took is written over all the same, since that money stays taken', async () => {
  const { connection, change, here } = await keyedThenChanged('captured')
  await world.cycle(
    connection,
    forestalled(() => change({ TotalAmt: 7 })),
  )
  await world.settleDown(connection)
  expect(payments(connection)).toMatchObject([{ TotalAmt: 2, UnappliedAmt: 1.5 }])
  expect(here()).toMatchObject({ amountMinor: 200, allocations: [{ amountMinor: 50 }] })
})

it('what was touched there and says the same is written over at once', async () => {
  const { connection, change, here } = await keyedThenChanged()
  await world.cycle(
    connection,
    forestalled(() => change({ PrivateNote: 'banked on Friday' })),
  )
  expect(payments(connection)).toMatchObject([{ TotalAmt: 2, UnappliedAmt: 1.5 }])
  expect(here()).toMatchObject({ amountMinor: 200, allocations: [{ amountMinor: 50 }] })
})

it('credit is taken off a payment of which only the number was changed there', async () => {
  const { connection, credit, tell } = await creditPutOn(90_003)
  await world.settleDown(connection)
  await keeperOf(connection).change('Payment', payments(connection)[0]?.Id ?? '', {
    PaymentRefNum: 'APPLIED',
  })
  await world.settleDown(connection)
  const kept = world.credits.allocations.get(credit.id)
  if (kept === undefined) throw new Error('it was applied')
  world.credits.allocations.set(credit.id, { ...kept, isTakenOff: true })
  await tell()
  await world.settleDown(connection)
  expect(payments(connection)).toEqual([])
  expect((await world.operations(connection)).map((each) => each.status)).not.toContain('pending')
})

it('a payment that came out otherwise is looked at by the next run, when this one could not', async () => {
  const { connection, here } = await keyedThenChanged()
  const match = { realmId: connection.realm }
  const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
  const paidMeanwhile = () =>
    keeperOf(connection).pays('1', Number(row?.['TotalAmt']), [[row?.Id ?? '', Number(row?.['TotalAmt'])]])
  const { chaos } = world.sandbox
  const blind = chaos.arm({ fault: 'html', match: { ...match, what: 'query' }, times: 99 })
  await world.cycle(connection, forestalled(paidMeanwhile))
  expect(tasksOf(connection)).toEqual(['accounting_sync_drift'])
  chaos.disarm(blind)
  // No poll tells of it again.
  const deaf = chaos.arm({ fault: 'html', match: { ...match, what: 'cdc' }, times: 99 })
  world.advance(900)
  await world.cycle(connection)
  expect(tasksOf(connection)).toEqual([])
  expect(here()).toMatchObject({ amountMinor: 200, allocations: [] })
  chaos.disarm(deaf)
})
