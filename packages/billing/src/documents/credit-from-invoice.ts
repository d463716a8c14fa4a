import {
  badInput,
  conflict,
  notFound,
  type Problem,
  type TenantContext,
  type Transaction,
} from '@tieout/platform'
import type { ParsedInputOf } from '@tieout/platform/contract'
import { companyToday } from '../catalogue/today.ts'
import type { creditInvoice } from '../contract/invoice-commands.ts'
import type { InvoiceDocument } from '../contract/invoice-views.ts'
import { totals } from '../money/totals.ts'
import type { PricedLine } from './amounts.ts'
import { planCredit, type CreditableLine, type CreditRefusal } from './credited-part.ts'
import { insertDraft } from './draft-store.ts'
import { auditedPart, writtenDocument } from './drafts.ts'
import type { SettledDraft } from './draft-terms.ts'
import { linesOf, lockInvoices, type StoredInvoice } from './rows.ts'

/**
 * Begins a credit note for an invoice or a part of it. The invoice is locked, and drafts of credit
 * notes count as given back, so that two people at once cannot give the same money back twice.
 */
export async function addCreditNote(
  ctx: TenantContext,
  input: ParsedInputOf<typeof creditInvoice>,
): Promise<InvoiceDocument> {
  const source = await lockCreditable(ctx.trx, input.invoiceId)
  const plan = planCredit(await creditableLines(ctx.trx, source.invoiceId), input.part)
  if (!plan.ok) throw refusalOf(plan)
  const draft = await creditDraft(ctx, source, input, plan.lines)
  const invoiceId = await insertDraft(ctx, {
    ...draft,
    invoiceType: 'credit_note',
    sourceInvoiceId: source.invoiceId,
  })
  await ctx.audit({
    action: 'invoice.created',
    entityType: 'invoice',
    entityId: invoiceId,
    after: { invoiceType: 'credit_note', sourceNumber: source.number, ...auditedPart(draft) },
  })
  return await writtenDocument(ctx, invoiceId)
}

async function creditDraft(
  ctx: TenantContext,
  source: StoredInvoice,
  { issueDate, reference, notes }: ParsedInputOf<typeof creditInvoice>,
  lines: PricedLine[],
): Promise<SettledDraft> {
  const sums = totals(lines)
  if (!sums.ok) throw new Error('a credit note cannot come to more than its invoice')
  const date = issueDate ?? (await companyToday(ctx.trx, ctx.tenant, ctx.clock))
  if (date < source.issueDate) {
    const message = 'is before the date of the invoice'
    throw badInput(`issueDate: ${message}`, [{ field: 'issueDate', reason: 'out-of-order', message }])
  }
  return {
    clientId: source.clientId,
    currency: source.currency,
    issueDate: date,
    dueDate: date,
    termsId: null,
    taxRegionId: source.taxRegionId,
    taxExempt: source.taxExempt,
    reference: reference || null,
    notes: notes || null,
    lines,
    ...sums.value,
  }
}

async function lockCreditable(trx: Transaction, invoiceId: string): Promise<StoredInvoice> {
  const [source] = await lockInvoices(trx, [invoiceId])
  if (!source) throw notFound('invoice')
  if (source.invoiceType !== 'standard' || source.finalizedAt === null || source.voidedAt !== null) {
    throw conflict('not-creditable', 'Only a finalized invoice that is not cancelled can be credited.')
  }
  return source
}

/** The lines of an invoice less what credit notes that are not void give back of them already. */
export async function creditableLines(trx: Transaction, invoiceId: string): Promise<CreditableLine[]> {
  const lines = await linesOf(trx, invoiceId)
  const { rows: given }: { rows: GivenBack[] } = await trx.raw(GIVEN_BACK, [invoiceId])
  const byLine = new Map(given.map((each) => [each.lineId, each]))
  return lines.map((line) => {
    const back = byLine.get(line.lineId)
    return {
      line,
      netMinor: line.netMinor - (back?.netMinor ?? 0),
      taxes: line.taxes.map((tax) => ({
        ...tax,
        taxMinor: tax.taxMinor - (back?.taxes?.[tax.taxRateId] ?? 0),
      })),
    }
  })
}

interface GivenBack {
  lineId: string
  netMinor: number
  taxes: Record<string, number> | null
}

const GIVEN_BACK = `
  with given as (
    select l.tenant, l.line_id, l.source_line_id, l.net_minor
    from invoices i join invoice_lines l on l.tenant = i.tenant and l.invoice_id = i.invoice_id
    where i.source_invoice_id = ? and i.voided_at is null and l.source_line_id is not null
  ), taxes as (
    select source_line_id, jsonb_object_agg(tax_rate_id, tax_minor) as taxes
    from (
      select g.source_line_id, t.tax_rate_id, sum(t.tax_minor) as tax_minor
      from given g join invoice_line_taxes t on t.tenant = g.tenant and t.line_id = g.line_id
      group by 1, 2
    ) t
    group by 1
  )
  select g.source_line_id as "lineId", sum(g.net_minor)::bigint as "netMinor",
    (select t.taxes from taxes t where t.source_line_id = g.source_line_id) as taxes
  from given g
  group by g.source_line_id
  order by g.source_line_id`

function refusalOf(plan: CreditRefusal): Problem {
  switch (plan.refusal) {
    case 'nothing-left':
      return conflict('nothing-left-to-credit', 'All of this has been credited already.')
    case 'more-than-remains':
      return conflict('more-than-remains', 'This is more than what is left to credit.', {
        remainingMinor: plan.remainingMinor,
        ...(plan.lineId !== undefined && { lineId: plan.lineId }),
      })
    case 'no-such-line':
      return wrongLine(plan.lineId, 'not-found', 'is no line of this invoice, or is named twice')
    case 'quantity':
      return wrongLine(plan.lineId, 'quantity', 'is no part of the quantity of the line')
  }
}

const wrongLine = (lineId: string, reason: string, message: string) =>
  badInput(`part.lines: ${message}`, [{ field: 'part.lines', reason, message: `${lineId} ${message}` }])
