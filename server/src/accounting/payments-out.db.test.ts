import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type Both, type MoneyWorld } from './testing/money-world.ts'
import * as takenHere from './testing/taken-here.ts'
import type { Keyed } from './testing/taken-here.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)

const keyed = (on: readonly [Both, number][], total?: number) => takenHere.keyed(world, on, total)
const operationsOf = (paid: Keyed) => takenHere.operationsOf(world, paid)
const thereOf = (paid: Keyed) => takenHere.thereOf(world, paid)
const takenBack = ({ paymentId }: Keyed) =>
  world.bill.ask('POST', `/payments/${paymentId}/reversal`).send({ reason: 'it bounced' }).expect(200)

describe('a payment that is taken here', () => {
  // capability payments out: A payment keyed here stands there once, with its day and what it pays
  it('stands there once, with its day, its mark and what it pays, and comes back as known (L27)', async () => {
    const [a, b] = await world.invoices([10_000, 20_000])
    if (a === undefined || b === undefined) throw new Error('there are two')
    const paid = await keyed(
      [
        [a, 10_000],
        [b, 5_000],
      ],
      18_000,
    )
    await world.poll()
    const [row, ...others] = thereOf(paid)
    expect(others).toEqual([])
    expect(row).toMatchObject({ TotalAmt: 180, UnappliedAmt: 30, TxnDate: '2026-03-02' })
    expect(String(row?.['PaymentRefNum'])).toMatch(/^TT-[0-9A-Z]{18}$/)
    for (const each of [a, b]) {
      const { here, there } = await world.owed(each)
      expect(here).toBe(there)
    }
    await world.poll(2)
    expect(thereOf(paid)).toHaveLength(1)
    expect(await world.openTasks()).toEqual([])
    expect((await world.receipts()).filter((each) => each.provider === 'quickbooks')).toEqual([])
    expect((await operationsOf(paid)).map((each) => each.status)).toEqual(['done'])
  })

  // capability payments out: It goes after the invoice that it pays
  it('goes out after the invoice it pays, not instead of it (L8)', async () => {
    const [draft] = await world.invoices([7_000], { isDraft: true })
    if (draft === undefined) throw new Error('there is one')
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [draft.invoiceId] })
      .expect(200)
    const paid = await keyed([[draft, 7_000]])
    // Both in one run: the payment waits until the invoice has arrived, and for no second look.
    await world.poll()
    expect((await operationsOf(paid))[0]).toMatchObject({ status: 'done', attempts: 0 })
    expect(thereOf(paid)).toMatchObject([{ TotalAmt: 70, UnappliedAmt: 0 }])
  })

  it('31 is what it is over there once it is changed there', async () => {
    const made = await one()
    const paid = await keyed([[made, 10_000]])
    await world.poll()
    const [row] = thereOf(paid)
    await world.keeper.change('Payment', row?.Id ?? '', { TotalAmt: 60, Line: linesFor([[made.there, 60]]) })
    await world.poll()
    expect(await world.owed(made)).toEqual({ here: 4_000, there: 4_000 })
    // What came from there does not go back.
    expect(await operationsOf(paid)).toHaveLength(1)
    await world.keeper.delete('Payment', row?.Id ?? '')
    await world.poll(2)
    expect(await world.owed(made)).toEqual({ here: 10_000, there: 10_000 })
    expect(await operationsOf(paid)).toHaveLength(1)
  })

  // capability payments out: Taken back here, it is void there
  it('is void over there when it is taken back here', async () => {
    const made = await one()
    const paid = await keyed([[made, 10_000]])
    await world.poll()
    await takenBack(paid)
    await world.poll(2)
    expect(thereOf(paid)).toMatchObject([{ TotalAmt: 0, Line: [] }])
    expect(await world.owed(made)).toEqual({ here: 10_000, there: 10_000 })
    expect(await world.openTasks()).toEqual([])
  })

  // capability payments out: Taken off one document here, it is taken off there
  it('is taken off one document there when it is taken off it here, though its token moved (L13)', async () => {
    const [a, b] = await world.invoices([10_000, 10_000])
    if (a === undefined || b === undefined) throw new Error('there are two')
    const paid = await keyed([
      [a, 10_000],
      [b, 10_000],
    ])
    await world.poll()
    await world.keeper.change('Payment', thereOf(paid)[0]?.Id ?? '', {
      PrivateNote: `${thereOf(paid)[0]?.['PrivateNote']} seen`,
    })
    const { allocationId } = paid.allocations.find((each) => each.invoiceId === b.invoiceId) ?? {}
    const reason = 'the wrong invoice'
    await world.bill.ask('POST', `/payment-allocations/${allocationId}/reversal`).send({ reason }).expect(200)
    await world.poll()
    expect(await world.owed(b)).toEqual({ here: 10_000, there: 10_000 })
    expect(await world.owed(a)).toEqual({ here: 0, there: 0 })
    expect(thereOf(paid)).toMatchObject([{ TotalAmt: 200, UnappliedAmt: 100 }])
  })

  // capability payments out: What the answer says was applied is compared with what was meant
  it('is different from the first minute when less was applied there than was meant (L14)', async () => {
    const [paidThere, paidHere] = [await one(), await one()]
    const paid = await keyed([
      [paidThere, 10_000],
      [paidHere, 10_000],
    ])
    // Nobody has told us yet that one of them is paid there in part.
    await world.keeper.pays('1', 60, [[paidThere.there, 60]])
    await world.poll()
    const link = world
      .owner('tenant_external_entity_mappings')
      .where({ alga_entity_id: paid.paymentId })
      .first()
    const [told] = await world
      .owner('inbox_tasks')
      .where({ kind: 'accounting_sync_drift' })
      .whereRaw(`context ->> 'entityId' = ?`, [paid.paymentId])
    expect(told).toMatchObject({
      money_minor: 6_000,
      context: { differences: [{ field: 'lines', here: '10000 10000' }] },
    })
    // Looked at again it counts as it is there: what was not applied there is open here too.
    expect(await link).toMatchObject({ status: 'verified', differences: null })
    await world.poll()
    for (const each of [paidThere, paidHere]) expect(await world.owed(each)).toEqual({ here: 0, there: 0 })
    expect(await world.owner('payments').where({ payment_id: paid.paymentId })).toMatchObject([
      { amount_minor: 20_000, unapplied_minor: 6_000 },
    ])
    expect(await world.openTasks()).toEqual([])
  })

  it('moved there to another document pays the one before no more, though it had money left (L20)', async () => {
    const [from, to] = [await one(), await one()]
    const paid = await keyed([[from, 5_000]], 10_000)
    await world.poll()
    await world.keeper.change('Payment', thereOf(paid)[0]?.Id ?? '', { Line: linesFor([[to.there, 50]]) })
    await world.poll()
    expect(await world.owed(from)).toEqual({ here: 10_000, there: 10_000 })
    expect(await world.owed(to)).toEqual({ here: 5_000, there: 5_000 })
  })

  it('waits for a person when an equal one was keyed there first, and is not sent when that is the same (L30)', async () => {
    const made = await one()
    await world.keeper.pays('1', 100, [[made.there, 100]], { TxnDate: '2026-03-02' })
    const paid = await keyed([[made, 10_000]])
    await world.poll(2)
    expect(thereOf(paid)).toEqual([])
    await press(await taskOf('accounting_sync_unmapped_payment'), 'link_existing').expect(200)
    await world.poll(2)
    expect(thereOf(paid)).toEqual([])
    expect((await operationsOf(paid)).map((each) => each.status)).toEqual(['skipped'])
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
  })

  it('goes once a person says that the equal one there is another, and once that one is gone there (L30)', async () => {
    for (const end of ['another', 'gone'] as const) {
      const made = await one(20_000)
      const [equal] = [await world.keeper.pays('1', 100, [[made.there, 100]], { TxnDate: '2026-03-02' })]
      const paid = await keyed([[made, 10_000]])
      await world.poll(2)
      expect(thereOf(paid)).toEqual([])
      if (end === 'gone') await world.keeper.delete('Payment', equal.Id)
      else
        await press(await taskOf('accounting_sync_unmapped_payment'), 'record_anyway', {
          reason: 'two cheques',
        }).expect(200)
      await world.poll(2)
      expect(thereOf(paid)).toMatchObject([{ TotalAmt: 100, UnappliedAmt: 0 }])
      const { here, there } = await world.owed(made)
      expect([here, there]).toEqual(end === 'gone' ? [10_000, 10_000] : [0, 0])
    }
  })

  // capability payments stays: A payment of a prepayment: a task names the amount
  it('of a prepayment asks a person, naming the amount, instead of waiting (L32)', async () => {
    const lines = [{ description: 'On account', unitPriceMinor: 5_000, taxable: false }]
    const draft = { invoiceType: 'prepayment', clientId: world.clients[0]?.id, lines }
    const { invoiceId } = (await world.bill.ask('POST', '/invoices').send(draft)).body
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    await keyed([[{ invoiceId } as Both, 5_000]])
    await world.poll()
    const task = await taskOf('accounting_sync_export_error')
    expect(task).toMatchObject({ minor: 5_000, context: { code: 'prepayment_not_exported' } })
    await press(task, 'leave_out', { reason: 'it stays here' }).expect(200)
  })

  // capability payments stays: A payment of a document that stays here
  it('of what stays here stays here', async () => {
    const [old] = await world.invoices([9_000], { issueDate: '2025-12-15', isLocal: true })
    if (old === undefined) throw new Error('there is one')
    const paid = await keyed([[old, 9_000]])
    await world.poll()
    expect(thereOf(paid)).toEqual([])
    expect(await operationsOf(paid)).toMatchObject([{ status: 'skipped', skip_reason: 'not_concerned' }])
    expect(await world.openTasks()).toEqual([])
  })
})

