import {
  implementForUser,
  notFound,
  type Implementation,
  type TenantContext,
  type Transaction,
  type UserActor,
} from '@tieout/platform'
import { encodeCursor, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { readCursor } from '../catalogue/cursor.ts'
import { companyToday } from '../catalogue/today.ts'
import { documentDate } from '../contract/invoices.ts'
import {
  getPortalInvoice,
  listPortalCredits,
  listPortalInvoices,
  portalBalance,
} from '../contract/receivables.ts'
import { listPage as listCreditPage, standingUses } from '../credits/reading.ts'
import { computeBalanceDue, statusOf } from '../documents/balance.ts'
import { COLUMNS, readDocument, type StoredInvoice } from '../documents/rows.ts'
import { whereStatus } from '../documents/status-sql.ts'
import { readBalance } from './balance.ts'

type PortalContext = TenantContext<UserActor>

/** What a client's own people see. Whose they are comes from the session, never from the request. */
export function portalUseCases(): Implementation[] {
  return [
    implementForUser(portalBalance, (ctx) => readBalance(ctx, { clientId: ownClient(ctx) })),
    implementForUser(listPortalInvoices, listPage),
    implementForUser(getPortalInvoice, getInvoice),
    implementForUser(listPortalCredits, listCredits),
  ]
}

function ownClient({ actor }: TenantContext): string {
  if (actor.kind !== 'user' || actor.clientId === null) throw notFound('client')
  return actor.clientId
}

const place = z.tuple([documentDate, uuid])

export async function listPage(
  ctx: TenantContext,
  { status, cursor, limit }: ParsedInputOf<typeof listPortalInvoices>,
): Promise<OutputOf<typeof listPortalInvoices>> {
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const query = ctx
    .trx('invoices as i')
    .where({ 'i.client_id': ownClient(ctx) })
    .whereNotNull('i.finalized_at')
    .orderBy('i.issue_date', 'desc')
    .orderBy('i.invoice_id', 'desc')
    .limit(limit + 1)
    .select(COLUMNS)
  whereStatus(query, status, today)
  if (cursor !== undefined) {
    query.whereRaw('(i.issue_date, i.invoice_id) < (?::date, ?::uuid)', readCursor(cursor, place))
  }
  const found: StoredInvoice[] = await query
  const items = found.slice(0, limit).map((invoice) => ({
    ...invoice,
    status: statusOf(invoice, today),
    balanceDueMinor: computeBalanceDue(invoice),
  }))
  const last = items.at(-1)
  const more = last && found.length > items.length
  return { items, nextCursor: more ? encodeCursor([last.issueDate, last.invoiceId]) : null }
}

async function listCredits(
  ctx: PortalContext,
  input: ParsedInputOf<typeof listPortalCredits>,
): Promise<OutputOf<typeof listPortalCredits>> {
  const page = await listCreditPage(ctx, { ...input, clientId: ownClient(ctx), state: 'all' })
  const used = await standingUses(
    ctx.trx,
    page.items.map((each) => each.creditId),
  )
  return {
    ...page,
    items: page.items.map((each) => ({ ...each, used: used.get(each.creditId) ?? [] })),
  }
}

async function getInvoice(
  ctx: PortalContext,
  { invoiceId }: ParsedInputOf<typeof getPortalInvoice>,
): Promise<OutputOf<typeof getPortalInvoice>> {
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const document = await readDocument(ctx.trx, invoiceId, today)
  if (!document || document.clientId !== ownClient(ctx) || document.finalizedAt === null)
    throw notFound('document')
  const payments: { appliedOn: string; method: string; amountMinor: number }[] = await ctx
    .trx('invoice_payments as a')
    .join('payments as p', (on) => on.on('p.tenant', 'a.tenant').on('p.payment_id', 'a.payment_id'))
    .where({ 'a.invoice_id': invoiceId, 'a.reversed_at': null })
    .orderBy(['a.applied_on', 'a.allocation_id'])
    .select({ appliedOn: 'a.applied_on', method: 'p.method', amountMinor: 'a.amount_minor' })
  return { ...document, payments, credits: await creditsOn(ctx.trx, invoiceId) }
}

const creditsOn = async (
  trx: Transaction,
  invoiceId: string,
): Promise<OutputOf<typeof getPortalInvoice>['credits']> =>
  await trx('credit_allocations as a')
    .join('credits as c', (on) => on.on('c.tenant', 'a.tenant').on('c.credit_id', 'a.credit_id'))
    .join('invoices as s', (on) => on.on('s.tenant', 'c.tenant').on('s.invoice_id', 'c.source_invoice_id'))
    .where({ 'a.invoice_id': invoiceId, 'a.unapplied_at': null })
    .orderBy(['a.applied_on', 'a.allocation_id'])
    .select({
      appliedOn: 'a.applied_on',
      sourceInvoiceId: 'c.source_invoice_id',
      sourceNumber: 's.number',
      amountMinor: 'a.amount_minor',
    })
