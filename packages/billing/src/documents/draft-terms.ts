import { badInput, type FieldError, type Transaction } from '@tieout/platform'
import { dueDate } from '../catalogue/due-date.ts'
import { ratesFor } from '../catalogue/rates.ts'
import { NET_30, termsCalled, termsInForce, type TermsInForce } from '../catalogue/terms-store.ts'
import { companyToday } from '../catalogue/today.ts'
import type { BooksContext } from '../billing.ts'
import type { DraftFields } from '../contract/invoice-commands.ts'
import type { InvoiceType } from '../contract/invoice-views.ts'
import { mistake, priceLines, type Priced } from './amounts.ts'

/** A draft with everything decided that its author left open. */
export interface SettledDraft extends Priced {
  clientId: string
  currency: string
  issueDate: string
  dueDate: string
  termsId: string | null
  taxRegionId: string | null
  taxExempt: boolean
  reference: string | null
  notes: string | null
}

/** Fills in what follows from client and company, works out the amounts, and refuses what cannot be. */
export async function settleDraft(
  ctx: Pick<BooksContext, 'trx' | 'tenant' | 'clock'>,
  invoiceType: InvoiceType,
  draft: DraftFields,
): Promise<SettledDraft> {
  const { trx } = ctx
  const client = await billingTermsOf(trx, draft.clientId)
  if (!client) throw refusedFor([mistake('clientId', 'not-found', 'is no client of yours')])

  const issueDate = draft.issueDate ?? (await companyToday(trx, ctx.tenant, ctx.clock))
  const terms = await termsFor(trx, draft.termsId, client.termsId)
  const taxRegionId = draft.taxRegionId === undefined ? client.taxRegionId : draft.taxRegionId
  const taxExempt = draft.taxExempt ?? client.taxExempt
  // A credit note is due to nobody; it stands from its own day.
  const due = draft.dueDate ?? (invoiceType === 'credit_note' ? issueDate : dueDate(issueDate, terms))

  const mistakes = [
    ...(due < issueDate ? [mistake('dueDate', 'out-of-order', 'is before the issue date')] : []),
    ...(await unknownReferences(trx, draft)),
  ]
  const rates = taxRegionId === null || taxExempt ? [] : await ratesFor(trx, taxRegionId, issueDate)
  const priced = priceLines(draft.lines, invoiceType, rates)
  if (!priced.ok) throw refusedFor([...mistakes, ...priced.mistakes])
  if (mistakes.length > 0) throw refusedFor(mistakes)
  return {
    clientId: draft.clientId,
    currency: draft.currency ?? client.currency,
    issueDate,
    dueDate: due,
    termsId: terms.termsId,
    taxRegionId,
    taxExempt,
    reference: draft.reference === '' ? null : draft.reference,
    notes: draft.notes === '' ? null : draft.notes,
    ...priced.value,
  }
}

interface BillingTerms {
  currency: string
  termsId: string | null
  taxRegionId: string | null
  taxExempt: boolean
}

async function billingTermsOf(trx: Transaction, clientId: string): Promise<BillingTerms | undefined> {
  return await trx('clients').where({ client_id: clientId }).first({
    currency: 'currency',
    termsId: 'terms_id',
    taxRegionId: 'tax_region_id',
    taxExempt: 'tax_exempt',
  })
}

/** Those chosen, which may be none at all, else those in force for the client. */
async function termsFor(
  trx: Transaction,
  chosen: string | null | undefined,
  ownTerms: string | null,
): Promise<TermsInForce> {
  if (chosen === undefined) return await termsInForce(trx, ownTerms)
  if (chosen === null) return NET_30
  const found = await termsCalled(trx, chosen)
  if (!found) throw refusedFor([mistake('termsId', 'not-found', 'are no terms of yours')])
  return found
}

async function unknownReferences(trx: Transaction, draft: DraftFields): Promise<FieldError[]> {
  const mistakes: FieldError[] = []
  if (draft.taxRegionId) {
    const region = await trx('tax_regions').where({ tax_region_id: draft.taxRegionId }).first('tax_region_id')
    if (!region) mistakes.push(mistake('taxRegionId', 'not-found', 'is no tax region of yours'))
  }
  const services = [...new Set(draft.lines.flatMap((line) => line.serviceId ?? []))]
  if (services.length === 0) return mistakes
  const known = new Set<string>(
    await trx('services').whereIn('service_id', services).orderBy('service_id').pluck('service_id'),
  )
  for (const [at, { serviceId }] of draft.lines.entries()) {
    if (serviceId === null || known.has(serviceId)) continue
    mistakes.push(mistake(`lines.${at}.serviceId`, 'not-found', 'is no service of yours'))
  }
  return mistakes
}

/** One refusal that names every field that is wrong. */
export function refusedFor(mistakes: readonly FieldError[]): Error {
  const first = mistakes[0]
  return badInput(first ? `${first.field}: ${first.message}` : 'The input is not valid.', [...mistakes])
}
