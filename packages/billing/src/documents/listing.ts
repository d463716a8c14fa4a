import { badInput, type Problem, type TenantContext, type Transaction } from '@tieout/platform'
import {
  decodeCursor,
  encodeCursor,
  uuid,
  type OutputOf,
  type ParsedInputOf,
} from '@tieout/platform/contract'
import type { Knex } from 'knex'
import { z } from 'zod'
import type { Billing } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import { readBeginning, whereBegins, type Beginning, type Searched } from '../clients/find-by-beginning.ts'
import {
  documentDate,
  MOST_COUNTED,
  type countInvoices,
  type InvoiceSort,
  type listInvoices,
} from '../contract/invoices.ts'
import { computeBalanceDue, statusOf } from './balance.ts'
import { readNarrowed, whereNarrowed, withNarrowed } from './narrowings.ts'
import { COLUMNS, type StoredInvoice } from './rows.ts'
import { whereStatus } from './status-sql.ts'

type ListInput = ParsedInputOf<typeof listInvoices>
type Filters = ParsedInputOf<typeof countInvoices>

export async function listPage(
  ctx: TenantContext,
  { narrowings }: Pick<Billing, 'narrowings'>,
  input: ListInput,
): Promise<OutputOf<typeof listInvoices>> {
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor, input.sort)
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const query = ctx
    .trx('invoices as i')
    .join('clients as c', (on) => on.on('c.tenant', 'i.tenant').on('c.client_id', 'i.client_id'))
    .select({ ...COLUMNS, clientName: 'c.display_name' })
    .orderByRaw(`${SORT[input.sort]} ${input.direction}, i.invoice_id ${input.direction}`)
    .limit(input.limit + 1)
  const narrowed = await readNarrowed(ctx.trx, ctx.tenant, narrowings, input.narrow)
  narrow(ctx.trx, query, input, await readBeginning(ctx.trx, input.search, SEARCHED))
  whereNarrowed(query, narrowed)
  withNarrowed(ctx.trx, query, narrowed)
  whereStatus(query, input.status, today)
  if (after) {
    const beyond = input.direction === 'asc' ? '>' : '<'
    query.whereRaw(`(${SORT[input.sort]}, i.invoice_id) ${beyond} (?, ?)`, [after.value, after.invoiceId])
  }
  const found: (StoredInvoice & { clientName: string })[] = await query
  const shown = found.slice(0, input.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      ...row,
      status: statusOf(row, today),
      balanceDueMinor: computeBalanceDue(row),
    })),
    nextCursor: last && found.length > shown.length ? cursorAt(last, input.sort) : null,
  }
}

const COUNTED = ['draft', 'sent', 'partially_applied', 'overdue', 'paid', 'cancelled'] as const

/**
 * One statement counts. Drafts, open and cancelled ones are read from partial indexes, and every count stops
 * at `MOST_COUNTED`: a company with a million paid invoices waits no longer than one with ten thousand.
 */
export async function countAll(
  ctx: TenantContext,
  { narrowings }: Pick<Billing, 'narrowings'>,
  filters: Filters,
): Promise<OutputOf<typeof countInvoices>> {
  const { trx } = ctx
  const today = await companyToday(trx, ctx.tenant, ctx.clock)
  const wanted = await readBeginning(trx, filters.search, SEARCHED)
  const narrowed = await readNarrowed(trx, ctx.tenant, narrowings, filters.narrow)
  const counts = COUNTED.map((status) => {
    const query = trx('invoices as i')
      .select(trx.raw('1'))
      .limit(MOST_COUNTED + 1)
      .as('found')
    narrow(trx, query, filters, wanted)
    whereNarrowed(query, narrowed)
    whereStatus(query, status, today)
    return trx(query).count().as(status)
  })
  const together = trx.select(counts)
  withNarrowed(trx, together, narrowed)
  const row: Record<(typeof COUNTED)[number], number> = await together.first()
  const open = row.sent + row.partially_applied + row.overdue
  const all = open + row.draft + row.paid + row.cancelled
  return { ...row, open: capped(open), all: capped(all) }
}

const capped = (count: number) => Math.min(count, MOST_COUNTED + 1)

function narrow(
  trx: Transaction,
  query: Knex.QueryBuilder,
  filters: Filters,
  wanted: Beginning | undefined,
): void {
  if (filters.type) query.where('i.invoice_type', filters.type)
  if (filters.clientId) query.where('i.client_id', filters.clientId)
  if (filters.currency) query.where('i.currency', filters.currency)
  if (filters.from) query.where('i.issue_date', '>=', filters.from)
  if (filters.to) query.where('i.issue_date', '<=', filters.to)
  if (filters.dueFrom) query.where('i.due_date', '>=', filters.dueFrom)
  if (filters.dueTo) {
    query.where('i.due_date', '<=', filters.dueTo)
    // Nothing is due before it is issued. A list by day of issue begins there rather than at today.
    query.where('i.issue_date', '<=', filters.dueTo)
  }
  // Credit notes are due to nobody.
  if (filters.dueFrom || filters.dueTo) query.whereNot('i.invoice_type', 'credit_note')
  if (wanted) whereBegins(trx, query, wanted, SEARCHED)
}

/**
 * As in the index: by bytes, so that the order is the same on every machine; drafts have no number. Not
 * `coalesce`: PostgreSQL takes that for something that might leak and would read the whole table.
 */
const NUMBER = `(case when i.number is null then '' else i.number end collate "C")`

const SEARCHED: Searched = {
  table: 'invoices as i',
  id: 'i.invoice_id',
  clientId: 'i.client_id',
  text: NUMBER,
}

const SORT: Record<InvoiceSort, string> = {
  issue_date: 'i.issue_date',
  due_date: 'i.due_date',
  number: NUMBER,
  total: 'i.total_minor',
}

const valueOf: Record<InvoiceSort, (row: StoredInvoice) => string | number> = {
  issue_date: (row) => row.issueDate,
  due_date: (row) => row.dueDate,
  number: (row) => row.number ?? '',
  total: (row) => row.totalMinor,
}

const cursorAt = (row: StoredInvoice, sort: InvoiceSort) =>
  encodeCursor([sort, valueOf[sort](row), row.invoiceId])

const CURSOR_VALUES: Record<InvoiceSort, z.ZodType<string | number>> = {
  issue_date: documentDate,
  due_date: z.iso.date(),
  number: z.string().max(100),
  total: z.number().int(),
}

function readCursor(cursor: string, sort: InvoiceSort): { value: string | number; invoiceId: string } {
  const parsed = z.tuple([z.literal(sort), CURSOR_VALUES[sort], uuid]).safeParse(decodeCursor(cursor))
  if (!parsed.success) throw notOurs()
  return { value: parsed.data[1], invoiceId: parsed.data[2] }
}

function notOurs(): Problem {
  const message = 'is no cursor of this list in this order'
  return badInput(`cursor: ${message}`, [{ field: 'cursor', reason: 'invalid', message }])
}
