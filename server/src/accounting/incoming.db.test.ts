import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type Both, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)

const receiptsOf = async ({ invoiceId }: Both) =>
  await world
    .owner('payments as p')
    .join('invoice_payments as a', 'a.payment_id', 'p.payment_id')
    .where({ 'a.invoice_id': invoiceId, 'a.reversed_at': null })
    .orderBy('p.paid_on')
    .select(
      'p.provider',
      'p.method',
      'p.reference',
      'p.paid_on',
      'p.amount_minor',
      'a.amount_minor as applied',
    )

const UNMAPPED = 'accounting_sync_unmapped_payment'

describe('a payment that a bookkeeper records', () => {
  // capability payments in: A payment recorded there is one receipt here, with its own day and number
  it('is one receipt with its own day and number, by whom and from where (L23)', async () => {
    const all = await world.invoices([10_000, 20_000])
    const on = all.map((each) => [each.there, 100] as const)
    await world.keeper.pays('1', 200, on, { PaymentRefNum: 'CHQ 11', TxnDate: '2026-02-27' })
    await world.poll()
    const receipt = {
      provider: 'quickbooks',
      method: 'quickbooks',
      reference: 'CHQ 11',
      paid_on: '2026-02-27',
    }
    for (const each of all)
      expect(await receiptsOf(each)).toEqual([{ ...receipt, amount_minor: 20_000, applied: 10_000 }])
    const trail = await world.owner('transactions').where({ invoice_id: all[0]?.invoiceId, kind: 'payment' })
    expect(trail).toMatchObject([{ occurred_on: '2026-02-27', external_realm: COMPANY.realmId }])
    const [event] = await world
      .owner('audit_events')
      .where({ action: 'payment.recorded' })
      .orderBy('recorded_at', 'desc')
      .limit(1)
    expect(event).toMatchObject({ actor_kind: 'system', actor_name: 'Accounting sync' })
  })

  // capability payments in: Dated into another month or deleted there, receivables as of any day follow
  it('moves in the trail to the month that it was moved to, and back to none when it is deleted (L23)', async () => {
    const made = await one()
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]], { TxnDate: '2026-03-01' })
    await world.poll()
    await world.keeper.change('Payment', paid.Id, { TxnDate: '2026-02-03' })
    await world.poll()
    const months = async () => {
      const { rows } = await world.owner.raw(
        `select to_char(occurred_on, 'YYYY-MM') as month, sum(receivable_minor)::int as minor from transactions
         where invoice_id = ? and kind in ('payment', 'payment_reversal') group by 1 order by 1`,
        [made.invoiceId],
      )
      return Object.fromEntries(rows.map((row: { month: string; minor: number }) => [row.month, row.minor]))
    }
    expect(await months()).toEqual({ '2026-02': -10_000, '2026-03': 0 })
    await world.keeper.delete('Payment', paid.Id)
    await world.poll()
    expect(await months()).toEqual({ '2026-02': 0, '2026-03': 0 })
  })

  // capability payments in: One that came from there is taken back there, not here
  it('is taken back there alone: a person here is told so, and both sides stay equal', async () => {
    const made = await one()
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]])
    await world.poll()
    const [allocation] = await world.owner('invoice_payments').where({ invoice_id: made.invoiceId })
    const { payment_id: paymentId, allocation_id: allocationId } = allocation
    for (const path of [`/payments/${paymentId}/reversal`, `/payment-allocations/${allocationId}/reversal`]) {
      const answer = await world.bill.ask('POST', path).send({ reason: 'by mistake' })
      expect([answer.status, answer.body.code]).toEqual([409, 'accounting-payment-theirs'])
    }
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
    await world.keeper.void('Payment', paid.Id)
    await world.poll()
    expect(await world.owed(made)).toEqual({ here: 10_000, there: 10_000 })
  })

  it('writes nothing when only its token moved (L21)', async () => {
    const made = await one()
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]])
    await world.poll(2)
    const rows = async () => [
      await world.owner('transactions').count(),
      await world.owner('audit_events').where({ entity_type: 'payment' }).count(),
      await world.owner('tenant_external_entity_mappings').where({ external_id: paid.Id }),
    ]
    const before = await rows()
    await world.keeper.change('Payment', paid.Id, { PrivateNote: 'from Fen' })
    expect(await world.poll()).not.toHaveProperty('inbound.restated')
    expect(await rows()).toEqual(before)
  })
})

