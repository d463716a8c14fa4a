import {
  dateText,
  defineQuery,
  instantText,
  mspWith,
  page,
  pageInput,
  portalWith,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { creditSummary } from './credits.ts'
import { invoiceDocument, invoiceRow } from './invoice-views.ts'
import { documentDate } from './invoices.ts'

/** What clients owe: statements, ageing, balances, and what they see of it themselves. */

const minor = z.number().int()

/** One row of the trail. `receivableMinor` is signed: what it did to what the client owes. */
export const transactionView = z.object({
  transactionId: z.string(),
  kind: z.string(),
  invoiceId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  paymentId: z.string().nullable(),
  creditId: z.string().nullable(),
  allocationId: z.string().nullable(),
  currency: z.string(),
  amountMinor: minor,
  receivableMinor: minor,
  occurredOn: dateText,
  recordedAt: instantText,
  reason: z.string().nullable(),
})
export type TransactionView = z.infer<typeof transactionView>

export const movement = transactionView.extend({
  /** What the client owed in this currency after it. */
  balanceMinor: minor,
})
export type Movement = z.infer<typeof movement>

export const getStatement = defineQuery({
  name: 'statement.get',
  summary: 'What a client owed before a period, what moved it, and what they owe after it',
  access: mspWith('report:read'),
  input: z
    .object({
      clientId: uuid,
      /** Both included. */
      from: documentDate,
      to: documentDate,
      ...pageInput,
    })
    .refine((input) => input.from <= input.to, { path: ['to'], message: 'is before the beginning' }),
  output: page(movement).extend({
    clientId: z.string(),
    clientName: z.string(),
    from: dateText,
    to: dateText,
    currencies: z.array(z.object({ currency: z.string(), openingMinor: minor, closingMinor: minor })),
  }),
  http: { method: 'GET', path: '/clients/:clientId/statement' },
})

/** By the days since an amount was due. */
const ageingAmounts = {
  currency: z.string(),
  currentMinor: minor,
  days1To30Minor: minor,
  days31To60Minor: minor,
  days61To90Minor: minor,
  over90Minor: minor,
  totalMinor: minor,
}

export const ageingRow = z.object({ clientId: z.string(), clientName: z.string(), ...ageingAmounts })
export type AgeingRow = z.infer<typeof ageingRow>

export const getAgeing = defineQuery({
  name: 'ageing.get',
  summary: 'What each client owed on a day, by how long it was due; clients by name, totals of all',
  access: mspWith('report:read'),
  input: z.object({
    /** Without it today, by the company’s own date. */
    asOf: documentDate.optional(),
    ...pageInput,
  }),
  output: page(ageingRow).extend({ asOf: dateText, totals: z.array(z.object(ageingAmounts)) }),
  http: { method: 'GET', path: '/receivables/ageing' },
})

/** In each currency in which there is something. */
const balances = z.array(
  z.object({
    currency: z.string(),
    balanceDueMinor: minor,
    overdueMinor: minor,
    openDocuments: z.number().int(),
    unappliedReceiptsMinor: minor,
    /** Credit that has not expired. */
    availableCreditMinor: minor,
  }),
)

export const clientBalance = defineQuery({
  name: 'client.balance',
  summary: 'What a client owes, what of it is overdue, and what they could pay it with',
  access: mspWith('invoice:read'),
  input: z.object({ clientId: uuid }),
  output: z.object({ clientId: z.string(), currencies: balances }),
  http: { method: 'GET', path: '/clients/:clientId/balance' },
})

export const invoiceTransactions = defineQuery({
  name: 'invoice.transactions',
  summary: 'Everything that moved what is owed on a document, oldest first',
  access: mspWith('invoice:read'),
  input: z.object({ invoiceId: uuid, ...pageInput }),
  output: page(transactionView),
  http: { method: 'GET', path: '/invoices/:invoiceId/transactions' },
})

const ofTheirOwn = portalWith('portal_invoice:read')

export const portalBalance = defineQuery({
  name: 'portal.balance',
  summary: 'What the client I belong to owes, and what it could be paid with',
  access: ofTheirOwn,
  input: z.object({}),
  output: z.object({ currencies: balances }),
  http: { method: 'GET', path: '/portal/balance' },
})

export const listPortalInvoices = defineQuery({
  name: 'portal.invoices.list',
  summary: 'List the documents of the client I belong to, newest first',
  access: ofTheirOwn,
  input: z.object({ ...pageInput, status: z.enum(['all', 'open', 'paid']).default('all') }),
  output: page(invoiceRow.omit({ clientId: true, clientName: true })),
  http: { method: 'GET', path: '/portal/invoices' },
})

export const getPortalInvoice = defineQuery({
  name: 'portal.invoice.get',
  summary: 'Show one document of the client I belong to',
  access: ofTheirOwn,
  input: z.object({ invoiceId: uuid }),
  output: invoiceDocument
    .pick({
      invoiceId: true,
      invoiceType: true,
      number: true,
      status: true,
      currency: true,
      issueDate: true,
      dueDate: true,
      reference: true,
      notes: true,
      parties: true,
      netMinor: true,
      taxMinor: true,
      totalMinor: true,
      creditAppliedMinor: true,
      paidMinor: true,
      balanceDueMinor: true,
      lines: true,
      taxes: true,
    })
    .extend({
      /** What still counts of what was paid. */
      payments: z.array(z.object({ appliedOn: dateText, method: z.string(), amountMinor: minor })),
      /** Credit of theirs that counts on it, and the document each comes from. */
      credits: z.array(
        z.object({
          appliedOn: dateText,
          sourceInvoiceId: z.string(),
          sourceNumber: z.string(),
          amountMinor: minor,
        }),
      ),
    }),
  http: { method: 'GET', path: '/portal/invoices/:invoiceId' },
})

export const listPortalCredits = defineQuery({
  name: 'portal.credits',
  summary: 'List the credit of the client I belong to, newest first',
  access: ofTheirOwn,
  input: z.object(pageInput),
  output: page(
    creditSummary.omit({ clientId: true, clientName: true }).extend({
      /** What it paid and still pays, the oldest first. */
      used: z.array(
        z.object({
          invoiceId: z.string(),
          invoiceNumber: z.string(),
          amountMinor: minor,
          appliedOn: dateText,
        }),
      ),
    }),
  ),
  http: { method: 'GET', path: '/portal/credits' },
})
