import { expect } from 'vitest'
import { linesFor } from './money-world.ts'
import type { Account, Note, Paper } from './credit-account.ts'

export interface CreditCase {
  name: string
  isTaxed?: boolean
  run(account: Account): Promise<void>
  /** What people are asked for, where the two sides cannot be equal or somebody has to decide. */
  asks?: readonly { minor: number; reason: string }[]
}

/** An invoice and a credit note of a part of it, both over there. */
export async function pair(
  account: Account,
  invoiceMinor = 10_000,
  creditMinor = 4_000,
): Promise<{ invoice: Paper; note: Note }> {
  const invoice = await account.bill(invoiceMinor)
  const note = await account.credit(invoice, { by: 'amount', amountMinor: creditMinor })
  await account.poll()
  return { invoice: await account.arrived(invoice), note: await account.arrived(note) }
}

/** The same, and the credit is on the invoice on both sides. */
export async function settled(
  account: Account,
  invoiceMinor = 10_000,
  creditMinor = 4_000,
): Promise<{ invoice: Paper; note: Note; allocationId: string; paymentId: string }> {
  const { invoice, note } = await pair(account, invoiceMinor, creditMinor)
  const allocationId = await account.apply(note, invoice, creditMinor)
  await account.poll()
  return { invoice, note, allocationId, paymentId: zeroPaymentOf(account, invoice) }
}

export function zeroPaymentOf(account: Account, on: Paper): string {
  const all = account.zeroPayments(on)
  expect(all).toHaveLength(1)
  return String(all[0]?.['Id'])
}

const TAXED = { lines: [19_99, 33_33, 7_77].map((minor) => ({ minor, isTaxed: true })) }

