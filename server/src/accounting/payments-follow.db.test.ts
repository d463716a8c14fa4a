import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { announced } from './announced.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type Both, type MoneyWorld } from './testing/money-world.ts'
import { keyed, operationsOf, thereOf, type Keyed } from './testing/taken-here.ts'

/** Payments taken here on documents that are not over there: where they stay, and when they follow. */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { tenant } = HARBOR
const REST = 'accounting_sync_payment_rest'

/** Older than the day from which documents go out. */
async function old(amountMinor: number): Promise<Both> {
  const [made] = await world.invoices([amountMinor], { issueDate: '2025-12-15', isLocal: true })
  if (made === undefined) throw new Error('there is one')
  return made
}
const { one, taskOf, press } = moneyDesk(() => world)

/** A person sends it all the same; answers it with its id over there. */
async function sent(document: Both): Promise<Both> {
  await world.test.db.database.withTenant(tenant, async (trx) => {
    await world.sync.queue(trx, world.connection, await announced(trx, [document.invoiceId]))
  })
  await world.poll()
  const row = await world
    .owner('tenant_external_entity_mappings')
    .where({ alga_entity_id: document.invoiceId })
    .first()
  return { ...document, there: row?.external_id ?? '' }
}

const applied = (paid: Keyed) =>
  thereOf(world, paid).map((row) => ({
    total: row['TotalAmt'],
    unapplied: row['UnappliedAmt'],
    on: (row['Line'] as { Amount: number; LinkedTxn: { TxnId: string }[] }[])
      .map((each) => [each.LinkedTxn[0]?.TxnId, each.Amount])
      .toSorted(),
  }))

const bothOwe = async (...documents: Both[]) => {
  for (const each of documents) {
    const { here, there } = await world.owed(each)
    expect(here).toBe(there)
  }
}

describe('a payment of documents that are not over there', () => {
  // capability payments out: A payment of what stayed here follows once its document is sent
  it('follows when one of them is sent after all', async () => {
    const document = await old(9_000)
    const paid = await keyed(world, [[document, 9_000]])
    await world.poll()
    expect(thereOf(world, paid)).toEqual([])
    const there = await sent(document)
    expect(applied(paid)).toEqual([{ total: 90, unapplied: 0, on: [[there.there, 90]] }])
    expect(await world.owed(there)).toEqual({ here: 0, there: 0 })
    await world.poll(2)
    expect(thereOf(world, paid)).toHaveLength(1)
    expect(await world.openTasks()).toEqual([])
  })

  it('follows though it was taken before payments went out at all, and no more is taken along', async () => {
    const [document, other] = [await old(5_000), await old(5_000)]
    const paid = await keyed(world, [[document, 5_000]], undefined, { paidOn: '2025-12-20' })
    const apart = await keyed(world, [[other, 5_000]], undefined, { paidOn: '2025-12-20' })
    expect(await operationsOf(world, paid)).toEqual([])
    const there = await sent(document)
    expect(await world.owed(there)).toEqual({ here: 0, there: 0 })
    expect(thereOf(world, paid)).toMatchObject([{ TxnDate: '2025-12-20' }])
    expect(thereOf(world, apart)).toEqual([])
  })

  it('stays here while nothing goes out by itself', async () => {
    const document = await old(4_000)
    const paid = await keyed(world, [[document, 4_000]])
    await world.poll()
    const switched = (autoSync: boolean) =>
      world.test.db.database.withTenant(tenant, (trx) =>
        world.sync.changeSettings(trx, tenant, world.connection.connectionId, { autoSync }),
      )
    await switched(false)
    await sent(document)
    await switched(true)
    expect(thereOf(world, paid)).toEqual([])
  })
})

