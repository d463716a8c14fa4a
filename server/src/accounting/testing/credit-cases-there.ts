import { expect } from 'vitest'
import { linesFor } from './money-world.ts'
import type { Account } from './credit-account.ts'
import { pair, settled, zeroPaymentOf, type CreditCase } from './credit-cases.ts'

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
