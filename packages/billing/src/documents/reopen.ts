import { conflict, type Problem, type TenantContext, type Transaction } from '@tieout/platform'
import type { ParsedInputOf } from '@tieout/platform/contract'
import type { Billing, BooksContext } from '../billing.ts'
import type { reopenInvoice } from '../contract/invoice-commands.ts'
import type { InvoiceDocument } from '../contract/invoice-views.ts'
import { appendToTrail } from '../receivables/trail.ts'
import { changedMeanwhile, writtenDocument } from './drafts.ts'
import type { StoredInvoice } from './rows.ts'
import { lockPosted, refuseWhilePaid } from './standing.ts'

/**
 * Makes a posted document a draft again, as long as nothing stands on it. It keeps its number, so that
 * none is missing. Whoever pays it, credits it or voids it locks the same row first.
 */
export async function takeBackToDraft(
  ctx: TenantContext,
  billing: Billing,
  { invoiceId, version, reason }: ParsedInputOf<typeof reopenInvoice>,
): Promise<InvoiceDocument> {
  const posted = await lockPosted(ctx.trx, invoiceId)
  const { invoiceType } = posted
  if (invoiceType === 'credit_note') throw creditNoteStays()
  await refuseWhilePaid(ctx.trx, invoiceId)
  if (posted.creditAppliedMinor > 0) throw creditStands(posted)
  await refuseOnceCredited(ctx.trx, invoiceId)
  if (posted.version !== version) throw await changedMeanwhile(ctx, posted)
  await billing.guards.allow(ctx.trx, ctx.tenant, 'unfinalize', [invoiceId])

  await markDraft({ ...ctx, billing }, posted, reason)
  await ctx.audit({ action: 'invoice.reopened', entityType: 'invoice', entityId: invoiceId, reason })
  await billing.lifecycle.announce(ctx.trx, ctx.tenant, 'reopened', [{ invoiceId, invoiceType, reason }])
  return await writtenDocument(ctx, invoiceId)
}

/** Lines that a credit note gives back must stay as they are, even when that note is void. */
async function refuseOnceCredited(trx: Transaction, invoiceId: string): Promise<void> {
  const creditNotes: object[] = await trx('invoices')
    .where({ source_invoice_id: invoiceId })
    .orderBy(['created_at', 'invoice_id'])
    .select({ invoiceId: 'invoice_id', number: 'number', totalMinor: 'total_minor' })
  if (creditNotes.length === 0) return
  throw conflict(
    'credit-notes-made',
    'A credit note was made from this document, so it stays as it is. If that is a draft, delete it first.',
    { creditNotes },
  )
}

/** The trail takes it back on the day on which it told of it: on no day is the document owed twice. */
async function markDraft(books: BooksContext, posted: StoredInvoice, reason: string): Promise<void> {
  const { trx, clock } = books
  const { invoiceId, clientId, currency, totalMinor, issueDate } = posted
  await trx('invoices')
    .where({ invoice_id: invoiceId })
    .update({
      finalized_at: null,
      parties: null,
      updated_at: clock.now(),
      version: trx.raw('version + 1'),
    })
  await appendToTrail(books, [
    {
      kind: 'invoice_reopened',
      invoiceId,
      clientId,
      currency,
      amountMinor: totalMinor,
      receivableMinor: -totalMinor,
      occurredOn: issueDate,
      reason,
    },
  ])
}

const creditNoteStays = (): Problem =>
  conflict('credit-note-stays', 'A credit note does not go back to draft. Void it and write another one.')

const creditStands = ({ creditAppliedMinor }: StoredInvoice): Problem =>
  conflict('credit-stands', 'Credit is applied to this document. Take it off first.', { creditAppliedMinor })
