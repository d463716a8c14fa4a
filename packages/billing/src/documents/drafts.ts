import { conflict, notFound, type Problem, type TenantContext, type Transaction } from '@tieout/platform'
import type { OutputOf, ParsedInputOf } from '@tieout/platform/contract'
import type { Billing } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import type {
  createDraft,
  deleteDraft,
  DraftLine,
  previewDraft,
  updateDraft,
} from '../contract/invoice-commands.ts'
import type { InvoiceDocument, InvoiceLineView } from '../contract/invoice-views.ts'
import { insertDraft, removeDraft, replaceDraft, saveHeader } from './draft-store.ts'
import { settleDraft, refusedFor, type SettledDraft } from './draft-terms.ts'
import { mistake } from './amounts.ts'
import { linesOf, lockInvoices, readDocument, type StoredInvoice } from './rows.ts'
import { taxTotals } from './tax-totals.ts'

export async function addDraft(
  ctx: TenantContext,
  { invoiceType, ...fields }: ParsedInputOf<typeof createDraft>,
): Promise<InvoiceDocument> {
  const draft = await settleDraft(ctx, invoiceType, fields)
  const invoiceId = await insertDraft(ctx, { ...draft, invoiceType, sourceInvoiceId: null })
  await ctx.audit({
    action: 'invoice.created',
    entityType: 'invoice',
    entityId: invoiceId,
    after: { invoiceType, ...auditedPart(draft) },
  })
  return await writtenDocument(ctx, invoiceId)
}

export async function changeDraft(
  ctx: TenantContext,
  { invoiceId, version, ...fields }: ParsedInputOf<typeof updateDraft>,
): Promise<InvoiceDocument> {
  const now = await lockDraft(ctx, invoiceId)
  if (now.version !== version) throw await changedMeanwhile(ctx, now)
  if (now.sourceInvoiceId === null) {
    const draft = await settleDraft(ctx, now.invoiceType, fields)
    await replaceDraft(ctx, invoiceId, draft)
    await ctx.audit({
      action: 'invoice.updated',
      entityType: 'invoice',
      entityId: invoiceId,
      before: auditedPart(now),
      after: auditedPart(draft),
    })
  } else await changeHeaderOnly(ctx, now, fields)
  return await writtenDocument(ctx, invoiceId)
}

/**
 * What a credit note gives back of an invoice was worked out from that invoice to the cent. Its words
 * and dates may change; for another amount it is deleted and made anew.
 */
async function changeHeaderOnly(
  ctx: TenantContext,
  now: StoredInvoice,
  fields: Omit<ParsedInputOf<typeof updateDraft>, 'invoiceId' | 'version'>,
): Promise<void> {
  const otherClient = fields.clientId !== now.clientId || (fields.currency ?? now.currency) !== now.currency
  if (otherClient || !sameLines(fields.lines, await linesOf(ctx.trx, now.invoiceId))) {
    throw conflict(
      'follows-its-invoice',
      'This credit note follows its invoice. To credit another amount, delete it and make a new one.',
    )
  }
  const issueDate = fields.issueDate ?? now.issueDate
  const dueDate = fields.dueDate ?? (now.dueDate < issueDate ? issueDate : now.dueDate)
  if (dueDate < issueDate) throw refusedFor([mistake('dueDate', 'out-of-order', 'is before the issue date')])
  const after = { issueDate, dueDate, reference: fields.reference || null, notes: fields.notes || null }
  await saveHeader(ctx, now.invoiceId, {
    issue_date: after.issueDate,
    due_date: after.dueDate,
    reference: after.reference,
    notes: after.notes,
  })
  await ctx.audit({
    action: 'invoice.updated',
    entityType: 'invoice',
    entityId: now.invoiceId,
    before: { issueDate: now.issueDate, dueDate: now.dueDate, reference: now.reference, notes: now.notes },
    after,
  })
}

