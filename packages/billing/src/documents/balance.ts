import type { InvoiceStatus, InvoiceType } from '../contract/invoice-views.ts'

/** What is asked of a document to know what is owed on it. */
export interface Owing {
  invoiceType: InvoiceType
  finalizedAt: string | null
  voidedAt: string | null
  totalMinor: number
  creditAppliedMinor: number
  paidMinor: number
}

/** What the client still owes on it. The view `invoice_balances` says the same in SQL. */
export function computeBalanceDue(invoice: Owing): number {
  if (invoice.finalizedAt === null || invoice.voidedAt !== null) return 0
  // Nobody pays a credit note; its worth lies in the pool it gave rise to.
  if (invoice.invoiceType === 'credit_note') return 0
  return invoice.totalMinor - invoice.creditAppliedMinor - invoice.paidMinor
}

/**
 * Where the document stands today, by the company's own date. `paid` means that nothing is owed on
 * it, so a finalized credit note and an invoice over nothing are paid. status-sql.ts says the same.
 */
export function statusOf(invoice: Owing & { dueDate: string }, today: string): InvoiceStatus {
  if (invoice.finalizedAt === null) return 'draft'
  if (invoice.voidedAt !== null) return 'cancelled'
  if (computeBalanceDue(invoice) <= 0) return 'paid'
  if (invoice.dueDate < today) return 'overdue'
  return invoice.paidMinor + invoice.creditAppliedMinor > 0 ? 'partially_applied' : 'sent'
}