describe('a cheque over a document that is over there and one that is not', () => {
  // capability payments out: A cheque over a document that stays here goes with all its money, the rest named
  it('goes with all of its money and pays what is there; a task names the rest until that comes too', async () => {
    const [there, here] = [await one(), await old(7_033)]
    const paid = await keyed(world, [
      [there, 10_000],
      [here, 7_033],
    ])
    await world.poll()
    expect(applied(paid)).toEqual([{ total: 170.33, unapplied: 70.33, on: [[there.there, 100]] }])
    expect(await taskOf(REST)).toMatchObject({
      minor: 7_033,
      currency: 'USD',
      context: { rest: [{ documentId: here.invoiceId, number: here.number, amountMinor: 7_033 }] },
    })
    await world.poll(2)
    await bothOwe(there)
    expect((await world.openTasks()).map((each) => each.kind)).toEqual([REST])
    const come = await sent(here)
    const on = [
      [there.there, 100],
      [come.there, 70.33],
    ].toSorted()
    expect(applied(paid)).toEqual([{ total: 170.33, unapplied: 0, on }])
    await bothOwe(there, come)
    await world.poll(2)
    expect(await world.openTasks()).toEqual([])
  })

  it('keeps what it pays here when a bookkeeper moves its day, and is one cheque still', async () => {
    const [there, here] = [await one(), await old(2_000)]
    const paid = await keyed(world, [
      [there, 10_000],
      [here, 2_000],
    ])
    await world.poll()
    await world.keeper.change('Payment', thereOf(world, paid)[0]?.Id ?? '', { TxnDate: '2026-03-01' })
    await world.poll(2)
    expect((await world.owed(here)).here).toBe(0)
    expect(await world.owner('payments').where({ payment_id: paid.paymentId })).toMatchObject([
      { paid_on: '2026-03-01', amount_minor: 12_000, unapplied_minor: 0 },
    ])
    await press(await taskOf(REST), 'leave', { reason: 'known' }).expect(200)
  })

  it('goes without the one that a person leaves out while it is waited for, and follows when it is taken back in', async () => {
    const there = await one()
    const [draft] = await world.invoices([3_000], { isDraft: true })
    if (draft === undefined) throw new Error('there is one')
    const excluded = { entityType: 'invoice', entityId: draft.invoiceId } as const
    const inBooks = world.test.db.database.withTenant
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [draft.invoiceId] })
      .expect(200)
    const paid = await keyed(world, [
      [there, 10_000],
      [draft, 3_000],
    ])
    await inBooks(tenant, (trx) =>
      world.sync.keepOut(trx, tenant, {
        ...excluded,
        reason: 'billed elsewhere',
        by: world.connection.connectedBy,
      }),
    )
    await world.poll()
    expect(applied(paid)).toEqual([{ total: 130, unapplied: 30, on: [[there.there, 100]] }])
    expect(await taskOf(REST)).toMatchObject({ minor: 3_000 })
    await inBooks(tenant, (trx) => world.sync.takeBackIn(trx, tenant, excluded))
    await world.poll()
    expect(applied(paid)).toMatchObject([{ total: 130, unapplied: 0 }])
    await world.poll()
    expect(await world.openTasks()).toEqual([])
  })

  it('is taken off what is over there when it is moved here to what is not', async () => {
    const [there, here] = [await one(), await old(10_000)]
    const paid = await keyed(world, [[there, 10_000]])
    await world.poll()
    const [allocation] = paid.allocations
    const reason = 'the wrong invoice'
    await world.bill
      .ask('POST', `/payment-allocations/${allocation?.allocationId}/reversal`)
      .send({ reason })
      .expect(200)
    const moved = await world.bill
      .ask('POST', `/payments/${paid.paymentId}/allocations`)
      .send({ allocations: [{ invoiceId: here.invoiceId, amountMinor: 10_000 }] })
    expect(moved.status, moved.text).toBeLessThan(300)
    await world.poll(2)
    expect(applied(paid)).toEqual([{ total: 100, unapplied: 100, on: [] }])
    expect(await world.owed(there)).toEqual({ here: 10_000, there: 10_000 })
    await press(await taskOf(REST), 'leave', { reason: 'known' }).expect(200)
  })

  it('is void over there with all its money when it is taken back here, and its task goes', async () => {
    const [there, here] = [await one(), await old(1_000)]
    const paid = await keyed(world, [
      [there, 10_000],
      [here, 1_000],
    ])
    await world.poll()
    expect(await taskOf(REST)).toMatchObject({ minor: 1_000 })
    const reason = 'the cheque bounced'
    await world.bill.ask('POST', `/payments/${paid.paymentId}/reversal`).send({ reason }).expect(200)
    await world.poll(2)
    expect(thereOf(world, paid)).toMatchObject([{ TotalAmt: 0 }])
    expect(await world.openTasks()).toEqual([])
    await bothOwe(there)
  })
})
