import type { Knex } from 'knex'
import type { HistoryNames } from '../backfill/names.ts'

/** A host that lowered an invoice's total by each credit applied, as its database stood; it has names of its own. */
export const OLD_NAMES: Partial<HistoryNames> = {
  invoices: 'old.bills',
  tenant: 'company',
  id: 'bill_id',
  number: 'bill_no',
  currency: 'currency_code',
  total: 'total_amount',
  creditApplied: 'credit_applied',
  isPrepayment: 'is_prepayment',
  invoiceType: 'invoice_type',
  lines: 'old.charges',
  lineTenant: 'company',
  lineInvoice: 'bill_id',
  lineNet: 'net_amount',
  lineTax: 'tax_amount',
}

export interface OldBill {
  lines: { net: number; tax: number | null }[]
  /** What of it is paid with credit. */
  credit: number
  /** What its total says beyond its lines and less the credit: nothing, unless somebody wrote something else. */
  odd: number
  /** It was written after the host stopped lowering totals. */
  isFresh: boolean
  isPrepayment: boolean
}

export const linesOf = ({ lines }: OldBill) =>
  lines.reduce((sum, each) => sum + each.net + (each.tax ?? 0), 0)
export const totalOf = (bill: OldBill) => linesOf(bill) - (bill.isFresh ? 0 : bill.credit) + bill.odd

export async function createOldHost(db: Knex, { amounts, ids }: { amounts: string; ids: string }) {
  await db.raw('drop schema if exists old cascade')
  await db.raw('create schema old')
  await db.raw(
    `create table old.bills (company text not null, bill_id ${ids} not null, bill_no text, currency_code char(3),
       total_amount ${amounts} not null, credit_applied ${amounts}, paid_amount ${amounts} not null,
       is_prepayment boolean, note text, primary key (company, bill_id))`,
  )
  await db.raw(
    `create table old.charges (company text not null, bill_id ${ids} not null, position int not null,
       net_amount ${amounts} not null, tax_amount ${amounts}, primary key (company, bill_id, position))`,
  )
}

/** In two statements, however many there are. `unit`: how many of ours are one of the host's. */
export async function fillOldHost(
  db: Knex,
  bills: readonly OldBill[],
  { unit, idOf }: { unit: number; idOf: (at: number) => string },
): Promise<void> {
  const amount = (minor: number) => (unit === 1 ? String(minor) : (minor / unit).toFixed(2))
  const rows = bills.map((bill, at) => ({
    company: at % 3 === 0 ? 'birch' : 'alder',
    bill_id: idOf(at),
    bill_no: at % 7 === 0 ? null : `B-${at}`,
    currency_code: at % 5 === 0 ? 'EUR' : 'USD',
    total_amount: amount(totalOf(bill)),
    credit_applied: bill.credit === 0 && at % 2 === 0 ? null : amount(bill.credit),
    paid_amount: amount(0),
    is_prepayment: at % 11 === 0 && !bill.isPrepayment ? null : bill.isPrepayment,
    note: `as it stood ${at}`,
  }))
  const charges = bills.flatMap((bill, at) =>
    bill.lines.map((line, position) => ({
      company: rows[at]?.company,
      bill_id: idOf(at),
      position,
      net_amount: amount(line.net),
      tax_amount: line.tax === null ? null : amount(line.tax),
    })),
  )
  for (const [table, all] of [
    ['old.bills', rows],
    ['old.charges', charges],
  ] as const) {
    await db.raw(
      `insert into ${table} select * from jsonb_populate_recordset(cast(null as ${table}), ?::jsonb)`,
      [JSON.stringify(all)],
    )
  }
}

/** Every byte of it: columns with their types, and every row as text. */
export async function everyByteOf(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `select said from (
       select concat_ws(' ', table_name, column_name, data_type, is_nullable, ordinal_position) as said
       from information_schema.columns where table_schema = 'old'
       union all select 'bill ' || b::text from old.bills b
       union all select 'charge ' || c::text from old.charges c
       union all select 'table ' || tablename from pg_tables where tablename = 'accounting_backfilled_totals'
     ) s order by said collate "C"`,
  )
  return rows.map((each: { said: string }) => each.said)
}