/** What people do here with credit. */
export const HERE: CreditCase[] = [
  {
    name: '1 the whole of a taxed invoice is credited and paid with it',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const note = await account.credit(invoice, { by: 'whole' })
      expect(note.totalMinor).toBe(invoice.totalMinor)
      await account.apply(note, invoice, note.totalMinor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(0)
      expect(account.openThere(await account.arrived(note))).toBe(0)
    },
  },
  {
    name: '2 an odd amount of a taxed invoice is credited, to the cent',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const note = await account.credit(invoice, { by: 'amount', amountMinor: 23_45 })
      await account.apply(note, invoice, 23_45)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(invoice.totalMinor - 23_45)
    },
  },
  {
    name: '3 one line of a taxed invoice is credited, and a part of that is used',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const [line] = invoice.lines
      const note = await account.credit(invoice, { by: 'lines', lines: [{ lineId: line?.lineId }] })
      expect(note.totalMinor).toBe((line?.netMinor ?? 0) + (line?.taxMinor ?? 0))
      await account.apply(note, invoice, 10_01)
      await account.poll(2)
      expect(account.openThere(await account.arrived(note))).toBe(note.totalMinor - 10_01)
    },
  },
  {
    name: '4 one credit over three invoices',
    async run(account) {
      const invoices = [await account.bill(3_000), await account.bill(4_000), await account.bill(5_000)]
      const note = await account.creditAlone(10_000)
      await account.poll()
      for (const [at, minor] of [3_000, 4_000, 2_500].entries())
        await account.apply(note, invoices[at] as Paper, minor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(note))).toBe(500)
      expect(account.openThere(await account.arrived(invoices[2] as Paper))).toBe(2_500)
    },
  },
  {
    name: '5 three credits on one invoice',
    async run(account) {
      const invoice = await account.bill(9_000)
      const notes = [
        await account.creditAlone(1_000),
        await account.creditAlone(2_000),
        await account.creditAlone(9_000),
      ]
      await account.poll()
      for (const [at, minor] of [1_000, 2_000, 6_000].entries())
        await account.apply(notes[at] as Note, invoice, minor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(0)
      expect(account.openThere(await account.arrived(notes[2] as Note))).toBe(3_000)
    },
  },
  {
    name: '6 credit is taken off an invoice again',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      await account.takeOff(allocationId)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 4_000])
      expect(account.zeroPayments(invoice)).toEqual([])
    },
  },
  {
    name: '7 taken off, and applied to another invoice',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      const other = await account.bill(6_000)
      await account.poll()
      await account.takeOff(allocationId)
      await account.apply(note, other, 3_000)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 1_000])
      expect(account.openThere(await account.arrived(other))).toBe(3_000)
    },
  },
  {
    name: '8 taken off and applied again to the same invoice, in one minute',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      await account.takeOff(allocationId)
      await account.apply(note, invoice, 4_000)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([6_000, 0])
      zeroPaymentOf(account, invoice)
    },
  },
  {
    name: '9 applied and taken off before anything was sent',
    async run(account) {
      const { invoice, note } = await pair(account)
      await account.takeOff(await account.apply(note, invoice, 4_000))
      await account.poll(2)
      expect(account.openThere(note)).toBe(4_000)
      expect(account.zeroPayments(invoice)).toEqual([])
    },
  },
  {
    name: '10 credited and applied before anything was exported',
    async run(account) {
      const invoice = await account.bill(10_000)
      const note = await account.credit(invoice, { by: 'whole' })
      await account.apply(note, invoice, 10_000)
      await account.poll(2)
      const arrived = await account.arrived(invoice)
      expect(account.openThere(arrived)).toBe(0)
      zeroPaymentOf(account, arrived)
    },
  },
  {
    name: '11 applied to an invoice that waits for its mapping, and follows it',
    async run(account) {
      const { owner } = account.world
      const note = await account.creditAlone(5_000)
      await account.poll()
      const service = { alga_entity_type: 'service' }
      const [link] = await owner('tenant_external_entity_mappings').where(service)
      await owner('tenant_external_entity_mappings').where(service).delete()
      const invoice = await account.bill(8_000)
      await account.apply(note, invoice, 5_000)
      await account.poll()
      expect(account.openThere(await account.arrived(note))).toBe(5_000)
      const { tenant, alga_entity_id: entityId, external_id: externalId } = link
      await account.world.test.db.database.withTenant(tenant, (trx) =>
        account.world.sync.map(trx, account.world.connection, {
          entityType: 'service',
          entityId,
          externalId,
        }),
      )
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(3_000)
    },
  },
  {
    name: '12 credit of a prepayment stays here, and a task names it',
    // One of the money that paid it in advance, one of what it pays now.
    asks: [
      { minor: 2_500, reason: 'prepayment_not_exported' },
      { minor: 2_500, reason: 'prepayment_not_exported' },
    ],
    async run(account) {
      const { world, clientId } = account
      const invoice = await account.bill(6_000)
      await account.poll()
      const made = await world.bill.ask('POST', '/invoices').send({
        invoiceType: 'prepayment',
        clientId,
        lines: [{ description: 'In advance', unitPriceMinor: 2_500, taxable: false }],
      })
      const { invoiceId } = made.body
      await world.bill
        .ask('POST', '/invoices/finalize')
        .send({ invoiceIds: [invoiceId] })
        .expect(200)
      await world.byCard({ invoiceId, clientId, number: '', totalMinor: 0, there: '' }, 2_500)
      const credit = await world.owner('credits').where({ source_invoice_id: invoiceId }).first('credit_id')
      await account.apply({ ...invoice, invoiceId, creditId: credit.credit_id }, invoice, 2_500)
      await account.poll(2)
    },
  },
]

