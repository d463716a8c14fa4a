import type { Transaction } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import type { InvoiceType } from '../contract/invoice-views.ts'
import type { PricedLine } from './amounts.ts'
import type { SettledDraft } from './draft-terms.ts'

type Context = Pick<BooksContext, 'trx' | 'tenant' | 'clock' | 'ids'>

export interface NewInvoice extends SettledDraft {
  invoiceType: InvoiceType
  sourceInvoiceId: string | null
}

export async function insertDraft(ctx: Context, draft: NewInvoice): Promise<string> {
  const invoiceId = ctx.ids.uuid()
  const now = ctx.clock.now()
  await ctx.trx('invoices').insert({
    tenant: ctx.tenant,
    invoice_id: invoiceId,
    invoice_type: draft.invoiceType,
    source_invoice_id: draft.sourceInvoiceId,
    ...draftColumns(draft),
    version: 1,
    created_at: now,
    updated_at: now,
  })
  await insertLines(ctx, invoiceId, draft.lines)
  return invoiceId
}

/** A locked draft becomes another one; its old lines go, and their taxes with them. */
export async function replaceDraft(ctx: Context, invoiceId: string, draft: SettledDraft): Promise<void> {
  await saveHeader(ctx, invoiceId, draftColumns(draft))
  await ctx.trx('invoice_lines').where({ invoice_id: invoiceId }).delete()
  await insertLines(ctx, invoiceId, draft.lines)
}

export async function saveHeader(
  ctx: Context,
  invoiceId: string,
  columns: Record<string, unknown>,
): Promise<void> {
  await ctx
    .trx('invoices')
    .where({ invoice_id: invoiceId })
    .update({ ...columns, updated_at: ctx.clock.now(), version: ctx.trx.raw('version + 1') })
}

export async function removeDraft(trx: Transaction, invoiceId: string): Promise<void> {
  await trx('invoices').where({ invoice_id: invoiceId }).delete()
}

function draftColumns(draft: SettledDraft): Record<string, unknown> {
  return {
    client_id: draft.clientId,
    currency: draft.currency,
    issue_date: draft.issueDate,
    due_date: draft.dueDate,
    terms_id: draft.termsId,
    tax_region_id: draft.taxRegionId,
    tax_exempt: draft.taxExempt,
    reference: draft.reference,
    notes: draft.notes,
    net_minor: draft.netMinor,
    tax_minor: draft.taxMinor,
    total_minor: draft.totalMinor,
  }
}

async function insertLines(ctx: Context, invoiceId: string, lines: readonly PricedLine[]): Promise<void> {
  if (lines.length === 0) return
  const placed = lines.map((line, at) => ({ ...line, lineId: ctx.ids.uuid(), position: at + 1 }))
  await ctx.trx('invoice_lines').insert(
    placed.map((line) => ({
      tenant: ctx.tenant,
      invoice_id: invoiceId,
      line_id: line.lineId,
      position: line.position,
      service_id: line.serviceId,
      description: line.description,
      quantity: line.quantity,
      unit_price_minor: line.unitPriceMinor,
      discount_minor: line.discountMinor,
      net_minor: line.netMinor,
      taxable: line.taxable,
      tax_minor: line.taxMinor,
      service_from: line.serviceFrom,
      service_to: line.serviceTo,
      source_line_id: line.sourceLineId,
    })),
  )
  const taxes = placed.flatMap(({ lineId, taxes: each }) => each.map((tax) => ({ lineId, ...tax })))
  if (taxes.length === 0) return
  await ctx.trx('invoice_line_taxes').insert(
    taxes.map((tax) => ({
      tenant: ctx.tenant,
      line_id: tax.lineId,
      tax_rate_id: tax.taxRateId,
      name: tax.name,
      rate_ppm: tax.ratePpm,
      tax_minor: tax.taxMinor,
    })),
  )
}
