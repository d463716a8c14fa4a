import { conflict, notFound, type TenantContext } from '@tieout/platform'
import type { ParsedInputOf } from '@tieout/platform/contract'
import type { Billing, BooksContext } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import type { voidInvoice } from '../contract/invoice-commands.ts'
import type { InvoiceDocument } from '../contract/invoice-views.ts'
import { withdrawCredit } from '../credits/issue-credit.ts'
import { returnCreditsOf } from '../credits/return-credits.ts'
import { appendToTrail } from '../receivables/trail.ts'
import { computeBalanceDue } from './balance.ts'
import { writtenDocument } from './drafts.ts'
import { lockInvoices, type StoredInvoice } from './rows.ts'

/**
 * Cancels a posted document; it stays, with its number. Everything is asked with its row locked, the
 * same row that whoever pays it or applies credit to it locks first: so one of two comes second and
 * sees what the other did.
 */
export async function cancelInvoice(
  ctx: TenantContext,
  billing: Billing,
  { invoiceId, reason }: ParsedInputOf<typeof voidInvoice>,
): Promise<InvoiceDocument> {
  const books = { ...ctx, billing }
  const before = await lockStanding(books, invoiceId)
  await refuseWhilePaid(books, invoiceId)
  await refuseWhileCredited(books, invoiceId)
  await billing.guards.allow(ctx.trx, ctx.tenant, 'void', [invoiceId])

  await returnCreditsOf(books, [invoiceId], reason)
  await withdrawCredit(books, [invoiceId], reason)
  await markCancelled(books, before, reason)
  await ctx.audit({ action: 'invoice.voided', entityType: 'invoice', entityId: invoiceId, reason })
  const { invoiceType } = before
  await billing.lifecycle.announce(ctx.trx, ctx.tenant, 'voided', [{ invoiceId, invoiceType, reason }])
  return await writtenDocument(ctx, invoiceId)
}

async function lockStanding({ trx }: BooksContext, invoiceId: string): Promise<StoredInvoice> {
  const [now] = await lockInvoices(trx, [invoiceId])
  if (!now) throw notFound('document')
  if (now.finalizedAt === null) {
    throw conflict('not-finalized', 'This is still a draft. Delete it instead of voiding it.')
  }
  if (now.voidedAt !== null) throw conflict('already-cancelled', 'This document is cancelled already.')
  return now
}

async function refuseWhilePaid({ trx }: BooksContext, invoiceId: string): Promise<void> {
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

/** Else the client would be freed of the invoice and keep the credit for it. */
async function refuseWhileCredited({ trx }: BooksContext, invoiceId: string): Promise<void> {
  const creditNotes: object[] = await trx('invoices')
    .where({ source_invoice_id: invoiceId })
    .whereNotNull('finalized_at')
    .whereNull('voided_at')
    .orderBy(['number', 'invoice_id'])
    .select({ invoiceId: 'invoice_id', number: 'number', totalMinor: 'total_minor' })
  if (creditNotes.length === 0) return
  throw conflict('credit-notes-stand', 'Credit notes for this document stand. Void them first.', {
    creditNotes,
  })
}

async function markCancelled(books: BooksContext, before: StoredInvoice, reason: string): Promise<void> {
  const { trx, tenant, clock } = books
  const { invoiceId, clientId, currency } = before
  const now = clock.now()
  await trx('invoices')
    .where({ invoice_id: invoiceId })
    .update({ voided_at: now, void_reason: reason, updated_at: now, version: trx.raw('version + 1') })
  // Its payments are gone and its credits have just gone back: all of it was owed again.
  const owed = computeBalanceDue({ ...before, creditAppliedMinor: 0, paidMinor: 0 })
  if (owed === 0) return
  const occurredOn = await companyToday(trx, tenant, clock)
  const kind = 'invoice_cancelled'
  await appendToTrail(books, [
    { kind, invoiceId, clientId, currency, amountMinor: owed, receivableMinor: -owed, occurredOn, reason },
  ])
}
