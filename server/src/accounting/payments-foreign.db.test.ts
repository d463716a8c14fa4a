import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { createMoneyWorld, linesFor, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

/** All that the service has to tell is told once more. */
const toldAgain = async () => {
  const [first] = await world.owner('accounting_sync_cycles').min('cursor_after as cursor')
  await world
    .owner('accounting_sync_cycles')
    .whereNotNull('cursor_after')
    .update({ cursor_after: first?.['cursor'] })
  await world.poll()
}

/** A customer that no client is linked to. */
const NOBODYS = '6'

async function paidAmongThemselves() {
  const { keeper } = world
  const Line = [
    {
      Amount: 70,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ]
  const invoice = await keeper.create('Invoice', { CustomerRef: { value: NOBODYS }, Line })
  const payment = await keeper.pays(NOBODYS, 30, [[invoice.Id, 30]])
  return { invoice, payment }
}

/** A client of ours who was linked to nobody so far. */
async function link(externalId: string): Promise<void> {
  const { tenant } = HARBOR
  const { body } = await world.bill.ask('GET', '/clients?limit=50')
  const taken = new Set(world.clients.map((each) => each.id))
  const free = body.items.find(
    (each: { clientId: string; currency: string }) => each.currency === 'USD' && !taken.has(each.clientId),
  )
  const order = { entityType: 'client', entityId: free.clientId, externalId } as const
  const mapped = await world.test.db.database.withTenant(tenant, (trx) =>
    world.sync.map(trx, world.connection, order),
  )
  expect(mapped.kind).toBe('mapped')
}

describe('a payment between a customer of nobody’s and a document that is none of ours', () => {
  it('is no question, also once a client is linked to that customer, until somebody touches it', async () => {
    const { invoice, payment } = await paidAmongThemselves()
    await world.poll()
    expect(await world.openTasks()).toEqual([])
    await link(NOBODYS)
    await toldAgain()
    expect(await world.openTasks()).toEqual([])
    // From now on what is done for that customer is money of a client of ours.
    await world.keeper.change('Payment', payment.Id, { TotalAmt: 50, Line: linesFor([[invoice.Id, 50]]) })
    await world.poll()
    const tasks = await world.openTasks()
    expect(tasks.map(({ kind, minor }) => [kind, minor])).toEqual([
      ['accounting_sync_unmapped_payment', 5_000],
    ])
    await toldAgain()
    expect(await world.openTasks()).toEqual(tasks)
  })
})
