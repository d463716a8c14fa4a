import { notFound, type TenantContext, type Transaction } from '@tieout/platform'
import type { OutputOf } from '@tieout/platform/contract'
import { companyToday } from '../catalogue/today.ts'
import type { InvoiceDocument, InvoiceView } from '../contract/invoice-views.ts'
import type { getInvoice } from '../contract/invoices.ts'
import { statusOf } from './balance.ts'
import { creditableLines } from './credit-from-invoice.ts'
import { grossOf } from './credited-part.ts'
import { COLUMNS, readDocument, type StoredInvoice } from './rows.ts'

/** A document and everything that has happened to it. */
export async function readInvoice(
  ctx: TenantContext,
  { invoiceId }: { invoiceId: string },
): Promise<OutputOf<typeof getInvoice>> {
  const { trx } = ctx
  const today = await companyToday(trx, ctx.tenant, ctx.clock)
  const document = await readDocument(trx, invoiceId, today)
  if (!document) throw notFound('document')
  return {
    ...document,
    payments: await paymentsOn(trx, invoiceId),
    credits: await creditsOn(trx, invoiceId),
    creditPool: document.invoiceType === 'standard' ? null : await poolOf(trx, invoiceId),
    creditNotes: await creditNotesOf(trx, invoiceId, today),
    ...(await creditableOf(trx, document)),
    activity: await activityOf(trx, invoiceId),
  }
}

async function paymentsOn(trx: Transaction, invoiceId: string): Promise<InvoiceView['payments']> {
  return await trx('invoice_payments as a')
    .join('payments as p', (on) => on.on('p.tenant', 'a.tenant').on('p.payment_id', 'a.payment_id'))
    .where({ 'a.invoice_id': invoiceId })
    .orderBy(['a.applied_on', 'a.recorded_at', 'a.allocation_id'])
    .select({
      allocationId: 'a.allocation_id',
      paymentId: 'a.payment_id',
      provider: 'p.provider',
      method: 'p.method',
      reference: 'p.reference',
      appliedOn: 'a.applied_on',
      amountMinor: 'a.amount_minor',
      reversedAt: 'a.reversed_at',
      reversalReason: 'a.reversal_reason',
    })
}

async function creditsOn(trx: Transaction, invoiceId: string): Promise<InvoiceView['credits']> {
  return await trx('credit_allocations as a')
    .join('credits as c', (on) => on.on('c.tenant', 'a.tenant').on('c.credit_id', 'a.credit_id'))
    .join('invoices as s', (on) => on.on('s.tenant', 'c.tenant').on('s.invoice_id', 'c.source_invoice_id'))
    .where({ 'a.invoice_id': invoiceId })
    .orderBy(['a.applied_on', 'a.recorded_at', 'a.allocation_id'])
    .select({
      allocationId: 'a.allocation_id',
      creditId: 'a.credit_id',
      sourceInvoiceId: 'c.source_invoice_id',
      sourceNumber: 's.number',
      appliedOn: 'a.applied_on',
      amountMinor: 'a.amount_minor',
      unappliedAt: 'a.unapplied_at',
      unapplyReason: 'a.unapply_reason',
      poolRemainingMinor: 'c.remaining_minor',
    })
}

async function poolOf(trx: Transaction, invoiceId: string): Promise<InvoiceView['creditPool']> {
  const pool: InvoiceView['creditPool'] | undefined = await trx('credits')
    .where({ source_invoice_id: invoiceId })
    .first({
      creditId: 'credit_id',
      amountMinor: 'amount_minor',
      remainingMinor: 'remaining_minor',
      withdrawnAt: 'withdrawn_at',
    })
  return pool ?? null
}

async function creditNotesOf(
  trx: Transaction,
  invoiceId: string,
  today: string,
): Promise<InvoiceView['creditNotes']> {
  const found: StoredInvoice[] = await trx('invoices as i')
    .where({ 'i.source_invoice_id': invoiceId })
    .orderBy(['i.created_at', 'i.invoice_id'])
    .select(COLUMNS)
  return found.map((each) => ({ ...each, status: statusOf(each, today) }))
}

async function creditableOf(
  trx: Transaction,
  document: InvoiceDocument,
): Promise<Pick<InvoiceView, 'creditableMinor' | 'creditable'>> {
  if (document.invoiceType !== 'standard' || !document.finalizedAt || document.voidedAt)
    return { creditableMinor: 0, creditable: [] }
  const left = await creditableLines(trx, document.invoiceId)
  return {
    creditableMinor: left.reduce((sum, line) => sum + grossOf(line), 0),
    creditable: left.map(({ line: { lineId }, netMinor, taxes }) => ({ lineId, netMinor, taxes })),
  }
}

const MOST_ACTIVITY = 50

const PAYS_IT = `entity_id in (select a.payment_id::text from invoice_payments a where a.invoice_id = :invoiceId)`

/** A receipt over several documents is told on each only for what concerned it; ids stand there as they were sent. */
const CONCERNS_IT = `case action
  when 'payment.recorded' then lower(after ->> 'allocations') like :named
  when 'payment.applied' then lower(after ->> 'allocations') like :named
  when 'payment.allocation_reversed' then after ->> 'allocationId' in (
    select a.allocation_id::text from invoice_payments a where a.invoice_id = :invoiceId)
  else action = 'payment.reversed' end`

/** What was done to the document itself, and to receipts as far as they paid it. */
async function activityOf(trx: Transaction, invoiceId: string): Promise<InvoiceView['activity']> {
  return await trx('audit_events')
    .where({ entity_type: 'invoice', entity_id: invoiceId })
    .orWhere((paid) =>
      paid
        .where({ entity_type: 'payment' })
        .whereRaw(PAYS_IT, { invoiceId })
        .whereRaw(CONCERNS_IT, { invoiceId, named: `%${invoiceId.toLowerCase()}%` }),
    )
    .orderBy([
      { column: 'recorded_at', order: 'desc' },
      { column: 'event_id', order: 'desc' },
    ])
    .limit(MOST_ACTIVITY)
    .select({ at: 'recorded_at', actorName: 'actor_name', action: 'action', reason: 'reason' })
}
