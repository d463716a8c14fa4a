import { conflict, notFound, type Transaction } from '@tieout/platform'
import { lockInvoices, type StoredInvoice } from './rows.ts'

/** What is asked of a posted document before it is voided or reopened, with its row locked. */
export async function lockPosted(trx: Transaction, invoiceId: string): Promise<StoredInvoice> {
  const [now] = await lockInvoices(trx, [invoiceId])
  if (!now) throw notFound('document')
  if (now.finalizedAt === null) throw conflict('not-finalized', 'This document is still a draft.')
  if (now.voidedAt !== null) throw conflict('already-cancelled', 'This document is cancelled already.')
  return now
}

export async function refuseWhilePaid(trx: Transaction, invoiceId: string): Promise<void> {
  const payments: object[] = await trx('invoice_payments as a')
    .join('payments as p', (on) => on.on('p.tenant', 'a.tenant').on('p.payment_id', 'a.payment_id'))
    .where({ 'a.invoice_id': invoiceId })
    .whereNull('a.reversed_at')
    .orderBy(['a.applied_on', 'a.allocation_id'])
    .select({
      paymentId: 'p.payment_id',
      reference: 'p.reference',
      appliedOn: 'a.applied_on',
      amountMinor: 'a.amount_minor',
    })
  if (payments.length === 0) return
  throw conflict('payments-stand', 'Payments stand on this document. Reverse them first.', { payments })
}