function sameLines(given: readonly DraftLine[], stored: readonly InvoiceLineView[]): boolean {
  if (given.length !== stored.length) return false
  return given.every((line, at) => {
    const other = stored[at]
    return (
      other !== undefined &&
      line.description === other.description &&
      line.serviceId === other.serviceId &&
      Number(line.quantity) === Number(other.quantity) &&
      line.unitPriceMinor === other.unitPriceMinor &&
      line.discountMinor === other.discountMinor &&
      line.taxable === other.taxable
    )
  })
}

export async function dropDraft(
  ctx: TenantContext,
  billing: Billing,
  { invoiceId }: ParsedInputOf<typeof deleteDraft>,
): Promise<void> {
  const now = await lockDraft(ctx, invoiceId)
  if (now.number !== null) throw numberReserved(now)
  await billing.guards.allow(ctx.trx, ctx.tenant, 'delete', [invoiceId])
  await removeDraft(ctx.trx, invoiceId)
  await ctx.audit({
    action: 'invoice.deleted',
    entityType: 'invoice',
    entityId: invoiceId,
    before: { invoiceType: now.invoiceType, ...auditedPart(now) },
  })
}

export async function preview(
  ctx: TenantContext,
  { invoiceType, ...fields }: ParsedInputOf<typeof previewDraft>,
): Promise<OutputOf<typeof previewDraft>> {
  const draft = await settleDraft(ctx, invoiceType, fields)
  return { ...draft, taxes: taxTotals(draft.lines) }
}

async function lockDraft({ trx }: TenantContext, invoiceId: string): Promise<StoredInvoice> {
  const [now] = await lockInvoices(trx, [invoiceId])
  if (!now) throw notFound('document')
  if (now.finalizedAt !== null) throw alreadyFinalized([now])
  return now
}

export async function writtenDocument(ctx: TenantContext, invoiceId: string): Promise<InvoiceDocument> {
  const found = await readDocument(ctx.trx, invoiceId, await companyToday(ctx.trx, ctx.tenant, ctx.clock))
  if (!found) throw notFound('document')
  return found
}

/** Enough to tell what a document was; its lines would fill the log. */
export const auditedPart = (draft: StoredInvoice | SettledDraft): Record<string, unknown> => ({
  clientId: draft.clientId,
  currency: draft.currency,
  issueDate: draft.issueDate,
  dueDate: draft.dueDate,
  reference: draft.reference,
  netMinor: draft.netMinor,
  taxMinor: draft.taxMinor,
  totalMinor: draft.totalMinor,
})

export async function changedMeanwhile({ trx }: TenantContext, now: StoredInvoice): Promise<Problem> {
  const changedBy = await lastWriter(trx, now)
  return conflict('changed-meanwhile', `${changedBy ?? 'Somebody'} has changed this document meanwhile.`, {
    version: now.version,
    changedBy,
    changedAt: now.updatedAt,
  })
}

/** Sending changes nothing about a document, and money moves it without making it another version. */
async function lastWriter(trx: Transaction, now: StoredInvoice): Promise<string | null> {
  const last: { actorName: string } | undefined = await trx('audit_events')
    .where({ entity_type: 'invoice', entity_id: now.invoiceId })
    .whereNot({ action: 'invoice.sent' })
    .orderBy([
      { column: 'recorded_at', order: 'desc' },
      { column: 'event_id', order: 'desc' },
    ])
    .first({ actorName: 'actor_name' })
  return last?.actorName ?? null
}

/** Deleting it would leave a gap in the numbers. */
const numberReserved = ({ invoiceId, number }: StoredInvoice): Problem =>
  conflict(
    'number-reserved',
    `The number ${number} would be missing. Finalize this draft again, and void it if nobody wants it.`,
    { invoiceId, number },
  )

export const alreadyFinalized = (documents: readonly StoredInvoice[]): Problem =>
  conflict('already-finalized', 'This document is finalized and cannot be changed any more.', {
    invoices: documents.map(({ invoiceId, number }) => ({ invoiceId, number })),
  })
