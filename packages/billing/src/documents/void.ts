import { conflict, type TenantContext } from '@tieout/platform'
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
import type { StoredInvoice } from './rows.ts'
import { lockPosted, refuseWhilePaid } from './standing.ts'

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
  const before = await lockPosted(ctx.trx, invoiceId)
  await refuseWhilePaid(ctx.trx, invoiceId)
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
