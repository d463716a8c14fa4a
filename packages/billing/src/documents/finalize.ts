import { badInput, conflict, notFound, type Problem, type TenantContext } from '@tieout/platform'
import { companySettings, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import type { Billing, BooksContext } from '../billing.ts'
import { SEQUENCE_KINDS, takeNumbers } from '../catalogue/sequences.ts'
import type { finalizeInvoices } from '../contract/invoice-commands.ts'
import type { InvoiceType } from '../contract/invoice-views.ts'
import type { checkReadiness } from '../contract/invoices.ts'
import { issueCredits } from '../credits/issue-credit.ts'
import { appendToTrail } from '../receivables/trail.ts'
import { alreadyFinalized, changedMeanwhile } from './drafts.ts'
import { ownFindings } from './own-checks.ts'
import type { ReadinessFinding } from './readiness.ts'
import { lockWithSources, type StoredInvoice } from './rows.ts'

/**
 * Makes drafts into documents, all of them or none. The number of statements does not depend on how
 * many they are. Whoever comes second to a draft waits for the lock and finds it finalized.
 */
export async function finalizeDrafts(
  ctx: TenantContext,
  billing: Billing,
  input: ParsedInputOf<typeof finalizeInvoices>,
): Promise<OutputOf<typeof finalizeInvoices>> {
  const books = { ...ctx, billing }
  const drafts = await lockDrafts(ctx, input)
  const findings = await findingsFor(
    books,
    drafts.map((draft) => draft.invoiceId),
  )
  if (findings.some((finding) => finding.blocking)) throw notReady(findings)

  const numbers = await numberOf(books, drafts)
  const finalized = await writeFinalized(books, numbers)
  await appendToTrail(books, owed(drafts))
  await issueCredits(
    books,
    drafts.filter((draft) => draft.invoiceType === 'credit_note').map((draft) => draft.invoiceId),
  )
  await ctx.audit(
    finalized.map(({ invoiceId, number }) => ({
      action: 'invoice.finalized',
      entityType: 'invoice',
      entityId: invoiceId,
      after: { number },
    })),
  )
  await billing.lifecycle.announce(
    ctx.trx,
    ctx.tenant,
    'finalized',
    drafts.map(({ invoiceId, invoiceType, issueDate }) => ({ invoiceId, invoiceType, issueDate })),
  )
  return { finalized }
}

export async function readiness(
  ctx: TenantContext,
  billing: Billing,
  { invoiceIds }: ParsedInputOf<typeof checkReadiness>,
): Promise<OutputOf<typeof checkReadiness>> {
  const known: string[] = await ctx
    .trx('invoices')
    .whereRaw('invoice_id = any (?::uuid[]) and finalized_at is null', [invoiceIds])
    .orderBy('invoice_id')
    .pluck('invoice_id')
  if (known.length < new Set(invoiceIds).size) throw notFound('draft')
  const findings = await findingsFor({ ...ctx, billing }, known)
  return { ready: !findings.some((finding) => finding.blocking), findings }
}

async function findingsFor(
  { trx, tenant, billing }: BooksContext,
  ids: string[],
): Promise<ReadinessFinding[]> {
  return [...(await ownFindings(trx, ids)), ...(await billing.readiness.ask(trx, tenant, ids))]
}

async function lockDrafts(
  ctx: TenantContext,
  { invoiceIds, version }: ParsedInputOf<typeof finalizeInvoices>,
): Promise<StoredInvoice[]> {
  const wanted = new Set(invoiceIds)
  if (version !== undefined && wanted.size > 1) {
    const message = 'can be given for one document only'
    throw badInput(`version: ${message}`, [{ field: 'version', reason: 'several-documents', message }])
  }
  const locked = await lockWithSources(ctx.trx, [...wanted])
  const found = locked.filter((each) => wanted.has(each.invoiceId))
  if (found.length < wanted.size) throw notFound('document')
  const done = found.filter((each) => each.finalizedAt !== null)
  if (done.length > 0) throw alreadyFinalized(done)
  const [only] = found
  if (only && version !== undefined && only.version !== version) throw await changedMeanwhile(ctx, only)
  return found.toSorted(byDate)
}

/** The earlier document gets the lower number. */
const byDate = (a: StoredInvoice, b: StoredInvoice) =>
  compare(a.issueDate, b.issueDate) || compare(a.createdAt, b.createdAt) || compare(a.invoiceId, b.invoiceId)
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

const TYPE_OF_SEQUENCE: Record<(typeof SEQUENCE_KINDS)[number], InvoiceType> = {
  invoice: 'standard',
  credit_note: 'credit_note',
  prepayment: 'prepayment',
}

interface Numbered {
  invoiceId: string
  number: string
}

/**
 * What was finalized before has its number and keeps it. Sequences are taken in one order by everybody:
 * three at most, so that two never wait in a ring.
 */
async function numberOf(
  { trx, tenant }: BooksContext,
  drafts: readonly StoredInvoice[],
): Promise<Numbered[]> {
  const numbered = drafts.flatMap(({ invoiceId, number }) => (number === null ? [] : { invoiceId, number }))
  const unnumbered = drafts.filter((draft) => draft.number === null)
  for (const kind of SEQUENCE_KINDS) {
    const ofKind = unnumbered.filter((draft) => draft.invoiceType === TYPE_OF_SEQUENCE[kind])
    const numbers = await takeNumbers(trx, tenant, kind, ofKind.length)
    numbered.push(...ofKind.map(({ invoiceId }, at) => ({ invoiceId, number: numbers[at] ?? '' })))
  }
  return numbered
}

async function writeFinalized(
  { trx, tenant, clock }: BooksContext,
  numbers: readonly Numbered[],
): Promise<(Numbered & { version: number })[]> {
  const { rows } = await trx.raw(FINALIZE, {
    tenant,
    section: companySettings.section,
    now: clock.now(),
    numbers: JSON.stringify(numbers),
  })
  const versions = new Map<string, number>(
    rows.map((row: { invoiceId: string; version: number }) => [row.invoiceId, row.version]),
  )
  return numbers.map((each) => ({ ...each, version: versions.get(each.invoiceId) ?? 0 }))
}

/** Names and addresses are copied as they are today: an invoice of last year keeps last year's address. */
const FINALIZE = `
  with company as (
    select jsonb_build_object('name', t.name, 'legalName', v ->> 'legalName', 'email', v ->> 'email',
      'phone', v ->> 'phone', 'addressLine1', v ->> 'addressLine1', 'addressLine2', v ->> 'addressLine2',
      'city', v ->> 'city', 'region', v ->> 'region', 'postalCode', v ->> 'postalCode', 'country', v ->> 'country',
      'taxNumber', v ->> 'taxNumber', 'website', v ->> 'website') as snapshot
    from tenants t
    left join lateral (
      -- What was never filled in, or emptied again, is not known.
      select jsonb_object_agg(filled.field, nullif(filled.answer, '')) as v
      from tenant_settings s, jsonb_each_text(s.value) as filled (field, answer)
      where s.tenant = t.tenant and s.section = :section
    ) s on true
    where t.tenant = :tenant
  )
  update invoices i
  set number = n.number, finalized_at = :now, updated_at = :now, version = i.version + 1,
    parties = jsonb_build_object('company', company.snapshot, 'client', jsonb_build_object(
      'name', c.display_name, 'legalName', c.legal_name, 'email', c.email, 'phone', c.phone,
      'addressLine1', c.address_line1, 'addressLine2', c.address_line2, 'city', c.city, 'region', c.region,
      'postalCode', c.postal_code, 'country', c.country))
  from company, clients c, jsonb_to_recordset(:numbers::jsonb) as n ("invoiceId" uuid, number text)
  where i.invoice_id = n."invoiceId" and i.finalized_at is null
    and c.tenant = i.tenant and c.client_id = i.client_id
  returning i.invoice_id as "invoiceId", i.version`

/** What finalizing makes clients owe. Nobody owes a credit note: its pool is another room's business. */
const owed = (drafts: readonly StoredInvoice[]) =>
  drafts
    .filter((draft) => draft.invoiceType !== 'credit_note')
    .map((draft) => ({
      kind: 'invoice_finalized' as const,
      invoiceId: draft.invoiceId,
      clientId: draft.clientId,
      currency: draft.currency,
      amountMinor: draft.totalMinor,
      receivableMinor: draft.totalMinor,
      occurredOn: draft.issueDate,
    }))

const notReady = (findings: readonly ReadinessFinding[]): Problem =>
  conflict('not-ready', 'Something has to be put right before this can be finalized.', { findings })
