import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { HERE } from './testing/credit-cases.ts'
import { THERE } from './testing/credit-cases-there.ts'
import { gapsOf } from './testing/credit-comparison.ts'
import { openAccount } from './testing/credit-account.ts'
import { createMoneyWorld, type MoneyWorld, type OpenTask } from './testing/money-world.ts'
import { keepTaxGroup } from './testing/over-there.ts'
import { VOIDS } from './testing/void-cases.ts'

/**
 * Credit notes, what they pay, and voids, on both sides and in awkward orders, over the real books and a company in
 * process. After each case every pool here is what is open on its memo there, and every document and the client
 * altogether owe the same on both sides; or an open task names the very amount.
 */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
  await linkTaxes()
})
afterAll(() => world.close())

describe('the table of credits and voids', () => {
  it.each([...HERE, ...THERE, ...VOIDS])('$name', async ({ isTaxed, run, asks = [] }) => {
    const before = new Set((await world.openTasks()).map((each) => each.taskId))
    const account = await openAccount(world, isTaxed)
    await run(account)
    await world.poll()
    const tasks = (await world.openTasks()).filter((each) => !before.has(each.taskId))
    const asked = tasks.map((each) => `${reasonOf(each)} ${each.minor ?? 0}`)
    expect(asked.toSorted()).toEqual(asks.map((each) => `${each.reason} ${each.minor}`).toSorted())
    const named = asks.map((each) => each.minor)
    const gaps = await gapsOf(world, account.clientId, account.customerId)
    expect(gaps.filter(({ here, there }) => !named.includes(Math.abs(here - there)))).toEqual([])
    await staysSo()
  })
})

/** Why somebody is asked, or at least about what. */
describe('the comparison that judges it', () => {
  it('sees a cent on either side, on documents, pools and money, and what only one side has', async () => {
    const account = await openAccount(world)
    const invoice = await account.bill(10_000)
    const note = await account.creditAlone(4_000)
    await account.poll()
    const { clientId, customerId } = account
    const gaps = () => gapsOf(world, clientId, customerId)
    expect(await gaps()).toEqual([])
    const { there } = await account.arrived(invoice)
    await world.keeper.pays(customerId, 0.01, [[there, 0.01]])
    await world.keeper.pays(customerId, 0.02, [])
    const theirs = await world.keeper.create('CreditMemo', { CustomerRef: { value: customerId }, ...SOLD })
    expect(await gaps()).toEqual([
      { what: `invoice ${invoice.number}`, here: 10_000, there: 9_999 },
      { what: `CreditMemo ${theirs.Id}, which is theirs alone`, here: 0, there: 300 },
      { what: 'money that lies on nothing', here: 0, there: 2 },
    ])
    await world.owner.raw('alter table credit_allocations disable trigger all')
    await world.owner('credit_allocations').insert({
      tenant: HARBOR.tenant,
      allocation_id: crypto.randomUUID(),
      credit_id: note.creditId,
      invoice_id: invoice.invoiceId,
      amount_minor: 1,
      applied_on: '2026-03-02',
      recorded_at: world.clock.now(),
    })
    expect(await gaps()).toContainEqual({ what: `pool ${note.number}`, here: 3_999, there: 4_000 })
  })
})

const SOLD = {
  Line: [
    {
      Amount: 3,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ],
}

const reasonOf = ({ kind, context }: OpenTask) =>
  (context['problems'] as { reason: string }[] | undefined)?.[0]?.reason ??
  context['code'] ??
  kind.replace('accounting_sync_', '')

/** Told all of it again, nothing changes: no row of the books, the ledger or the inbox. */
async function staysSo(): Promise<void> {
  const state = async () => ({
    payments: await world.owner('payments').orderBy('payment_id'),
    allocations: await world.owner('invoice_payments').orderBy('allocation_id'),
    credits: await world.owner('credits').orderBy('credit_id'),
    applications: await world.owner('credit_allocations').orderBy('allocation_id'),
    trail: await world.owner('transactions').count(),
    links: await world.owner('tenant_external_entity_mappings').orderBy('mapping_id'),
    operations: await world
      .owner('accounting_sync_operations')
      .orderBy('op_id')
      .select('op_id', 'status', 'attempts'),
    tasks: await world.owner('inbox_tasks').orderBy('task_id'),
    observations: await world.owner('accounting_sync_observations').orderBy('external_id'),
  })
  const before = await state()
  await world.poll()
  expect(await state()).toEqual(before)
}

/** What the demo's clinic pays, to a group of rates that the bookkeeper keeps. */
async function linkTaxes(): Promise<void> {
  const { bill, connection } = world
  await keepTaxGroup(world, connection, { id: '77', name: 'Maine', percents: [5.5, 0.875] })
  const base = `/accounting/connections/${connection.connectionId}/mapping/tax`
  const { items } = (await bill.ask('GET', base)).body
  for (const { entityId, name } of items as { entityId: string; name: string }[]) {
    if (!name.includes('City tax')) continue
    const linked = await bill.ask('POST', `${base}/link`).send({ entityId, externalId: '77' })
    expect(linked.status, linked.text).toBe(200)
  }
}
