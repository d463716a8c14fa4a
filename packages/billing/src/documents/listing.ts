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
import { companyToday } from '../catalogue/today.ts'
import { endOfPrefix, nameKey } from '../clients/search-keys.ts'
import {
  documentDate,
  MOST_COUNTED,
  type countInvoices,
  type InvoiceSort,
  type listInvoices,
} from '../contract/invoices.ts'
import { computeBalanceDue, statusOf } from './balance.ts'
import { COLUMNS, type StoredInvoice } from './rows.ts'
import { whereStatus } from './status-sql.ts'

type ListInput = ParsedInputOf<typeof listInvoices>
type Filters = ParsedInputOf<typeof countInvoices>

export async function listPage(ctx: TenantContext, input: ListInput): Promise<OutputOf<typeof listInvoices>> {
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor, input.sort)
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const query = ctx
    .trx('invoices as i')
    .join('clients as c', (on) => on.on('c.tenant', 'i.tenant').on('c.client_id', 'i.client_id'))
    .select({ ...COLUMNS, clientName: 'c.display_name' })
    .orderByRaw(`${SORT[input.sort]} ${input.direction}, i.invoice_id ${input.direction}`)
    .limit(input.limit + 1)
  narrow(ctx.trx, query, input, await readSearch(ctx.trx, input.search))
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
  filters: Filters,
): Promise<OutputOf<typeof countInvoices>> {
  const { trx } = ctx
  const today = await companyToday(trx, ctx.tenant, ctx.clock)
  const wanted = await readSearch(trx, filters.search)
  const counts = COUNTED.map((status) => {
    const query = trx('invoices as i')
      .select(trx.raw('1'))
      .limit(MOST_COUNTED + 1)
      .as('found')
    narrow(trx, query, filters, wanted)
    whereStatus(query, status, today)
    return trx(query).count().as(status)
  })
  const row: Record<(typeof COUNTED)[number], number> = await trx.select(counts).first()
  const open = row.sent + row.partially_applied + row.overdue
  const all = open + row.draft + row.paid + row.cancelled
  return { ...row, open: capped(open), all: capped(all) }
}

const capped = (count: number) => Math.min(count, MOST_COUNTED + 1)

function narrow(
  trx: Transaction,
  query: Knex.QueryBuilder,
  filters: Filters,
  wanted: Search | undefined,
): void {
  if (filters.type) query.where('i.invoice_type', filters.type)
  if (filters.clientId) query.where('i.client_id', filters.clientId)
  if (filters.currency) query.where('i.currency', filters.currency)
  if (filters.from) query.where('i.issue_date', '>=', filters.from)
  if (filters.to) query.where('i.issue_date', '<=', filters.to)
  if (filters.dueFrom) query.where('i.due_date', '>=', filters.dueFrom)
  if (filters.dueTo) query.where('i.due_date', '<=', filters.dueTo)
  if (wanted) search(trx, query, wanted)
}

/** Ranges, because under row-level security no index serves a LIKE; numbers mostly are in capitals. */
function search(trx: Transaction, query: Knex.QueryBuilder, { text, clientIds }: Search): void {
  query.where((either) => {
    for (const start of new Set([text, text.toUpperCase()])) {
      either.orWhereRaw(`(${NUMBER} >= ? and ${NUMBER} < ?)`, [start, endOfPrefix(start)])
    }
    if (clientIds.length > MOST_CLIENTS)
      either.orWhereRaw('i.client_id = any (array(?))', [clientsCalled(trx, text)])
    else if (clientIds.length > 0) either.orWhereRaw('i.client_id = any (?::uuid[])', [clientIds])
  })
}

/** Few clients are named to the planner, who then knows how few documents to expect; many are not. */
const MOST_CLIENTS = 500

interface Search {
  text: string
  clientIds: string[]
}

async function readSearch(trx: Transaction, text: string | undefined): Promise<Search | undefined> {
  if (!text) return undefined
  // Nothing is left of a lone accent, and every name begins with nothing.
  if (nameKey(text) === '') return { text, clientIds: [] }
  const clients = clientsCalled(trx, text)
    .orderBy(['name_key', 'client_id'])
    .limit(MOST_CLIENTS + 1)
  return { text, clientIds: await clients.pluck('client_id') }
}

function clientsCalled(trx: Transaction, text: string): Knex.QueryBuilder {
  const name = nameKey(text)
  return trx('clients')
    .whereRaw('name_key >= ? and name_key < ?', [name, endOfPrefix(name)])
    .select('client_id')
}

/**
 * As in the index: by bytes, so that the order is the same on every machine; drafts have no number. Not
 * `coalesce`: PostgreSQL takes that for something that might leak and would read the whole table.
 */
const NUMBER = `(case when i.number is null then '' else i.number end collate "C")`

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