describe('a document that is no more what was meant', () => {
  const drift = () => taskOf('accounting_sync_drift')
  const there = ({ number }: Both) =>
    [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()].filter(
      (row) => row['DocNumber'] === number,
    )
  const link = ({ invoiceId }: Both) =>
    world.owner('tenant_external_entity_mappings').where({ alga_entity_id: invoiceId }).first()

  // capability documents out: Re-export writes ours over what was changed there
  it('is written over when it was changed', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { DocNumber: 'OTHER-1' })
    await world.poll()
    await press(await drift(), 're_export').expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject([{ Id: made.there, TotalAmt: 100 }])
    expect(await link(made)).toMatchObject({ status: 'verified', differences: null })
    expect(await world.openTasks()).toEqual([])
  })

  it('is written over at last though that was refused before, when it is asked for again', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { DocNumber: 'OTHER-2' })
    await world.poll()
    await press(await drift(), 're_export').expect(200)
    // As a refusal for good leaves it.
    const refused = { status: 'failed', next_attempt_at: null, error_code: 'reference_inactive' }
    const open = { alga_entity_id: made.invoiceId, status: 'pending' }
    expect(await world.owner('accounting_sync_operations').where(open).update(refused)).toBe(1)
    const again = await world.test.db.database.withTenant(HARBOR.tenant, (trx) =>
      world.sync.reExport(trx, world.connection, { entityType: 'invoice', entityId: made.invoiceId }),
    )
    expect(again).toEqual({ kind: 'decided' })
    await world.poll(2)
    expect(there(made)).toMatchObject([{ Id: made.there, TotalAmt: 100 }])
    expect(await link(made)).toMatchObject({ status: 'verified', differences: null })
    expect(await world.openTasks()).toEqual([])
  })

  it('is a question again when that was refused and somebody leaves it', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { DocNumber: 'OTHER-3' })
    await world.poll()
    await press(await drift(), 're_export').expect(200)
    const refused = { fault: 'fault-in-200', match: { what: 'update Invoice' }, times: 1 } as const
    world.sandbox.chaos.arm(refused)
    await world.poll()
    const task = await taskOf('accounting_sync_export_error')
    await press(task, 'leave_out', { reason: 'we looked at it' }).expect(200)
    expect((await drift()).context['differences']).toMatchObject([{ field: 'number', there: 'OTHER-3' }])
    await press(await drift(), 'accept', { reason: 'theirs is right' }).expect(200)
    expect(await world.openTasks()).toEqual([])
  })

  // capability documents out: Re-export of what was voided there brings it back under its number
  it('is written over when it was voided, and keeps its number (L31)', async () => {
    const made = await one()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    await press(await drift(), 're_issue').expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject([{ Id: made.there, TotalAmt: 100, Balance: 100 }])
    expect(await link(made)).toMatchObject({ status: 'verified' })
    expect(await world.openTasks()).toEqual([])
  })

  // capability documents out: Re-export makes anew what was deleted there
  it('is made anew when it was deleted', async () => {
    const made = await one()
    await world.keeper.delete('Invoice', made.there)
    await world.poll()
    await press(await drift(), 're_issue').expect(200)
    await world.poll(2)
    const [row] = there(made)
    expect(row).toMatchObject({ TotalAmt: 100 })
    expect(row?.Id).not.toBe(made.there)
    expect(await link(made)).toMatchObject({ status: 'verified', external_id: row?.Id })
    expect(await world.openTasks()).toEqual([])
  })
})
