import {
  defineCommand,
  defineQuery,
  longText,
  mspWith,
  optionalText,
  reasonText,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { isCurrency } from './currencies.ts'
import { invoiceDocument, invoiceType, previewView } from './invoice-views.ts'
import { documentDate, someInvoices } from './invoices.ts'

/** Writing documents. A finalized one is not edited: it goes back to draft, is voided, or credited. */

export const MOST_LINES = 500
/** No amount of a document may be larger: a hundred billion in a currency with cents. */
export const LARGEST_AMOUNT = 1e13

/** Minor units, whole: three decimals in a currency with two have no place here. */
const amount = z.number().int().min(-LARGEST_AMOUNT).max(LARGEST_AMOUNT)

/** Decimal text, up to four places. */
const quantity = z
  .string()
  .trim()
  .regex(/^-?\d{1,9}(\.\d{1,4})?$/, 'is not a number with at most four decimals')

/**
 * Quantities and prices are positive. Only on a credit note may they be entered negative, all of
 * them: it becomes the same document with positive ones.
 */
export const draftLine = z.object({
  serviceId: uuid.nullable().default(null),
  description: longText.min(1),
  quantity: quantity.default('1'),
  unitPriceMinor: amount,
  discountMinor: amount.min(0).default(0),
  taxable: z.boolean().default(true),
  serviceFrom: documentDate.nullable().default(null),
  serviceTo: documentDate.nullable().default(null),
})
export type DraftLine = z.infer<typeof draftLine>

/** What is left out follows from the client and the company: currency, terms, tax region, dates. */
const draftFields = {
  clientId: uuid,
  currency: z.string().trim().toUpperCase().max(3).refine(isCurrency, 'is not a currency').optional(),
  issueDate: documentDate.optional(),
  dueDate: documentDate.optional(),
  termsId: uuid.nullable().optional(),
  taxRegionId: uuid.nullable().optional(),
  taxExempt: z.boolean().optional(),
  reference: optionalText.nullable().default(null),
  notes: longText.nullable().default(null),
  lines: z.array(draftLine).max(MOST_LINES),
}
const newDraft = { invoiceType: invoiceType.default('standard'), ...draftFields }
export type DraftFields = z.output<z.ZodObject<typeof draftFields>>

/** The same for the form in the browser, as a hint before sending; the server decides. */
export const INVOICE_FORM = z.object(newDraft)

const oneInvoice = { invoiceId: uuid }
const version = z.number().int().min(1)

export const createDraft = defineCommand({
  name: 'invoice.create_draft',
  summary: 'Begin an invoice, a credit note or a prepayment',
  access: mspWith('invoice:create'),
  once: true,
  input: INVOICE_FORM,
  output: invoiceDocument,
  http: { method: 'POST', path: '/invoices', status: 201 },
})

export const updateDraft = defineCommand({
  name: 'invoice.update_draft',
  summary: 'Replace a whole draft; refused when somebody else changed it meanwhile',
  access: mspWith('invoice:update'),
  once: true,
  input: z.object({ ...oneInvoice, version, ...draftFields }),
  output: invoiceDocument,
  http: { method: 'PUT', path: '/invoices/:invoiceId' },
})

export const deleteDraft = defineCommand({
  name: 'invoice.delete_draft',
  summary: 'Throw a draft away; refused once it has a number',
  access: mspWith('invoice:update'),
  input: z.object(oneInvoice),
  output: z.void(),
  http: { method: 'DELETE', path: '/invoices/:invoiceId', status: 204 },
})

export const previewDraft = defineQuery({
  name: 'invoice.preview',
  summary: 'Work out the totals of a draft without saving anything',
  access: mspWith('invoice:read'),
  input: INVOICE_FORM,
  output: previewView,
  http: { method: 'POST', path: '/invoices/preview' },
})

export const finalizeInvoices = defineCommand({
  name: 'invoice.finalize',
  summary: 'Finalize drafts, all of them or none: each gets its number and is edited no more',
  access: mspWith('invoice:finalize'),
  once: true,
  input: z.object({
    invoiceIds: someInvoices,
    /** When one document is finalized from its page: the version that was read there. */
    version: version.optional(),
  }),
  output: z.object({
    finalized: z.array(z.object({ invoiceId: z.string(), number: z.string(), version: z.number().int() })),
  }),
  http: { method: 'POST', path: '/invoices/finalize' },
})

export const reopenInvoice = defineCommand({
  name: 'invoice.reopen',
  summary: 'Take a finalized document on which nothing stands back to draft; it keeps its number',
  access: mspWith('invoice:void'),
  once: true,
  input: z.object({ ...oneInvoice, version, reason: reasonText }),
  output: invoiceDocument,
  http: { method: 'POST', path: '/invoices/:invoiceId/reopen' },
})

export const voidInvoice = defineCommand({
  name: 'invoice.void',
  summary: 'Cancel a finalized document; credits applied to it go back to where they came from',
  access: mspWith('invoice:void'),
  once: true,
  input: z.object({ ...oneInvoice, reason: reasonText }),
  output: invoiceDocument,
  http: { method: 'POST', path: '/invoices/:invoiceId/void' },
})

const creditedPart = z.discriminatedUnion('by', [
  /** All that has not been given back yet. */
  z.object({ by: z.literal('whole') }),
  /** The rest of these lines, or a part of their quantity. */
  z.object({
    by: z.literal('lines'),
    lines: z
      .array(z.object({ lineId: uuid, quantity: quantity.optional() }))
      .min(1)
      .max(MOST_LINES),
  }),
  /** So much, tax included, spread over the lines in proportion. */
  z.object({ by: z.literal('amount'), amountMinor: amount.min(1) }),
])
export type CreditedPart = z.infer<typeof creditedPart>

export const creditInvoice = defineCommand({
  name: 'credit_note.create_from_invoice',
  summary: 'Begin a credit note that gives back an invoice or a part of it',
  access: mspWith('credit:create'),
  once: true,
  input: z.object({
    ...oneInvoice,
    part: creditedPart,
    issueDate: documentDate.optional(),
    reference: optionalText.nullable().default(null),
    notes: longText.nullable().default(null),
  }),
  output: invoiceDocument,
  http: { method: 'POST', path: '/invoices/:invoiceId/credit-notes', status: 201 },
})
