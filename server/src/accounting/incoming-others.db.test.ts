import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statementsOf } from '@tieout/accounting-sync/testing'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)

describe('a document of ours that is changed over there', () => {
  // capability documents in: A document of ours that is changed there is drift, with both versions and one task; changed back, it is none
  it('is drift with both versions and one task, and none any more when it is changed back', async () => {
    const made = await one()
    const row = await world.keeper.read('Invoice', made.there)
    const lines = row['Line'] as { Amount: number; DetailType: string }[]
    const raised = lines
      .filter((each) => each.DetailType === 'SalesItemLineDetail')
      .map((each) => ({
        ...each,
        Amount: 130,
        SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
      }))
    await world.keeper.change('Invoice', made.there, { Line: raised })
    await world.poll()
    const task = await taskOf('accounting_sync_drift')
    expect(task).toMatchObject({ minor: 3_000, currency: 'USD' })
    const status = async () =>
      await world.owner('tenant_external_entity_mappings').where({ alga_entity_id: made.invoiceId }).first()
    expect(await status()).toMatchObject({
      status: 'drift',
      differences: [
        { field: 'total', here: '10000', there: '13000' },
        { field: 'lines', here: '10000', there: '13000' },
      ],
    })
    await world.keeper.change('Invoice', made.there, {
      Line: raised.map((each) => ({ ...each, Amount: 100 })),
    })
    await world.poll()
    expect(await status()).toMatchObject({ status: 'verified', differences: null })
    expect(await world.openTasks()).toEqual([])
  })

  // capability documents in: A difference is accepted with who and why, and stays visible
  it('stays drift when somebody accepts it, with who and why, without a task', async () => {
    const made = await one()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    const task = await taskOf('accounting_sync_drift')
    expect(task.minor).toBe(10_000)
    await press(task, 'accept', { reason: 'written off' }).expect(200)
    await world.poll(2)
    expect(await world.openTasks()).toEqual([])
    const row = await world
      .owner('tenant_external_entity_mappings')
      .where({ alga_entity_id: made.invoiceId })
      .first()
    expect(row).toMatchObject({
      status: 'drift',
      metadata: { accepted: { amountMinor: -10_000, currency: 'USD', reason: 'written off' } },
    })
  })

  it('is no drift because of its balance, or because somebody touched it (L27)', async () => {
    const made = await one()
    await world.keeper.pays('1', 40, [[made.there, 40]])
    await world.keeper.change('Invoice', made.there, { CustomerMemo: { value: 'Thank you' } })
    await world.poll()
    const row = await world
      .owner('tenant_external_entity_mappings')
      .where({ alga_entity_id: made.invoiceId })
      .first()
    expect(row).toMatchObject({ status: 'verified', differences: null })
  })
})

describe('a customer', () => {
  // capability customers in: A customer renamed there bears its new name here; one put away asks where its client belongs
  it('that is renamed bears its new name here; one put away asks where its client belongs', async () => {
    const [, , third] = world.clients
    const link = async () =>
      await world.owner('tenant_external_entity_mappings').where({ alga_entity_id: third?.id }).first()
    await world.keeper.change('Customer', '4', { DisplayName: 'Dunmore & Daughters' })
    await world.poll()
    expect(await link()).toMatchObject({ external_name: 'Dunmore & Daughters' })
    await world.keeper.change('Customer', '4', { Active: false })
    await world.poll(2)
    const task = await taskOf('accounting_sync_customer_gone')
    const instead = await world.keeper.create('Customer', { DisplayName: 'Dunmore Veterinary' })
    await world.sync.refreshCatalogue(world.connection, AbortSignal.timeout(20_000))
    // Told before anybody was linked to it, and not told again.
    await world.keeper.change('Customer', instead.Id, { DisplayName: 'Dunmore Animal Clinic' })
    await world.poll(3)
    await press(task, 'map', { externalId: instead.Id }).expect(200)
    await world.poll()
    expect(await link()).toMatchObject({ external_id: instead.Id, external_name: 'Dunmore Animal Clinic' })
    expect(await world.openTasks()).toEqual([])
  })
})

describe('a thousand payments in one poll', () => {
  it('35 are recorded once each, in few statements', async () => {
    const all = await world.invoices(Array.from({ length: 10 }, () => 100_000))
    const bodies = Array.from({ length: 1000 }, (_, at) => ({
      CustomerRef: { value: '1' },
      TotalAmt: 10,
      PaymentRefNum: `P ${at}`,
      Line: linesFor([[all[at % 10]?.there ?? '', 10]]),
    }))
    await world.keeper.createMany('Payment', bodies)
    const { statements } = await statementsOf(world.test.db.app, () => world.poll())
    for (const each of all) expect(await world.owed(each)).toEqual({ here: 0, there: 0 })
    const { rows } = await world.owner.raw(
      `select count(*)::int as n from payments where reference like 'P %'`,
    )
    expect(rows[0].n).toBe(1000)
    expect(statements.length / 1000).toBeLessThanOrEqual(0.3)
  }, 60_000)

  it('and one alone takes few beyond an idle run', async () => {
    const made = await one()
    await world.poll(3)
    const idle = await statementsOf(world.test.db.app, () => world.poll())
    await world.keeper.pays('1', 10, [[made.there, 10]])
    const { statements } = await statementsOf(world.test.db.app, () => world.poll())
    expect(statements.length - idle.statements.length).toBeLessThanOrEqual(12)
  })
})
