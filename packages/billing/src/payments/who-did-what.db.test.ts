import { randomUUID } from 'node:crypto'
import { systemActor, TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  applyPayment,
  getPayment,
  recordPayment,
  reverseAllocation,
  reversePayment,
  type PaymentView,
} from '../contract/payments.ts'
import { getInvoice } from '../contract/invoices.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, CLIENT, createBooks, type Books } from '../testing/books.ts'
import { inBooks, money } from '../testing/receipts.ts'
import { recordExternalPayment } from './record.ts'

const erin = systemActor(TENANT_A, 'Erin')
const noor = systemActor(TENANT_A, 'Noor')

describe('the history of a payment', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks(moneyUseCases)
  })
  afterAll(() => books.close())

  const onDocument = ({ allocations }: PaymentView, invoiceId: string) =>
    allocations.filter((each) => each.invoiceId === invoiceId)

  it('names who recorded it, who applied it and who took it off, each time anew', async () => {
    const [first, second] = [await books.finalized(), await books.finalized()]
    const allocation = { invoiceId: first.invoiceId, amountMinor: 4000 }
    const { paymentId } = await books.app.execute(recordPayment, erin, {
      idempotencyKey: randomUUID(),
      clientId: CLIENT,
      paidOn: '2026-03-01',
      currency: 'USD',
      amountMinor: 10000,
      method: 'cheque',
      allocations: [{ ...allocation, invoiceId: first.invoiceId.toUpperCase() }],
    })
    books.clock.advance(60)
    const applied = await books.app.execute(applyPayment, noor, {
      paymentId,
      allocations: [{ invoiceId: second.invoiceId, amountMinor: 1000 }],
    })
    books.clock.advance(60)
    const allocationId = onDocument(applied, first.invoiceId)[0]?.allocationId ?? ''
    await books.app.execute(reverseAllocation, noor, { allocationId, reason: 'wrong one' })
    books.clock.advance(60)
    const view = await books.app.execute(applyPayment, alder, { paymentId, allocations: [allocation] })

    expect(view).toMatchObject({ recordedBy: 'Erin', reversedBy: null })
    expect(onDocument(view, first.invoiceId)).toMatchObject([
      { appliedBy: 'Erin', reversedBy: 'Noor', reversalReason: 'wrong one' },
      { appliedBy: 'test', reversedBy: null },
    ])
    expect(onDocument(view, second.invoiceId)).toMatchObject([{ appliedBy: 'Noor', reversedBy: null }])

    books.clock.advance(60)
    const reversed = await books.app.execute(reversePayment, erin, { paymentId, reason: 'bounced' })
    expect(reversed).toMatchObject({ recordedBy: 'Erin', reversedBy: 'Erin' })
    expect(onDocument(reversed, first.invoiceId).map((each) => each.reversedBy)).toEqual(['Noor', 'Erin'])
  })

  it('names nobody for what no one here did', async () => {
    const { invoiceId } = await books.finalized()
    const { paymentId } = await inBooks(books, (ctx) =>
      recordExternalPayment(ctx, money({ allocations: [{ invoiceId, amountMinor: 4000 }] })),
    )
    const view = await books.app.execute(getPayment, alder, { paymentId })
    expect(view).toMatchObject({ recordedBy: null, reversedBy: null, allocations: [{ appliedBy: null }] })
  })

  it('is told on each document for what concerned that document alone', async () => {
    const [first, second] = [await books.finalized(), await books.finalized()]
    const paid = { clientId: CLIENT, paidOn: '2026-03-01', currency: 'USD', method: 'cheque' as const }
    const { paymentId } = await books.app.execute(recordPayment, erin, {
      ...paid,
      idempotencyKey: randomUUID(),
      amountMinor: 3000,
      allocations: [{ invoiceId: first.invoiceId.toUpperCase(), amountMinor: 1000 }],
    })
    books.clock.advance(60)
    const later = { paymentId, allocations: [{ invoiceId: second.invoiceId, amountMinor: 2000 }] }
    const applied = await books.app.execute(applyPayment, noor, later)
    books.clock.advance(60)
    const [taken] = onDocument(applied, second.invoiceId)
    const off = { allocationId: taken?.allocationId ?? '', reason: 'the wrong one' }
    await books.app.execute(reverseAllocation, noor, off)

    const told = async (invoiceId: string) => {
      const { activity } = await books.app.execute(getInvoice, erin, { invoiceId })
      return activity.filter(({ action }) => action.startsWith('payment.'))
    }
    expect(await told(first.invoiceId)).toMatchObject([{ actorName: 'Erin', action: 'payment.recorded' }])
    expect(await told(second.invoiceId)).toMatchObject([
      { actorName: 'Noor', action: 'payment.allocation_reversed', reason: 'the wrong one' },
      { actorName: 'Noor', action: 'payment.applied' },
    ])
    books.clock.advance(60)
    await books.app.execute(reversePayment, noor, { paymentId, reason: 'bounced' })
    expect(await told(first.invoiceId)).toMatchObject([
      { action: 'payment.reversed', reason: 'bounced' },
      { action: 'payment.recorded' },
    ])
  })
})
