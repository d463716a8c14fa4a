import {
  defineCommand,
  defineQuery,
  email,
  fileAnswer,
  instantText,
  mailStatus,
  mspWith,
  optionalText,
  portalWith,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { documentDate } from './invoices.ts'

/** Documents on paper, and how they reach clients. */

const oneInvoice = { invoiceId: uuid }
const pdf = { output: fileAnswer, answers: 'file' as const }

export const getInvoicePdf = defineQuery({
  name: 'invoice.pdf',
  summary: 'A finalized document as PDF',
  access: mspWith('invoice:read'),
  input: z.object(oneInvoice),
  ...pdf,
  http: { method: 'GET', path: '/invoices/:invoiceId/pdf' },
})

export const getPortalInvoicePdf = defineQuery({
  name: 'portal.invoice.pdf',
  summary: 'A document of the client I belong to as PDF',
  access: portalWith('portal_invoice:read'),
  input: z.object(oneInvoice),
  ...pdf,
  http: { method: 'GET', path: '/portal/invoices/:invoiceId/pdf' },
})

/** More movements than that are no statement anybody reads; the CSV holds them. */
export const MOST_MOVEMENTS_ON_PAPER = 5000

export const getStatementPdf = defineQuery({
  name: 'statement.pdf',
  summary: 'A client’s statement of a period as PDF',
  access: mspWith('report:read'),
  input: z
    .object({ clientId: uuid, from: documentDate, to: documentDate })
    .refine((input) => input.from <= input.to, { path: ['to'], message: 'is before the beginning' }),
  ...pdf,
  http: { method: 'GET', path: '/clients/:clientId/statement/pdf' },
})

const maySend = mspWith('invoice:finalize')
/** One paragraph of one's own, above the details. */
const message = optionalText.max(2000).default('')

export const sendInvoice = defineCommand({
  name: 'invoice.send',
  summary: 'Send a finalized document by mail, the PDF attached; again as often as wanted',
  access: maySend,
  once: true,
  input: z.object({
    ...oneInvoice,
    /** Left out: the client’s own address. */
    to: email.optional(),
    message,
  }),
  output: z.object({ invoiceId: z.string(), toEmail: z.string() }),
  http: { method: 'POST', path: '/invoices/:invoiceId/send' },
})

/** Each becomes a PDF while the request waits. */
export const MOST_SENT_AT_ONCE = 100

export const reasonNotSent = z.enum(['not-found', 'not-finalized', 'document-cancelled', 'no-address'])
export type ReasonNotSent = z.infer<typeof reasonNotSent>

export const sendInvoices = defineCommand({
  name: 'invoice.send_many',
  summary: 'Send several documents, each to its client; says which could not be sent and why',
  access: maySend,
  once: true,
  input: z.object({ invoiceIds: z.array(uuid).min(1).max(MOST_SENT_AT_ONCE), message }),
  output: z.object({
    sent: z.array(z.object({ invoiceId: z.string(), toEmail: z.string() })),
    notSent: z.array(z.object({ invoiceId: z.string(), reason: reasonNotSent })),
  }),
  http: { method: 'POST', path: '/invoices/send' },
})

export const invoiceDeliveries = defineQuery({
  name: 'invoice.deliveries',
  summary: 'The mails that carried a document, newest first, as long as the outbox keeps them',
  access: mspWith('invoice:read'),
  input: z.object(oneInvoice),
  output: z.object({
    items: z.array(
      z.object({
        mailId: z.string(),
        toEmail: z.string(),
        status: mailStatus,
        writtenAt: instantText,
        sentAt: instantText.nullable(),
      }),
    ),
  }),
  http: { method: 'GET', path: '/invoices/:invoiceId/deliveries' },
})
