import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'
import { both } from './testing/payment-desk.ts'
import { voidDesk } from './testing/void-desk.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)
const { cancel, outlookOf, there, memo, linkOf, voidsOf, creditNote, applies } = voidDesk(() => world)

describe('a credit note that is cancelled here', () => {
  // capability documents out: Voiding a credit note here deletes it there
  it('is deleted there, since it cannot be voided, and its credit is gone', async () => {
    const note = await creditNote(8_000)
    expect(memo(note)).toMatchObject({ TotalAmt: 80 })
    expect(await outlookOf(note)).toMatchObject({ there: { openMinor: 8_000 }, refused: null })
    await cancel(note).expect(200)
    await world.poll()
    expect(memo(note)).toBeUndefined()
    const link = await linkOf(note)
    expect(link).toMatchObject({ status: 'voided', differences: null })
    await world.poll(2)
    expect(await linkOf(note)).toEqual(link)
    expect(await voidsOf(note)).toMatchObject([{ status: 'done' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('is refused while it is spent here, with where, and while it is spent there', async () => {
    const note = await creditNote(8_000)
    const made = await one(20_000)
    await applies(note, made)
    await world.poll()
    expect(await outlookOf(note)).toMatchObject({ there: { openMinor: 0, unknownMinor: 0 }, refused: null })
    const refused = await cancel(note)
    expect(refused.body).toMatchObject({
      code: 'credit-spent',
      extra: { invoices: [{ number: made.number, amountMinor: 8_000 }] },
    })
    const other = await creditNote(5_000)
    await world.keeper.pays('1', 0, [
      [made.there, 50],
      [other.there, 50, 'CreditMemo'],
    ])
    expect(await outlookOf(other)).toMatchObject({ refused: 'spent_there', there: { unknownMinor: 5_000 } })
  })
})

describe('an invoice with credit on it that is cancelled here', () => {
  // capability documents out: Credit on a voided invoice is taken off there first, and returns to its credit note
  it('has the credit taken off there first, and returns it to its note', async () => {
    const made = await one(20_000)
    const note = await creditNote(6_000)
    await applies(note, made)
    await world.poll(2)
    expect(there(made)).toMatchObject({ Balance: 140 })
    expect(await outlookOf(made)).toMatchObject({
      refused: null,
      there: { openMinor: 14_000, unknownMinor: 0 },
    })
    await cancel(made).expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    expect(memo(note)).toMatchObject({ Balance: 60 })
    const after = (await world.bill.ask('GET', `/invoices/${note.invoiceId}`)).body
    expect(after.creditPool).toMatchObject({ remainingMinor: 6_000 })
    expect(await world.openTasks()).toEqual([])
  })
})

describe('a document that is on the wire while it is cancelled', () => {
  // capability documents out: A document that is voided here while it is on the wire arrives, and is voided then
  it('arrives there first, and is voided then: never lost', async () => {
    const [draft] = await world.invoices([9_000], { isDraft: true })
    const made = draft ?? both()
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [made.invoiceId] })
      .expect(200)
    const adapter = world.sync.engine.adapterOf(world.connection.adapterType)
    const { deliver } = adapter
    let answered: number | undefined
    adapter.deliver = async (session, frame) => {
      adapter.deliver = deliver
      const outcomes = await deliver(session, frame)
      // It is over there, and nobody here has heard of it yet.
      answered = (await cancel(made)).status
      return outcomes
    }
    await world.poll()
    expect(answered).toBe(200)
    await world.poll()
    const { body } = await world.bill.ask('GET', `/invoices/${made.invoiceId}`)
    const rows = [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()]
    expect(rows.filter((each) => each['DocNumber'] === body.number)).toMatchObject([{ TotalAmt: 0 }])
    expect(await linkOf(made)).toMatchObject({ status: 'voided' })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('and is refused there, is nobody’s work any more', async () => {
    const [draft] = await world.invoices([9_000], { isDraft: true })
    const made = draft ?? both()
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [made.invoiceId] })
      .expect(200)
    const adapter = world.sync.engine.adapterOf(world.connection.adapterType)
    const { deliver } = adapter
    adapter.deliver = async (_session, { writes }) => {
      adapter.deliver = deliver
      await cancel(made).expect(200)
      return writes.map(() => ({ kind: 'refused', code: 'business_rule', detail: 'no', trace: null }))
    }
    await world.poll(2)
    const all = await world
      .owner('accounting_sync_operations')
      .where({ tenant: HARBOR.tenant, alga_entity_id: made.invoiceId })
      .orderBy('rank')
      .pluck('status')
    expect(all).toEqual(['skipped', 'skipped'])
    expect(await world.openTasks()).toEqual([])
  })
})
