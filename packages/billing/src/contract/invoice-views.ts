import { dateText, instantText } from '@tieout/platform/contract'
import { z } from 'zod'

/** How documents look from outside. Amounts are minor units of the document's currency. */

export const invoiceType = z.enum(['standard', 'credit_note', 'prepayment'])
export type InvoiceType = z.infer<typeof invoiceType>

/** Never stored, always derived: see documents/balance.ts. */
export const invoiceStatus = z.enum(['draft', 'sent', 'partially_applied', 'paid', 'overdue', 'cancelled'])
export type InvoiceStatus = z.infer<typeof invoiceStatus>

const minor = z.number().int()

export const invoiceRow = z.object({
  invoiceId: z.string(),
  invoiceType,
  number: z.string().nullable(),
  status: invoiceStatus,
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  issueDate: dateText,
  dueDate: dateText,
  totalMinor: minor,
  balanceDueMinor: minor,
})
export type InvoiceRow = z.infer<typeof invoiceRow>

/** One rate on one line. */
const lineTax = z.object({
  taxRateId: z.string(),
  name: z.string(),
  ratePpm: z.number().int(),
  taxMinor: minor,
})

const lineAmounts = { netMinor: minor, taxMinor: minor, taxes: z.array(lineTax) }

export const invoiceLineView = z.object({
  lineId: z.string(),
  position: z.number().int(),
  serviceId: z.string().nullable(),
  description: z.string(),
  quantity: z.string(),
  unitPriceMinor: minor,
  discountMinor: minor,
  taxable: z.boolean(),
  serviceFrom: dateText.nullable(),
  serviceTo: dateText.nullable(),
  /** The line of the invoice that a credit note's line gives back. */
  sourceLineId: z.string().nullable(),
  ...lineAmounts,
})
export type InvoiceLineView = z.infer<typeof invoiceLineView>

/** What one rate comes to on the whole document. */
export const taxTotal = lineTax.extend({ taxableMinor: minor })
export type TaxTotal = z.infer<typeof taxTotal>

const totals = { netMinor: minor, taxMinor: minor, totalMinor: minor }

const party = z.object({
  name: z.string(),
  legalName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  addressLine1: z.string().nullable(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
})
export type Party = z.infer<typeof party>

/** Names and addresses as they were on the day it was finalized. */
export const parties = z.object({
  company: party.extend({ taxNumber: z.string().nullable(), website: z.string().nullable() }),
  client: party,
})
export type Parties = z.infer<typeof parties>

/** The document itself, as it was written. */
export const invoiceDocument = invoiceRow.extend({
  termsId: z.string().nullable(),
  taxRegionId: z.string().nullable(),
  taxExempt: z.boolean(),
  sourceInvoiceId: z.string().nullable(),
  sourceNumber: z.string().nullable(),
  reference: z.string().nullable(),
  notes: z.string().nullable(),
  parties: parties.nullable(),
  ...totals,
  creditAppliedMinor: minor,
  paidMinor: minor,
  version: z.number().int(),
  createdAt: instantText,
  updatedAt: instantText,
  finalizedAt: instantText.nullable(),
  voidedAt: instantText.nullable(),
  voidReason: z.string().nullable(),
  lines: z.array(invoiceLineView),
  taxes: z.array(taxTotal),
})
export type InvoiceDocument = z.infer<typeof invoiceDocument>

const appliedPayment = z.object({
  allocationId: z.string(),
  paymentId: z.string(),
  provider: z.string(),
  method: z.string(),
  reference: z.string().nullable(),
  appliedOn: dateText,
  amountMinor: minor,
  reversedAt: instantText.nullable(),
  reversalReason: z.string().nullable(),
})

const appliedCredit = z.object({
  allocationId: z.string(),
  creditId: z.string(),
  sourceInvoiceId: z.string(),
  sourceNumber: z.string().nullable(),
  appliedOn: dateText,
  amountMinor: minor,
  unappliedAt: instantText.nullable(),
  unapplyReason: z.string().nullable(),
  /** What is left in the pool it came from, today. */
  poolRemainingMinor: minor,
})

/** The document and everything that has happened to it. */
export const invoiceView = invoiceDocument.extend({
  payments: z.array(appliedPayment),
  credits: z.array(appliedCredit),
  /** What a credit note or a paid prepayment put at the client's disposal. */
  creditPool: z
    .object({
      creditId: z.string(),
      amountMinor: minor,
      remainingMinor: minor,
      withdrawnAt: instantText.nullable(),
    })
    .nullable(),
  /** Credit notes made from this invoice. */
  creditNotes: z.array(
    z.object({
      invoiceId: z.string(),
      number: z.string().nullable(),
      status: invoiceStatus,
      totalMinor: minor,
    }),
  ),
  /** What may still be given back by credit notes, in all and of each line. */
  creditableMinor: minor,
  creditable: z.array(
    z.object({
      lineId: z.string(),
      netMinor: minor,
      taxes: z.array(z.object({ taxRateId: z.string(), taxMinor: minor })),
    }),
  ),
  /** Newest first. */
  activity: z.array(
    z.object({ at: instantText, actorName: z.string(), action: z.string(), reason: z.string().nullable() }),
  ),
})
export type InvoiceView = z.infer<typeof invoiceView>

/** What the editor shows while somebody is still typing. */
export const previewView = z.object({
  currency: z.string(),
  issueDate: dateText,
  dueDate: dateText,
  ...totals,
  lines: z.array(z.object(lineAmounts)),
  taxes: z.array(taxTotal),
})

export const readinessFinding = z.object({
  invoiceId: z.string(),
  lineId: z.string().optional(),
  messageKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** A blocking one stops the finalizing; another is worth knowing first. */
  blocking: z.boolean(),
})
