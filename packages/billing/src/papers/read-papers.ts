import type { Transaction } from '@tieout/platform'
import type { InvoiceLineView } from '../contract/invoice-views.ts'
import { computeBalanceDue } from '../documents/balance.ts'
import { COLUMNS, linesOfMany, type StoredInvoice } from '../documents/rows.ts'
import { taxTotals } from '../documents/tax-totals.ts'
import type { InvoicePaper } from './invoice-paper.ts'

/** A document on its way to paper, with the address of its client today. */
export interface PaperHead extends StoredInvoice {
  clientName: string
  clientEmail: string | null
  sourceNumber: string | null
}

export async function readHeads(trx: Transaction, invoiceIds: string[]): Promise<PaperHead[]> {
  return await trx('invoices as i')
    .join('clients as c', (on) => on.on('c.tenant', 'i.tenant').on('c.client_id', 'i.client_id'))
    .leftJoin('invoices as s', (on) =>
      on.on('s.tenant', 'i.tenant').on('s.invoice_id', 'i.source_invoice_id'),
    )
    .whereRaw('i.invoice_id = any (?::uuid[])', [invoiceIds])
    .orderBy('i.number')
    .orderBy('i.invoice_id')
    .select({ ...COLUMNS, clientName: 'c.display_name', clientEmail: 'c.email', sourceNumber: 's.number' })
}

/** Three statements, however many documents. Drafts have no paper. */
export async function readPapers(trx: Transaction, heads: readonly PaperHead[]): Promise<InvoicePaper[]> {
  const ids = heads.map((head) => head.invoiceId)
  const lines = Map.groupBy(await linesOfMany(trx, ids), (line) => line.invoiceId)
  const payments = Map.groupBy(await paymentsOn(trx, ids), (payment) => payment.invoiceId)
  const credits = Map.groupBy(await creditsOn(trx, ids), (credit) => credit.invoiceId)
  return heads.flatMap((head) => {
    const { number, finalizedAt, parties } = head
    if (number === null || finalizedAt === null || parties === null) return []
    const own: InvoiceLineView[] = lines.get(head.invoiceId) ?? []
    return {
      ...head,
      number,
      finalizedAt,
      parties,
      balanceDueMinor: computeBalanceDue(head),
      lines: own,
      taxes: taxTotals(own),
      payments: payments.get(head.invoiceId) ?? [],
      credits: credits.get(head.invoiceId) ?? [],
    }
  })
}

/** What still counts; what was taken back is no business of the client's. */
async function paymentsOn(
  trx: Transaction,
  invoiceIds: string[],
): Promise<(InvoicePaper['payments'][number] & { invoiceId: string })[]> {
  return await trx('invoice_payments')
    .whereRaw('invoice_id = any (?::uuid[]) and reversed_at is null', [invoiceIds])
    .orderBy(['applied_on', 'recorded_at', 'allocation_id'])
    .select({ invoiceId: 'invoice_id', appliedOn: 'applied_on', amountMinor: 'amount_minor' })
}

async function creditsOn(
  trx: Transaction,
  invoiceIds: string[],
): Promise<(InvoicePaper['credits'][number] & { invoiceId: string })[]> {
  return await trx('credit_allocations as a')
    .join('credits as c', (on) => on.on('c.tenant', 'a.tenant').on('c.credit_id', 'a.credit_id'))
    .join('invoices as s', (on) => on.on('s.tenant', 'c.tenant').on('s.invoice_id', 'c.source_invoice_id'))
    .whereRaw('a.invoice_id = any (?::uuid[]) and a.unapplied_at is null', [invoiceIds])
    .orderBy(['a.applied_on', 'a.recorded_at', 'a.allocation_id'])
    .select({
      invoiceId: 'a.invoice_id',
      appliedOn: 'a.applied_on',
      amountMinor: 'a.amount_minor',
      sourceNumber: 's.number',
    })
}
