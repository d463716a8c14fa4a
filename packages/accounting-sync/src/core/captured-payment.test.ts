import { expect, it } from 'vitest'
import type { PaymentChange, TheirPayment } from '../changes.ts'
import { capturedPlan } from './captured-payment.ts'
import type { KnownDocument, RecordedReceipt } from './reconcile-payments.ts'

const DOCUMENT: KnownDocument = {
  documentId: 'invoice',
  externalId: '7',
  clientId: 'alder',
  issueDate: '2026-11-01',
  currency: 'USD',
  standing: 'open',
  balanceDueMinor: 0,
}
const RECEIPT: RecordedReceipt = {
  receiptId: 'receipt',
  clientId: 'alder',
  origin: 'captured',
  fed: 'cash',
  date: '2026-11-20',
  currency: 'USD',
  number: null,
  amountMinor: 900,
  allocations: [],
}
const on = (amountMinor: number) => ({ allocationId: 'allocation', documentId: 'invoice', amountMinor })
const standing = (totalMinor: number, share: number): PaymentChange => {
  const shares = share === 0 ? [] : [{ on: 'invoice' as const, externalId: '7', amountMinor: share }]
  const { date, currency } = RECEIPT
  const rest = { version: '1', number: null, date, currency, customerId: '1', marker: null, shares }
  const payment: TheirPayment = { ...rest, totalMinor, unappliedMinor: totalMinor - share }
  return { kind: 'payment', externalId: '4', changedAt: null, state: 'standing', payment }
}
const GONE: PaymentChange = {
  kind: 'payment',
  externalId: '4',
  changedAt: null,
  state: 'gone',
  payment: null,
}

it.each([
  ['as it is here', standing(900, 600), 600, []],
  [
    'all of it gone, on a document and on none',
    GONE,
    600,
    [
      ['invoice', 600],
      [null, 300],
    ],
  ],
  ['gone while it pays nothing here', GONE, 0, [[null, 900]]],
  ['lowered in what it pays', standing(500, 500), 900, [['invoice', 400]]],
  ['lowered in what it does not pay', standing(700, 600), 600, [[null, 200]]],
  ['taken off its document and kept as credit', standing(900, 0), 900, [['invoice', 900]]],
  ['taken off its document and lowered', standing(500, 0), 900, [['invoice', 900]]],
  ['laid upon a document there alone', standing(900, 900), 600, [['invoice', 300]]],
  ['raised, and laid elsewhere', standing(1_000, 600), 600, [[null, 100]]],
] as const)('names what a card payment is not over there: %s', (_, change, allocated, named) => {
  const recorded = [{ ...RECEIPT, allocations: allocated === 0 ? [] : [on(allocated)] }]
  const { steps, problems } = capturedPlan(
    { change, recorded },
    new Map([['7', DOCUMENT]]),
    new Set(['invoice']),
  )
  expect(steps).toEqual([])
  expect(problems.map((each) => [each.documentId, each.amountMinor])).toEqual(named)
  expect(problems.every((each) => each.receiptId === 'receipt')).toBe(true)
})
