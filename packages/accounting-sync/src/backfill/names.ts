import type { Knex } from 'knex'
import type { Trx } from '../host.ts'
import { aboveTheWall } from './wall.ts'

/** How a host calls what is looked at. Null: it has no such column. Ours are what is left out. */
export interface HistoryNames {
  invoices: string
  tenant: string | null
  id: string
  number: string | null
  currency: string | null
  total: string
  creditApplied: string
  /** The old flag. */
  isPrepayment: string | null
  /** Added where the host has none yet, and taken away again with the rest. */
  invoiceType: string
  lines: string
  lineTenant: string | null
  lineInvoice: string
  lineNet: string
  lineTax: string | null
}

const OURS: HistoryNames = {
  invoices: 'invoices',
  tenant: 'tenant',
  id: 'invoice_id',
  number: 'number',
  currency: 'currency',
  total: 'total_minor',
  creditApplied: 'credit_applied_minor',
  isPrepayment: null,
  invoiceType: 'invoice_type',
  lines: 'invoice_lines',
  lineTenant: 'tenant',
  lineInvoice: 'invoice_id',
  lineNet: 'net_minor',
  lineTax: 'tax_minor',
}

export interface History {
  names: HistoryNames
  /** Whether the host knows the kinds of documents already. */
  hasType: boolean
}

/**
 * One transaction over what the database has under these names. Refused where a name is not there, where amounts are not exact, and to a
 * role from which some rows are hidden: half a history put right is worse than none.
 */
export async function inHistory<T>(
  db: Knex,
  given: Partial<HistoryNames>,
  work: (trx: Trx, history: History) => Promise<T>,
): Promise<T> {
  const names = { ...OURS, ...given }
  return await db.transaction(async (trx) =>
    aboveTheWall(trx, [names.invoices, names.lines], async () => work(trx, await findHistory(trx, names))),
  )
}

async function findHistory(trx: Trx, names: HistoryNames): Promise<History> {
  const { invoices, lines } = names
  const ofInvoices = await columnsOf(trx, invoices)
  const ofLines = await columnsOf(trx, lines)
  const { tenant, id, number, currency, total, creditApplied, isPrepayment } = names
  demand(invoices, ofInvoices, [tenant, id, number, currency, total, creditApplied, isPrepayment])
  demand(lines, ofLines, [names.lineTenant, names.lineInvoice, names.lineNet, names.lineTax])
  demandExact(invoices, ofInvoices, [total, creditApplied])
  demandExact(lines, ofLines, [names.lineNet, names.lineTax])
  return { names, hasType: ofInvoices.has(names.invoiceType) }
}

async function columnsOf(trx: Trx, table: string): Promise<Map<string, string>> {
  const { rows: found } = await trx.raw(
    `select cast(to_regclass(:table) as oid) is not null as "isThere",
       coalesce(row_security_active(cast(to_regclass(:table) as oid)), false) as "isWalled"`,
    { table },
  )
  if (!found[0].isThere) throw new Error(`There is no table ${table}.`)
  if (found[0].isWalled) throw new Error(`Rows of ${table} are hidden from this role. Use one that sees all.`)
  const { rows }: { rows: { name: string; type: string }[] } = await trx.raw(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped order by attnum`,
    { table },
  )
  return new Map(rows.map(({ name, type }) => [name, type]))
}

function demand(table: string, columns: ReadonlyMap<string, string>, wanted: readonly (string | null)[]) {
  const missing = wanted.filter((each) => each !== null && !columns.has(each))
  if (missing.length > 0) throw new Error(`${table} has no column ${missing.join(', ')}.`)
}

const EXACT = new Set(['smallint', 'integer', 'bigint', 'numeric'])

function demandExact(
  table: string,
  columns: ReadonlyMap<string, string>,
  wanted: readonly (string | null)[],
) {
  const vague = wanted.filter((each) => each !== null && !EXACT.has(columns.get(each) ?? ''))
  if (vague.length > 0) throw new Error(`${table}: amounts in ${vague.join(', ')} are not exact.`)
}