/** What the bookkeeper and the company itself do with credit of ours. */
export const THERE: CreditCase[] = [
  {
    name: '21 credit is applied by itself there, to the very invoice that it is for',
    async run(account) {
      const invoice = await account.bill(10_000)
      await account.poll()
      account.set('SalesFormsPrefs', { AutoApplyCredit: true })
      const note = await account.credit(invoice, { by: 'amount', amountMinor: 4_000 })
      await account.apply(note, invoice, 4_000)
      await account.poll(3)
      account.set('SalesFormsPrefs', { AutoApplyCredit: false })
      const arrived = await account.arrived(invoice)
      expect(account.openThere(arrived)).toBe(6_000)
      zeroPaymentOf(account, arrived)
    },
  },
  {
    name: '22 credit is applied by itself there, to another invoice than here: what it says there counts',
    async run(account) {
      const older = await account.bill(5_000, { issueDate: '2026-02-01' })
      const invoice = await account.bill(10_000)
      await account.poll()
      account.set('SalesFormsPrefs', { AutoApplyCredit: true })
      const note = await account.credit(invoice, { by: 'amount', amountMinor: 4_000 })
      await account.apply(note, invoice, 4_000)
      await account.poll(3)
      account.set('SalesFormsPrefs', { AutoApplyCredit: false })
      expect(account.openThere(await account.arrived(older))).toBe(1_000)
      expect(account.openThere(await account.arrived(invoice))).toBe(10_000)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '23 credit that nobody used here is applied by itself there',
    async run(account) {
      const invoice = await account.bill(10_000)
      await account.poll()
      account.set('SalesFormsPrefs', { AutoApplyCredit: true })
      const note = await account.creditAlone(4_000)
      await account.poll(3)
      account.set('SalesFormsPrefs', { AutoApplyCredit: false })
      expect(account.openThere(await account.arrived(invoice))).toBe(6_000)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '24 the bookkeeper applies our credit, to two invoices at once',
    async run(account) {
      const { invoice, note } = await pair(account)
      const other = await account.bill(3_000)
      await account.poll()
      await account.world.keeper.pays(account.customerId, 0, [
        [invoice.there, 15],
        [(await account.arrived(other)).there, 25],
        [note.there, 40, 'CreditMemo'],
      ])
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '25 he applies two of our credits with one payment, and takes that back',
    async run(account) {
      const { invoice, note } = await pair(account)
      const other = await account.creditAlone(2_000)
      await account.poll()
      const paid = await account.world.keeper.pays(account.customerId, 0, [
        [invoice.there, 55],
        [note.there, 40, 'CreditMemo'],
        [(await account.arrived(other)).there, 15, 'CreditMemo'],
      ])
      await account.poll()
      expect([await account.leftHere(note), await account.leftHere(other)]).toEqual([0, 500])
      await account.world.keeper.void('Payment', paid.Id)
      await account.poll(2)
      expect([await account.leftHere(note), await account.leftHere(other)]).toEqual([4_000, 2_000])
    },
  },
  {
    name: '26 he lowers what we applied',
    async run(account) {
      const { invoice, note, paymentId } = await settled(account)
      await account.world.keeper.change('Payment', paymentId, {
        TotalAmt: 0,
        Line: linesFor([
          [invoice.there, 25],
          [note.there, 25, 'CreditMemo'],
        ]),
      })
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(1_500)
    },
  },
  {
    name: '27 he moves what we applied to another invoice',
    async run(account) {
      const { note, paymentId } = await settled(account)
      const other = await account.bill(7_000)
      await account.poll()
      await account.world.keeper.change('Payment', paymentId, {
        TotalAmt: 0,
        Line: linesFor([
          [(await account.arrived(other)).there, 40],
          [note.there, 40, 'CreditMemo'],
        ]),
      })
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '28 he voids what we applied',
    async run(account) {
      const { note, paymentId } = await settled(account)
      await account.world.keeper.void('Payment', paymentId)
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(4_000)
    },
  },
  {
    name: '29 he deletes what we applied, and we apply it once more',
    async run(account) {
      const { invoice, note, paymentId } = await settled(account)
      await account.world.keeper.delete('Payment', paymentId)
      await account.poll()
      expect(await account.leftHere(note)).toBe(4_000)
      await account.apply(note, invoice, 4_000)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([6_000, 0])
    },
  },
  {
    name: '30 he adds lines of his own to ours, and only ours is taken off',
    async run(account) {
      const { world, customerId } = account
      const { invoice, note, allocationId, paymentId } = await settled(account)
      const other = await account.bill(3_000)
      await account.poll()
      const his = (await account.arrived(other)).there
      await world.keeper.change('Payment', paymentId, {
        TotalAmt: 30,
        Line: linesFor([
          [invoice.there, 40],
          [his, 30],
          [note.there, 40, 'CreditMemo'],
        ]),
      })
      await account.poll()
      await account.takeOff(allocationId)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 4_000])
      expect(account.openThere({ ...other, there: his })).toBe(0)
      expect(customerId).not.toBe('')
    },
  },
  {
    name: '31 he adds them and nobody has heard of it when ours is taken off',
    async run(account) {
      const { invoice, note, allocationId, paymentId } = await settled(account)
      const other = await account.bill(3_000)
      await account.poll()
      const his = (await account.arrived(other)).there
      await account.world.keeper.change('Payment', paymentId, {
        TotalAmt: 30,
        Line: linesFor([
          [invoice.there, 40],
          [his, 30],
          [note.there, 40, 'CreditMemo'],
        ]),
      })
      await account.takeOff(allocationId)
      await account.poll(3)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 4_000])
      expect(account.openThere({ ...other, there: his })).toBe(0)
    },
  },
  {
    name: '32 cash and our credit in one payment over two invoices',
    async run(account) {
      const { invoice, note } = await pair(account)
      const other = await account.bill(5_000)
      await account.poll()
      await account.world.keeper.pays(account.customerId, 80, [
        [invoice.there, 70],
        [(await account.arrived(other)).there, 50],
        [note.there, 40, 'CreditMemo'],
      ])
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '33 a memo that was made there pays our invoice: a task names it',
    asks: [{ minor: 2_000, reason: 'credit' }],
    async run(account) {
      const invoice = await account.bill(6_000)
      await account.poll()
      const memo = await foreignMemo(account, 20)
      await account.world.keeper.pays(account.customerId, 0, [
        [(await account.arrived(invoice)).there, 20],
        [memo, 20, 'CreditMemo'],
      ])
      await account.poll(2)
    },
  },
  {
    name: '34 ours and one that was made there, in one payment',
    asks: [{ minor: 2_000, reason: 'credit' }],
    async run(account) {
      const { invoice, note } = await pair(account)
      const memo = await foreignMemo(account, 20)
      await account.world.keeper.pays(account.customerId, 0, [
        [invoice.there, 60],
        [note.there, 40, 'CreditMemo'],
        [memo, 20, 'CreditMemo'],
      ])
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '35 our memo is raised there: drift that names by how much',
    asks: [{ minor: 4_000, reason: 'drift' }],
    async run(account) {
      const { note } = await pair(account)
      const row = await account.world.keeper.read('CreditMemo', note.there)
      const lines = (row['Line'] as { DetailType: string; Amount: number; SalesItemLineDetail: object }[])
        .filter((each) => each.DetailType === 'SalesItemLineDetail')
        .map((each) => ({
          ...each,
          Amount: each.Amount * 2,
          SalesItemLineDetail: { ...each.SalesItemLineDetail, Qty: 1, UnitPrice: each.Amount * 2 },
        }))
      await account.world.keeper.change('CreditMemo', note.there, { Line: lines })
      await account.poll(2)
    },
  },
  {
    name: '36 our memo is deleted there, unspent: drift that names all of it',
    asks: [{ minor: 4_000, reason: 'drift' }],
    async run(account) {
      const { note } = await pair(account)
      await account.world.keeper.delete('CreditMemo', note.there)
      await account.poll(2)
    },
  },
  {
    name: '37 our memo is deleted there after it was applied: the invoice is owed again, and drift names the memo',
    asks: [{ minor: 4_000, reason: 'drift' }],
    async run(account) {
      const { invoice, note, paymentId } = await settled(account)
      if (account.zeroPayments(invoice).length > 0) await account.world.keeper.delete('Payment', paymentId)
      await account.world.keeper.delete('CreditMemo', note.there)
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(4_000)
    },
  },
]

async function foreignMemo({ world, customerId }: Account, amount: number): Promise<string> {
  const line = {
    Amount: amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
  }
  const memo = await world.keeper.create('CreditMemo', { CustomerRef: { value: customerId }, Line: [line] })
  return memo.Id
}
