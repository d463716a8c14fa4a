import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyCredit, unapplyCredit } from '../contract/credits.ts'
import { getInvoice } from '../contract/invoices.ts'
import { applyPayment, reverseAllocation, reversePayment } from '../contract/payments.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, createBooks, type Books } from '../testing/books.ts'
import { inBooks, money, refusal } from '../testing/receipts.ts'
import { recordExternalPayment } from './record.ts'

let books: Books
const told: string[] = []

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
  books.billing.lifecycle.subscribe('paymentRecorded', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `recorded ${each.provider} ${each.allocations.length}`))
  })
  books.billing.lifecycle.subscribe('paymentReversed', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `reversed ${each.whole ? 'whole' : 'part'} ${each.allocations.length}`))
  })
})
afterAll(() => books.close())

const invoice = (fields?: Record<string, unknown>) => books.finalized(fields)
const see = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const record = (changes: Parameters<typeof money>[0]) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, money(changes)))
const trailOf = (invoiceId: string) =>
  books.db
    .owner('transactions')
    .where({ invoice_id: invoiceId })
    .whereNot({ kind: 'invoice_finalized' })
    .orderBy(['recorded_at', 'transaction_id'])
    .select('kind', 'amount_minor', 'receivable_minor', 'occurred_on', 'external_id', 'external_realm')
describe('taking a payment back', () => {
  const paid = async () => {
    const [first, second] = [await invoice(), await invoice()]
    const receipt = await record({
      amountMinor: 12000,
      allocations: [
        { invoiceId: first.invoiceId, amountMinor: 7000 },
        { invoiceId: second.invoiceId, amountMinor: 4000 },
      ],
    })
    const of = (invoiceId: string) =>
      receipt.allocations.find((each) => each.invoiceId === invoiceId)?.allocationId ?? ''
    return { first, second, paymentId: receipt.paymentId, of }
  }

  it('as a whole owes again what it paid, once', async () => {
    const { first, second, paymentId } = await paid()
    told.length = 0
    books.clock.advance(60)
    const reverse = () => books.app.execute(reversePayment, alder, { paymentId, reason: 'cheque bounced' })
    const view = await reverse()
    expect(view).toMatchObject({ unappliedMinor: 0, reversalReason: 'cheque bounced' })
    expect(view.allocations.every((each) => each.reversalReason === 'cheque bounced')).toBe(true)
    for (const { invoiceId } of [first, second]) {
      expect(await see(invoiceId)).toMatchObject({ balanceDueMinor: 10000, status: 'sent' })
    }
    expect(await trailOf(first.invoiceId)).toMatchObject([
      { kind: 'payment', receivable_minor: -7000 },
      { kind: 'payment_reversal', receivable_minor: 7000, occurred_on: '2026-03-02' },
    ])
    expect(told).toEqual(['reversed whole 2'])
    expect(await refusal(reverse())).toMatchObject({ code: 'payment-already-reversed' })
    const apply = { paymentId, allocations: [{ invoiceId: first.invoiceId, amountMinor: 1 }] }
    expect(await refusal(books.app.execute(applyPayment, alder, apply))).toMatchObject({
      code: 'payment-already-reversed',
    })
  })

  it('off one document leaves the money on the receipt, to be applied later', async () => {
    const { first, second, paymentId, of } = await paid()
    const reverse = () =>
      books.app.execute(reverseAllocation, alder, { allocationId: of(second.invoiceId), reason: 'wrong one' })
    expect(await reverse()).toMatchObject({ unappliedMinor: 5000 })
    expect(await refusal(reverse())).toMatchObject({ code: 'allocation-already-reversed' })
    const apply = (amountMinor: number) =>
      books.app.execute(applyPayment, alder, {
        paymentId,
        allocations: [{ invoiceId: first.invoiceId, amountMinor }],
      })
    expect(await refusal(apply(5001))).toMatchObject({
      code: 'too-little-left',
      extra: { unappliedMinor: 5000 },
    })
    expect(await refusal(apply(3001))).toMatchObject({ code: 'over-payment' })
    expect(await apply(3000)).toMatchObject({ unappliedMinor: 2000 })
    expect(await see(first.invoiceId)).toMatchObject({ status: 'paid' })
    expect(await see(second.invoiceId)).toMatchObject({ status: 'sent' })
  })

  it('of a prepayment whose credit is spent is refused, until the credit is back', async () => {
    const { invoiceId } = await invoice({ invoiceType: 'prepayment' })
    const target = await invoice()
    const { paymentId } = await record({ allocations: [{ invoiceId, amountMinor: 10000 }] })
    const pool = await books.db.owner('credits').where({ source_invoice_id: invoiceId }).first('credit_id')
    const { allocations } = await books.app.execute(applyCredit, alder, {
      invoiceId: target.invoiceId,
      creditId: pool.credit_id,
      amountMinor: 1,
    })
    const reverse = () => books.app.execute(reversePayment, alder, { paymentId, reason: 'bounced' })
    expect(await refusal(reverse())).toMatchObject({ code: 'credit-spent' })
    expect(await see(invoiceId)).toMatchObject({ status: 'paid' })
    const creditAllocationId = allocations[0]?.creditAllocationId ?? ''
    await books.app.execute(unapplyCredit, alder, { creditAllocationId, reason: 'first this' })
    await reverse()
    expect(await see(invoiceId)).toMatchObject({ status: 'sent' })
  })
})
