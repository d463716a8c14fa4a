import { notFound, type TenantContext, type Transaction } from '@tieout/platform'
import { encodeCursor, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { readCursor } from '../catalogue/cursor.ts'
import { readBeginning, whereBegins, type Searched } from '../clients/find-by-beginning.ts'
import { documentDate } from '../contract/invoices.ts'
import type {
  listPayments,
  PaymentAllocation,
  PaymentSummary,
  PaymentView,
  suggestPayment,
} from '../contract/payments.ts'
import { proposeSplit, type OpenDocument } from './propose-split.ts'
import { deedsOn, whoDidWhat } from './who-did-what.ts'

const SUMMARY = {
  paymentId: 'p.payment_id',
  clientId: 'p.client_id',
  clientName: 'c.display_name',
  provider: 'p.provider',
  method: 'p.method',
  reference: 'p.reference',
  paidOn: 'p.paid_on',
  currency: 'p.currency',
  amountMinor: 'p.amount_minor',
  unappliedMinor: 'p.unapplied_minor',
  recordedAt: 'p.recorded_at',
  reversedAt: 'p.reversed_at',
}

const paymentsWithClients = (trx: Transaction) =>
  trx('payments as p').join('clients as c', (on) =>
    on.on('c.tenant', 'p.tenant').on('c.client_id', 'p.client_id'),
  )

const SEARCHED: Searched = {
  table: 'payments as p',
  id: 'p.payment_id',
  clientId: 'p.client_id',
  text: '(p.reference collate "C")',
}

const place = z.tuple([documentDate, uuid])

export async function listPage(
  { trx }: TenantContext,
  input: ParsedInputOf<typeof listPayments>,
): Promise<OutputOf<typeof listPayments>> {
  const query = paymentsWithClients(trx)
    .select(SUMMARY)
    .orderBy('p.paid_on', 'desc')
    .orderBy('p.payment_id', 'desc')
    .limit(input.limit + 1)
  const wanted = await readBeginning(trx, input.search, SEARCHED)
  if (wanted) whereBegins(trx, query, wanted, SEARCHED)
  if (input.clientId) query.where({ 'p.client_id': input.clientId })
  if (input.from) query.where('p.paid_on', '>=', input.from)
  if (input.to) query.where('p.paid_on', '<=', input.to)
  if (input.method) query.where({ 'p.method': input.method })
  if (input.state === 'unapplied') query.where('p.unapplied_minor', '>', 0)
  if (input.state === 'applied') query.where({ 'p.unapplied_minor': 0, 'p.reversed_at': null })
  if (input.state === 'reversed') query.whereNotNull('p.reversed_at')
  if (input.cursor !== undefined) {
    query.whereRaw('(p.paid_on, p.payment_id) < (?::date, ?::uuid)', readCursor(input.cursor, place))
  }
  const found: PaymentSummary[] = await query
  const items = found.slice(0, input.limit)
  const last = items.at(-1)
  const more = last && found.length > items.length
  return { items, nextCursor: more ? encodeCursor([last.paidOn, last.paymentId]) : null }
}

export async function readPayment(trx: Transaction, paymentId: string): Promise<PaymentView> {
  const found: Stored<Omit<PaymentView, 'allocations'>> | undefined = await paymentsWithClients(trx)
    .where({ 'p.payment_id': paymentId })
    .first({
      ...SUMMARY,
      providerReference: 'p.provider_reference',
      note: 'p.note',
      reversalReason: 'p.reversal_reason',
    })
  if (!found) throw notFound('payment')
  const allocations: Stored<PaymentAllocation>[] = await trx('invoice_payments as a')
    .join('invoices as i', (on) => on.on('i.tenant', 'a.tenant').on('i.invoice_id', 'a.invoice_id'))
    .where({ 'a.payment_id': paymentId })
    .orderBy(['a.recorded_at', 'i.number', 'a.allocation_id'])
    .select({
      allocationId: 'a.allocation_id',
      invoiceId: 'a.invoice_id',
      invoiceNumber: 'i.number',
      amountMinor: 'a.amount_minor',
      appliedOn: 'a.applied_on',
      recordedAt: 'a.recorded_at',
      reversedAt: 'a.reversed_at',
      reversalReason: 'a.reversal_reason',
    })
  const { recordedBy, reversedBy, appliedBy, takenOffBy } = whoDidWhat(await deedsOn(trx, paymentId))
  return {
    ...found,
    recordedBy,
    reversedBy: found.reversedAt && reversedBy,
    allocations: allocations.map((each) => ({
      ...each,
      appliedBy: appliedBy(each),
      // What was taken back with the whole receipt was taken back by whoever did that.
      reversedBy: each.reversedAt && (takenOffBy(each) ?? reversedBy),
    })),
  }
}

/** A row; the names come from the audit. */
type Stored<T> = Omit<T, 'recordedBy' | 'appliedBy' | 'reversedBy'>

/** More open documents of one client than anybody splits a payment over by hand. */
const MOST_PROPOSED = 200

export async function suggest(
  { trx }: TenantContext,
  { clientId, currency, amountMinor }: ParsedInputOf<typeof suggestPayment>,
): Promise<OutputOf<typeof suggestPayment>> {
  const client = await trx('clients').where({ client_id: clientId }).first('client_id')
  if (!client) throw notFound('client')
  const { rows }: { rows: OpenDocument[] } = await trx.raw(OPEN_DOCUMENTS, [
    clientId,
    currency,
    MOST_PROPOSED + 1,
  ])
  const more = rows.length > MOST_PROPOSED
  return { ...proposeSplit(rows.slice(0, MOST_PROPOSED), amountMinor), more }
}

const OPEN_DOCUMENTS = `
  select i.invoice_id as "invoiceId", i.invoice_type as "invoiceType", i.number, i.issue_date as "issueDate",
    i.due_date as "dueDate", i.total_minor as "totalMinor",
    i.total_minor - i.credit_applied_minor - i.paid_minor as "balanceDueMinor"
  from invoices i
  where i.client_id = ? and i.currency = ?
    and i.finalized_at is not null and i.voided_at is null and i.invoice_type <> 'credit_note'
    and i.total_minor - i.credit_applied_minor - i.paid_minor > 0
  order by i.due_date, i.issue_date, i.number
  limit ?`
