import type { Transaction } from '@tieout/platform'
import type { InvoiceDocument, InvoiceLineView, InvoiceType, Parties } from '../contract/invoice-views.ts'
import { computeBalanceDue, statusOf } from './balance.ts'
import { taxTotals } from './tax-totals.ts'

/** A document as it is stored. */
export interface StoredInvoice {
  invoiceId: string
  clientId: string
  invoiceType: InvoiceType
  number: string | null
  currency: string
  issueDate: string
  dueDate: string
  termsId: string | null
  taxRegionId: string | null
  taxExempt: boolean
  sourceInvoiceId: string | null
  reference: string | null
  notes: string | null
  parties: Parties | null
  netMinor: number
  taxMinor: number
  totalMinor: number
  creditAppliedMinor: number
  paidMinor: number
  version: number
  createdAt: string
  updatedAt: string
  finalizedAt: string | null
  voidedAt: string | null
  voidReason: string | null
}

export const COLUMNS: Record<keyof StoredInvoice, string> = {
  invoiceId: 'i.invoice_id',
  clientId: 'i.client_id',
  invoiceType: 'i.invoice_type',
  number: 'i.number',
  currency: 'i.currency',
  issueDate: 'i.issue_date',
  dueDate: 'i.due_date',
  termsId: 'i.terms_id',
  taxRegionId: 'i.tax_region_id',
  taxExempt: 'i.tax_exempt',
  sourceInvoiceId: 'i.source_invoice_id',
  reference: 'i.reference',
  notes: 'i.notes',
  parties: 'i.parties',
  netMinor: 'i.net_minor',
  taxMinor: 'i.tax_minor',
  totalMinor: 'i.total_minor',
  creditAppliedMinor: 'i.credit_applied_minor',
  paidMinor: 'i.paid_minor',
  version: 'i.version',
  createdAt: 'i.created_at',
  updatedAt: 'i.updated_at',
  finalizedAt: 'i.finalized_at',
  voidedAt: 'i.voided_at',
  voidReason: 'i.void_reason',
}

/** Held until the transaction ends, always in the order of their ids, so that two never wait in a ring. */
export async function lockInvoices(
  trx: Transaction,
  invoiceIds: readonly string[],
): Promise<StoredInvoice[]> {
  return await trx('invoices as i')
    .whereRaw('i.invoice_id = any (?::uuid[])', [[...invoiceIds]])
    .orderBy('i.invoice_id')
    .forUpdate()
    .select(COLUMNS)
}

/** The same together with the invoices that credit notes among them give back. */
export async function lockWithSources(
  trx: Transaction,
  invoiceIds: readonly string[],
): Promise<StoredInvoice[]> {
  return await trx('invoices as i')
    .whereRaw(
      `i.invoice_id in (select unnest(?::uuid[]) union
         select c.source_invoice_id from invoices c where c.invoice_id = any (?::uuid[]))`,
      [[...invoiceIds], [...invoiceIds]],
    )
    .orderBy('i.invoice_id')
    .forUpdate()
    .select(COLUMNS)
}

export async function linesOf(trx: Transaction, invoiceId: string): Promise<InvoiceLineView[]> {
  const { rows } = await trx.raw(`select ${LINES} where l.invoice_id = ? ${LINE_ORDER}`, [invoiceId])
  return rows
}

/** The lines of many documents in one statement. */
export async function linesOfMany(
  trx: Transaction,
  invoiceIds: string[],
): Promise<(InvoiceLineView & { invoiceId: string })[]> {
  const { rows } = await trx.raw(
    `select l.invoice_id as "invoiceId", ${LINES} where l.invoice_id = any (?::uuid[])
     ${LINE_ORDER}, l.invoice_id`,
    [invoiceIds],
  )
  return rows
}

const LINES = `l.line_id as "lineId", l.position, l.service_id as "serviceId", l.description,
    trim_scale(l.quantity)::text as quantity, l.unit_price_minor as "unitPriceMinor",
    l.discount_minor as "discountMinor", l.taxable, l.service_from as "serviceFrom", l.service_to as "serviceTo",
    l.source_line_id as "sourceLineId", l.net_minor as "netMinor", l.tax_minor as "taxMinor",
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'taxRateId', t.tax_rate_id, 'name', t.name, 'ratePpm', t.rate_ppm, 'taxMinor', t.tax_minor)
        order by t.name, t.tax_rate_id)
      from invoice_line_taxes t where t.tenant = l.tenant and t.line_id = l.line_id
    ), '[]') as taxes
  from invoice_lines l`

const LINE_ORDER = 'order by l.position, l.line_id'

/** One document with its lines, as everybody is shown it. */
export async function readDocument(
  trx: Transaction,
  invoiceId: string,
  today: string,
): Promise<InvoiceDocument | undefined> {
  const found: (StoredInvoice & { clientName: string; sourceNumber: string | null }) | undefined = await trx(
    'invoices as i',
  )
    .join('clients as c', (on) => on.on('c.tenant', 'i.tenant').on('c.client_id', 'i.client_id'))
    .leftJoin('invoices as s', (on) =>
      on.on('s.tenant', 'i.tenant').on('s.invoice_id', 'i.source_invoice_id'),
    )
    .where({ 'i.invoice_id': invoiceId })
    .first({ ...COLUMNS, clientName: 'c.display_name', sourceNumber: 's.number' })
  if (!found) return undefined
  const lines = await linesOf(trx, invoiceId)
  return {
    ...found,
    status: statusOf(found, today),
    balanceDueMinor: computeBalanceDue(found),
    lines,
    taxes: taxTotals(lines),
  }
}
