import {
  dateText,
  defineCommand,
  defineQuery,
  instantText,
  longText,
  mspWith,
  optionalText,
  page,
  pageInput,
  reasonText,
  searchText,
  shortText,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { isCurrency } from './currencies.ts'
import { documentDate } from './invoices.ts'

/** Receipts: money that came in, and the documents it was applied to. Amounts are minor units. */

const currency = z.string().trim().toUpperCase().max(3).refine(isCurrency, 'is not a currency')
const amountMinor = z.number().int().min(1).max(1e14)
const minor = z.number().int()

/** As many documents as one receipt may pay at once. */
const MOST_ALLOCATIONS = 200

const allocationInput = z.object({ invoiceId: uuid, amountMinor })
export type AllocationInput = z.infer<typeof allocationInput>

const eachInvoiceOnce = (allocations: AllocationInput[]) =>
  new Set(allocations.map((each) => each.invoiceId)).size === allocations.length

const allocationInputs = z
  .array(allocationInput)
  .max(MOST_ALLOCATIONS)
  .refine(eachInvoiceOnce, 'names a document twice')

const totalOf = (allocations: AllocationInput[]) =>
  allocations.reduce((sum, each) => sum + each.amountMinor, 0)

/** What a person may choose; providers bring their own words. */
export const paymentMethod = z.enum(['bank_transfer', 'cheque', 'card', 'cash', 'other'])
export type PaymentMethod = z.infer<typeof paymentMethod>

export const paymentSummary = z.object({
  paymentId: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  provider: z.string(),
  method: z.string(),
  /** What the payer or the bank calls it: a cheque number, a transfer's reference. */
  reference: z.string().nullable(),
  paidOn: dateText,
  currency: z.string(),
  amountMinor: minor,
  unappliedMinor: minor,
  recordedAt: instantText,
  reversedAt: instantText.nullable(),
})
export type PaymentSummary = z.infer<typeof paymentSummary>

export const paymentAllocation = z.object({
  allocationId: z.string(),
  invoiceId: z.string(),
  invoiceNumber: z.string().nullable(),
  amountMinor: minor,
  appliedOn: dateText,
  recordedAt: instantText,
  /** Who did it, where somebody here did. */
  appliedBy: z.string().nullable(),
  reversedAt: instantText.nullable(),
  reversedBy: z.string().nullable(),
  reversalReason: z.string().nullable(),
})
export type PaymentAllocation = z.infer<typeof paymentAllocation>

export const paymentView = paymentSummary.extend({
  providerReference: z.string(),
  note: z.string().nullable(),
  recordedBy: z.string().nullable(),
  reversedBy: z.string().nullable(),
  reversalReason: z.string().nullable(),
  /** Oldest first, those taken back among them. */
  allocations: z.array(paymentAllocation),
})
export type PaymentView = z.infer<typeof paymentView>

export const recordPayment = defineCommand({
  name: 'payment.record',
  summary: 'Record a payment and apply it; sent twice with one key, it is recorded once',
  access: mspWith('payment:create'),
  once: true,
  input: z
    .object({
      /** Made up once per form by the sender. It stays with the receipt, so it is known for good. */
      idempotencyKey: uuid,
      clientId: uuid,
      paidOn: documentDate,
      currency,
      amountMinor,
      method: paymentMethod,
      reference: optionalText.optional(),
      note: longText.optional(),
      /** May come to less than the amount: the rest stays on the receipt, to be applied later. */
      allocations: allocationInputs.default([]),
    })
    .refine((input) => totalOf(input.allocations) <= input.amountMinor, {
      path: ['allocations'],
      message: 'come to more than the payment',
    }),
  output: paymentView,
  http: { method: 'POST', path: '/payments', status: 201 },
})

const onePayment = { paymentId: uuid }

export const applyPayment = defineCommand({
  name: 'payment.apply',
  summary: 'Apply what is left of a payment to documents',
  access: mspWith('payment:create'),
  once: true,
  input: z.object({ ...onePayment, allocations: allocationInputs.min(1) }),
  output: paymentView,
  http: { method: 'POST', path: '/payments/:paymentId/allocations' },
})

export const reversePayment = defineCommand({
  name: 'payment.reverse',
  summary: 'Take a whole payment back; what it paid is owed again',
  access: mspWith('payment:reverse'),
  once: true,
  input: z.object({ ...onePayment, reason: reasonText }),
  output: paymentView,
  http: { method: 'POST', path: '/payments/:paymentId/reversal' },
})

export const reverseAllocation = defineCommand({
  name: 'payment.reverse_allocation',
  summary: 'Take a payment off one document; the money stays on the receipt',
  access: mspWith('payment:reverse'),
  once: true,
  input: z.object({ allocationId: uuid, reason: reasonText }),
  output: paymentView,
  http: { method: 'POST', path: '/payment-allocations/:allocationId/reversal' },
})

export const listPayments = defineQuery({
  name: 'payment.list',
  summary: 'List payments, newest first',
  access: mspWith('payment:read'),
  input: z.object({
    ...pageInput,
    /** The beginning of a reference or of a client’s name; case makes no difference to names. */
    search: searchText.optional(),
    clientId: uuid.optional(),
    /** The days they were paid on, both included. */
    from: documentDate.optional(),
    to: documentDate.optional(),
    method: shortText.max(50).optional(),
    /** `unapplied` has money left on it; `reversed` was taken back. */
    state: z.enum(['all', 'unapplied', 'applied', 'reversed']).default('all'),
  }),
  output: page(paymentSummary),
  http: { method: 'GET', path: '/payments' },
})

export const getPayment = defineQuery({
  name: 'payment.get',
  summary: 'Show one payment with what it was applied to',
  access: mspWith('payment:read'),
  input: z.object(onePayment),
  output: paymentView,
  http: { method: 'GET', path: '/payments/:paymentId' },
})

export const suggestPayment = defineQuery({
  name: 'payment.suggest',
  summary: 'A client’s open documents, the first due first, and how an amount would pay them',
  access: mspWith('payment:read'),
  input: z.object({
    clientId: uuid,
    currency,
    /** Without it everything open is proposed in full. */
    amountMinor: z.coerce.number().int().min(1).max(1e14).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        invoiceId: z.string(),
        invoiceType: z.enum(['standard', 'prepayment']),
        number: z.string(),
        issueDate: dateText,
        dueDate: dateText,
        totalMinor: minor,
        balanceDueMinor: minor,
        /** What of the amount would go here. */
        proposedMinor: minor,
      }),
    ),
    /** What would stay on the receipt. */
    unappliedMinor: minor,
    /** Only so many documents are shown, and there are more. */
    more: z.boolean(),
  }),
  http: { method: 'GET', path: '/clients/:clientId/payment-suggestion' },
})
