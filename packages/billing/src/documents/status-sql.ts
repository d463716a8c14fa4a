import type { Knex } from 'knex'
import type { InvoiceStatusFilter } from '../contract/invoices.ts'

/** The words of the partial indexes, so that the planner knows which of them to read. */
const DRAFT = 'i.finalized_at is null'
const CANCELLED = 'i.voided_at is not null'
const OPEN = `i.finalized_at is not null and i.voided_at is null and i.invoice_type <> 'credit_note'
  and i.total_minor - i.credit_applied_minor - i.paid_minor > 0`
const PAID = `i.finalized_at is not null and i.voided_at is null
  and (i.invoice_type = 'credit_note' or i.total_minor - i.credit_applied_minor - i.paid_minor <= 0)`
const TOUCHED = 'i.credit_applied_minor + i.paid_minor > 0'

/** `statusOf` as a condition on `invoices as i`; `today` is the company's own date. */
const CONDITIONS: Record<Exclude<InvoiceStatusFilter, 'all'>, { sql: string; asksToday: boolean }> = {
  open: { sql: OPEN, asksToday: false },
  draft: { sql: DRAFT, asksToday: false },
  sent: { sql: `${OPEN} and i.due_date >= ? and not (${TOUCHED})`, asksToday: true },
  partially_applied: { sql: `${OPEN} and i.due_date >= ? and ${TOUCHED}`, asksToday: true },
  overdue: { sql: `${OPEN} and i.due_date < ?`, asksToday: true },
  paid: { sql: PAID, asksToday: false },
  cancelled: { sql: CANCELLED, asksToday: false },
}

export function whereStatus(query: Knex.QueryBuilder, status: InvoiceStatusFilter, today: string): void {
  if (status === 'all') return
  const { sql, asksToday } = CONDITIONS[status]
  query.whereRaw(sql, asksToday ? [today] : [])
}
