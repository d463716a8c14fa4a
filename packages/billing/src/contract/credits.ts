import {
  dateText,
  defineCommand,
  defineQuery,
  instantText,
  mspWith,
  page,
  pageInput,
  reasonText,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { documentDate } from './invoices.ts'

/** Pools of credit: what a credit note or a paid prepayment lets a client pay with. */

const amountMinor = z.number().int().min(1).max(1e14)
const minor = z.number().int()

export const creditState = z.enum(['available', 'spent', 'expired', 'withdrawn'])
export type CreditState = z.infer<typeof creditState>

export const creditSummary = z.object({
  creditId: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  sourceInvoiceId: z.string(),
  sourceNumber: z.string(),
  sourceType: z.enum(['credit_note', 'prepayment']),
  currency: z.string(),
  amountMinor: minor,
  remainingMinor: minor,
  issuedOn: dateText,
  /** The last day on which it can be used. */
  expiresOn: dateText.nullable(),
  state: creditState,
})
export type CreditSummary = z.infer<typeof creditSummary>

export const creditView = creditSummary.extend({
  withdrawnAt: instantText.nullable(),
  /** Oldest first, those taken back among them. */
  allocations: z.array(
    z.object({
      creditAllocationId: z.string(),
      invoiceId: z.string(),
      invoiceNumber: z.string(),
      amountMinor: minor,
      appliedOn: dateText,
      unappliedAt: instantText.nullable(),
      unapplyReason: z.string().nullable(),
      /** What is owed on the invoice today. */
      invoiceBalanceMinor: minor,
    }),
  ),
})
export type CreditView = z.infer<typeof creditView>

export const listCredits = defineQuery({
  name: 'credit.list',
  summary: 'List pools of credit, newest first',
  access: mspWith('credit:read'),
  input: z.object({
    ...pageInput,
    clientId: uuid.optional(),
    state: z.enum(['all', ...creditState.options]).default('all'),
  }),
  output: page(creditSummary),
  http: { method: 'GET', path: '/credits' },
})

const oneCredit = { creditId: uuid }

export const getCredit = defineQuery({
  name: 'credit.get',
  summary: 'Show one pool of credit with what it was applied to',
  access: mspWith('credit:read'),
  input: z.object(oneCredit),
  output: creditView,
  http: { method: 'GET', path: '/credits/:creditId' },
})

export const applyCredit = defineCommand({
  name: 'credit.apply',
  summary: 'Pay an invoice with credit, the oldest first unless one is named',
  access: mspWith('credit:apply'),
  once: true,
  input: z.object({
    invoiceId: uuid,
    creditId: uuid.optional(),
    /** Without it as much as is owed and available. */
    amountMinor: amountMinor.optional(),
  }),
  output: z.object({
    invoiceId: z.string(),
    balanceDueMinor: minor,
    allocations: z.array(
      z.object({ creditAllocationId: z.string(), creditId: z.string(), amountMinor: minor }),
    ),
  }),
  http: { method: 'POST', path: '/invoices/:invoiceId/credits' },
})

export const unapplyCredit = defineCommand({
  name: 'credit.unapply',
  summary: 'Take credit off an invoice; it returns to its pool',
  access: mspWith('credit:apply'),
  once: true,
  input: z.object({ creditAllocationId: uuid, reason: reasonText }),
  output: creditView,
  http: { method: 'POST', path: '/credit-allocations/:creditAllocationId/reversal' },
})

export const setCreditExpiry = defineCommand({
  name: 'credit.set_expiry',
  summary: 'Say until when a credit can be used, or that it can be for ever',
  access: mspWith('credit:create'),
  input: z.object({ ...oneCredit, expiresOn: documentDate.nullable() }),
  output: creditView,
  http: { method: 'PUT', path: '/credits/:creditId/expiry' },
})
