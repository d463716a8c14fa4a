import { recordExternalPayments, type ExternalPayment } from '@tieout/billing'
import {
  applyCredit,
  createDraft,
  creditInvoice,
  finalizeInvoices,
  voidInvoice,
  type ClientView,
  type InvoiceDocument,
  type ServiceView,
} from '@tieout/billing/contract'
import { recordAudit, type AuditDraft, type SystemActor } from '@tieout/platform'
import type { InputOf, ResultOf, UseCase } from '@tieout/platform/contract'
import type { Host } from '../composition.ts'

const MONTHS = 6

interface Books {
  host: Host
  actor: SystemActor
  clients: ClientView[]
  services: ServiceView[]
  /** A currency that is not the company's own, for one client's purchase. */
  foreignCurrency: string
}

/**
 * Half a year of business: every client is billed at the beginning of each month and now and then in
 * between. What became of each document follows from its place, so both companies get the same ones.
 */
export async function seedDocuments(books: Books): Promise<void> {
  const months = firstDays(books.host.parts.clock.now())
  const monthly: InvoiceDocument[][] = []
  for (const [at, issueDate] of months.entries()) {
    monthly.push(await draftMonth(books, issueDate, at))
  }
  const extras = await draftExtras(books, months)
  await finalize(books, [...monthly.flat(), ...extras.slice(1)])
  await takePayments(books, monthly, extras)
  await creditSome(books, monthly)
  const mistake = monthly.at(-1)?.[5]
  if (mistake)
    await execute(books, voidInvoice, { invoiceId: mistake.invoiceId, reason: 'Billed twice by mistake' })
}

/** The first days of this month and the five before it, oldest first. */
function firstDays(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, at) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (MONTHS - 1 - at), 1))
    return month.toISOString().slice(0, 10)
  })
}

function execute<U extends UseCase>(
  { host, actor }: Books,
  useCase: U,
  input: InputOf<U>,
): Promise<ResultOf<U>> {
  return host.application.execute(useCase, actor, input)
}

async function draftMonth(books: Books, issueDate: string, month: number): Promise<InvoiceDocument[]> {
  const drafts: InvoiceDocument[] = []
  const end = `${issueDate.slice(0, 8)}28`
  // One after the other, so that ids are counted the same way in both companies.
  for (const [at, client] of books.clients.entries()) {
    const period = { serviceFrom: issueDate, serviceTo: end }
    const lines = [lineOf(books, 0, String(3 + at), period)]
    if (at % 3 === 0) lines.push(lineOf(books, 1, '1', period))
    if ((at + month) % 4 === 0) lines.push(lineOf(books, 2, '2.5', {}))
    drafts.push(await execute(books, createDraft, { clientId: client.clientId, issueDate, lines }))
  }
  return drafts
}

/** A draft that stays one, a purchase in another currency, a prepayment. */
async function draftExtras(books: Books, months: readonly string[]): Promise<InvoiceDocument[]> {
  const [first, second, third] = books.clients
  if (!first || !second || !third) throw new Error('the demo has too few clients')
  const lastMonth = months.at(-2)
  const today = months.at(-1)
  const hardware = [lineOf(books, 3, '1', {})]
  return [
    await execute(books, createDraft, { clientId: first.clientId, issueDate: today, lines: hardware }),
    await execute(books, createDraft, {
      clientId: second.clientId,
      issueDate: lastMonth,
      currency: books.foreignCurrency,
      reference: 'PO 7781',
      lines: hardware,
    }),
    await execute(books, createDraft, {
      clientId: third.clientId,
      invoiceType: 'prepayment',
      issueDate: lastMonth,
      lines: [{ description: 'Prepaid support', quantity: '10', unitPriceMinor: 12_000, taxable: false }],
    }),
  ]
}

function lineOf({ services }: Books, at: number, quantity: string, period: object) {
  const service = services[at]
  if (!service) throw new Error('the demo has too few services')
  const { serviceId, name, unitPriceMinor, taxable } = service
  return { serviceId, description: name, quantity, unitPriceMinor, taxable, ...period }
}

async function finalize(books: Books, drafts: readonly InvoiceDocument[]): Promise<void> {
  await execute(books, finalizeInvoices, { invoiceIds: drafts.map((draft) => draft.invoiceId) })
}

/**
 * The older months are paid, but for one client who pays half and one who does not pay at all; of
 * last month every other one; of this month nobody yet.
 */
async function takePayments(
  books: Books,
  monthly: InvoiceDocument[][],
  extras: InvoiceDocument[],
): Promise<void> {
  const older = monthly.slice(0, -2).flatMap((documents, month) =>
    documents.flatMap((document, at) => {
      if (at === 7 && month > 1) return []
      return receipt(document, at === 3 && month === 3 ? 2 : 1)
    }),
  )
  const recent = (monthly.at(-2) ?? [])
    .filter((_, at) => at % 2 === 0)
    .map((document) => receipt(document, 1))
  const prepaid = extras.slice(2).map((document) => receipt(document, 1))
  await record(books, [...older, ...recent, ...prepaid])
}

async function record({ host, actor }: Books, receipts: readonly ExternalPayment[]): Promise<void> {
  const { database, clock, ids } = host.parts
  const { tenant } = actor
  await database.withTenant(tenant, async (trx) => {
    const books = { tenant, trx, clock, ids, billing: host.billing }
    const outcomes = await recordExternalPayments(books, receipts)
    const recorded = outcomes.map((outcome, at): AuditDraft => {
      if (outcome.kind === 'refused') throw outcome.problem
      const after = { ...receipts[at] }
      return { action: 'payment.recorded', entityType: 'payment', entityId: outcome.receipt.paymentId, after }
    })
    await recordAudit(trx, { clock, ids }, tenant, actor, 'demo', recorded)
  })
}

function receipt(document: InvoiceDocument, part: number): ExternalPayment {
  const amountMinor = Math.floor(document.totalMinor / part)
  const { invoiceId, clientId, currency, issueDate } = document
  return {
    provider: 'manual',
    providerReference: `demo ${invoiceId}`,
    clientId,
    paidOn: `${issueDate.slice(0, 8)}21`,
    currency,
    amountMinor,
    method: 'bank_transfer',
    reference: null,
    allocations: [{ invoiceId, amountMinor }],
  }
}

/** Something given back on an old invoice, and used on the newest of the same client. */
async function creditSome(books: Books, monthly: InvoiceDocument[][]): Promise<void> {
  const [old, newest] = [monthly[0]?.[4], monthly.at(-1)?.[4]]
  if (!old || !newest) return
  const note = await execute(books, creditInvoice, {
    invoiceId: old.invoiceId,
    part: { by: 'amount', amountMinor: 7500 },
    notes: 'Two days without service',
  })
  await finalize(books, [note])
  await execute(books, applyCredit, { invoiceId: newest.invoiceId, amountMinor: 5000 })
}
