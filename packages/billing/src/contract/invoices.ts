import {
  dateText,
  defineQuery,
  direction,
  mspWith,
  page,
  pageInput,
  searchText,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { isCurrency } from './currencies.ts'
import { invoiceRow, invoiceStatus, invoiceType, invoiceView, readinessFinding } from './invoice-views.ts'

/** Reading documents: invoices, credit notes and prepayments. */

/** Documents are of this age of bookkeeping; a slip in the year must not become a due date in 2923. */
export const documentDate = dateText.refine(
  (date) => date >= '1990-01-01' && date < '2200-01-01',
  'is not a date of our time',
)

/** What modules call their ways of narrowing the list: their own name, then what it shows. */
export const narrowingName = z
  .string()
  .max(60)
  .regex(/^[a-z_]+:[a-z_]+$/, 'is no name of a narrowing')

const filters = {
  type: invoiceType.optional(),
  clientId: uuid.optional(),
  currency: z.string().trim().toUpperCase().max(3).refine(isCurrency, 'is not a currency').optional(),
  /** Issue dates, both included. */
  from: documentDate.optional(),
  to: documentDate.optional(),
  /** Due dates, both included; credit notes are due to nobody. */
  dueFrom: documentDate.optional(),
  dueTo: documentDate.optional(),
  /** The beginning of a number or of a client's name; case makes no difference. */
  search: searchText.optional(),
  /** To what a module offers, such as `custody:held`. */
  narrow: narrowingName.optional(),
}

/** `open` is what somebody still has to pay: sent, partially applied or overdue. */
export const invoiceStatusFilter = z.enum(['all', 'open', ...invoiceStatus.options])
export type InvoiceStatusFilter = z.infer<typeof invoiceStatusFilter>

export const invoiceSort = z.enum(['issue_date', 'due_date', 'number', 'total'])
export type InvoiceSort = z.infer<typeof invoiceSort>

export const listInvoices = defineQuery({
  name: 'invoice.list',
  summary: 'List invoices, credit notes and prepayments',
  access: mspWith('invoice:read'),
  input: z.object({
    ...pageInput,
    ...filters,
    status: invoiceStatusFilter.default('all'),
    sort: invoiceSort.default('issue_date'),
    direction: direction.default('desc'),
  }),
  output: page(invoiceRow),
  http: { method: 'GET', path: '/invoices' },
})

const count = z.number().int()

/** Counting stops here: a chip says “10,000+” rather than make everybody wait for the exact figure. */
export const MOST_COUNTED = 10_000

export const countInvoices = defineQuery({
  name: 'invoice.counts',
  summary:
    'How many documents the same filters find in each status; a count of 10,001 means “more than 10,000”',
  access: mspWith('invoice:read'),
  input: z.object(filters),
  output: z.object({
    all: count,
    open: count,
    draft: count,
    sent: count,
    partially_applied: count,
    overdue: count,
    paid: count,
    cancelled: count,
  }),
  http: { method: 'GET', path: '/invoices/counts' },
})

export const getInvoice = defineQuery({
  name: 'invoice.get',
  summary: 'Show one document with its lines, payments, credits and history',
  access: mspWith('invoice:read'),
  input: z.object({ invoiceId: uuid }),
  output: invoiceView,
  http: { method: 'GET', path: '/invoices/:invoiceId' },
})

/** As many documents as one request may finalize. */
export const MOST_AT_ONCE = 1000

export const someInvoices = z.array(uuid).min(1).max(MOST_AT_ONCE)

export const checkReadiness = defineQuery({
  name: 'invoice.readiness',
  summary: 'Show what would stop these drafts from being finalized, and what is worth knowing first',
  access: mspWith('invoice:read'),
  input: z.object({ invoiceIds: someInvoices }),
  output: z.object({ ready: z.boolean(), findings: z.array(readinessFinding) }),
  http: { method: 'POST', path: '/invoices/readiness' },
})