describe('a payment that was keyed here too (L30)', () => {
  const keyed = async (made: Both, amountMinor = made.totalMinor) => {
    const { invoiceId, clientId } = made
    const paidOn = '2026-03-02'
    const payment = { clientId, paidOn, currency: 'USD', amountMinor, method: 'cheque' }
    const allocations = [{ invoiceId, amountMinor }]
    const idempotencyKey = crypto.randomUUID()
    const answer = await world.bill.ask('POST', '/payments').send({ ...payment, idempotencyKey, allocations })
    expect(answer.status, answer.text).toBe(201)
    return String(answer.body.paymentId)
  }

  it('24 is offered as the same, and is the same once somebody says so', async () => {
    const made = await one()
    await keyed(made)
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]], { TxnDate: '2026-03-02' })
    await world.poll()
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
    const task = await taskOf(UNMAPPED)
    expect(task).toMatchObject({ minor: 10_000, context: { problems: [{ reason: 'twin' }] } })
    await press(task, 'link_existing').expect(200)
    await world.poll(2)
    expect(await world.openTasks()).toEqual([])
    expect(await receiptsOf(made)).toMatchObject([{ provider: 'manual', applied: 10_000 }])
    // From now on it is what it is over there.
    await world.keeper.change('Payment', paid.Id, { TotalAmt: 60, Line: linesFor([[made.there, 60]]) })
    await world.poll()
    expect(await world.owed(made)).toEqual({ here: 4_000, there: 4_000 })
    expect(await receiptsOf(made)).toMatchObject([{ provider: 'manual', amount_minor: 6_000 }])
  })

  it('stays the same when an equal one is told again that nobody was asked about', async () => {
    const onAccount = { TxnDate: '2026-03-02' }
    const other = await world.keeper.pays('1', 77, [], onAccount)
    await world.poll(2)
    const [client] = world.clients
    const keyedHere = { clientId: client?.id, paidOn: '2026-03-02', currency: 'USD', amountMinor: 7_700 }
    const idempotencyKey = crypto.randomUUID()
    await world.bill
      .ask('POST', '/payments')
      .send({ ...keyedHere, method: 'cheque', idempotencyKey, allocations: [] })
      .expect(201)
    const asked = await world.keeper.pays('1', 77, [], onAccount)
    await world.poll()
    expect(await taskOf(UNMAPPED)).toMatchObject({ context: { externalId: asked.Id } })
    await world.keeper.change('Payment', other.Id, { PrivateNote: 'told again' })
    await world.poll()
    expect(await world.openTasks()).toMatchObject([{ context: { externalId: asked.Id } }])
    await press(await taskOf(UNMAPPED), 'link_existing').expect(200)
  })

  it('is recorded beside it when somebody says that it is another', async () => {
    const made = await one(20_000)
    await keyed(made, 10_000)
    await world.keeper.pays('1', 100, [[made.there, 100]], { TxnDate: '2026-03-02' })
    await world.poll()
    await press(await taskOf(UNMAPPED), 'record_anyway', { reason: 'two cheques' }).expect(200)
    await world.poll()
    expect(await receiptsOf(made)).toHaveLength(2)
    expect((await world.owed(made)).here).toBe(0)
  })
})

describe('a payment that cannot be applied', () => {
  // capability payments in: What could not be applied waits, and is applied by itself once its cause is gone
  it('is applied by itself once its document is linked, and its task goes (L22, L60)', async () => {
    const [old] = await world.invoices([9_000], { issueDate: '2025-12-15', isLocal: true })
    const line = {
      Amount: 90,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    }
    const there = await world.keeper.create('Invoice', { CustomerRef: { value: '1' }, Line: [line] })
    await world.keeper.pays('1', 90, [[there.Id, 90]])
    await world.poll()
    expect(await taskOf(UNMAPPED)).toMatchObject({ minor: 9_000 })
    await world.poll(2)
    await world.linkByHand('invoice', old?.invoiceId ?? '', 'invoice', there.Id)
    await world.poll()
    expect(await world.openTasks()).toEqual([])
    expect(await world.owner('accounting_sync_observations')).toEqual([])
    expect((await world.owed({ ...(old ?? ({} as Both)), there: there.Id })).here).toBe(0)
  })

  it('is left with a reason, and told again only when something else is wrong with it', async () => {
    const unknown = (amount: number) => ({
      CustomerRef: { value: '1' },
      Line: [
        {
          Amount: amount,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
        },
      ],
    })
    const there = await world.keeper.create('Invoice', unknown(70))
    const paid = await world.keeper.pays('1', 30, [[there.Id, 30]])
    await world.poll()
    // Nobody took it for another, so that it is none says nothing about what is wrong with it.
    const refused = await press(await taskOf(UNMAPPED), 'record_anyway', { reason: 'not ours' })
    expect([refused.status, refused.body.code]).toEqual([409, 'accounting-no-twin'])
    await press(await taskOf(UNMAPPED), 'leave', { reason: 'not ours' }).expect(200)
    await world.poll(2)
    expect(await world.openTasks()).toEqual([])
    await world.keeper.change('Payment', paid.Id, { TotalAmt: 50, Line: linesFor([[there.Id, 50]]) })
    await world.poll()
    const task = await taskOf(UNMAPPED)
    expect(task.minor).toBe(5_000)
    await press(task, 'leave', { reason: 'not ours' }).expect(200)
  })
})
