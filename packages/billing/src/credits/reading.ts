import { notFound, type TenantContext, type Transaction } from '@tieout/platform'
import { encodeCursor, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { readCursor } from '../catalogue/cursor.ts'
import { companyToday } from '../catalogue/today.ts'
import type { CreditState, CreditSummary, CreditView, listCredits } from '../contract/credits.ts'
import { documentDate } from '../contract/invoices.ts'

interface PoolStanding {
  remainingMinor: number
  expiresOn: string | null
  withdrawnAt: string | null
}

/** A spent pool stays spent when its last day has passed. */
export function creditStateOf(pool: PoolStanding, today: string): CreditState {
  if (pool.withdrawnAt !== null) return 'withdrawn'
  if (pool.remainingMinor === 0) return 'spent'
  return pool.expiresOn !== null && pool.expiresOn < today ? 'expired' : 'available'
}

/** The same as a condition on `credits as c`. */
const STATE = `case when c.withdrawn_at is not null then 'withdrawn' when c.remaining_minor = 0 then 'spent'
  when c.expires_on < ?::date then 'expired' else 'available' end`

const POOL = {
  creditId: 'c.credit_id',
  clientId: 'c.client_id',
  clientName: 'k.display_name',
  sourceInvoiceId: 'c.source_invoice_id',
  sourceNumber: 'i.number',
  sourceType: 'i.invoice_type',
  currency: 'c.currency',
  amountMinor: 'c.amount_minor',
  remainingMinor: 'c.remaining_minor',
  issuedOn: 'c.issued_on',
  expiresOn: 'c.expires_on',
  withdrawnAt: 'c.withdrawn_at',
}

type StoredPool = Omit<CreditSummary, 'state'> & PoolStanding

const pools = (trx: Transaction) =>
  trx('credits as c')
    .join('clients as k', (on) => on.on('k.tenant', 'c.tenant').on('k.client_id', 'c.client_id'))
    .join('invoices as i', (on) => on.on('i.tenant', 'c.tenant').on('i.invoice_id', 'c.source_invoice_id'))

const place = z.tuple([documentDate, uuid])

export async function listPage(
  { trx, tenant, clock }: TenantContext,
  input: ParsedInputOf<typeof listCredits>,
): Promise<OutputOf<typeof listCredits>> {
  const today = await companyToday(trx, tenant, clock)
  const query = pools(trx)
    .select(POOL)
    .orderBy('c.issued_on', 'desc')
    .orderBy('c.credit_id', 'desc')
    .limit(input.limit + 1)
  if (input.clientId) query.where({ 'c.client_id': input.clientId })
  if (input.state !== 'all') query.whereRaw(`${STATE} = ?`, [today, input.state])
  if (input.cursor !== undefined) {
    query.whereRaw('(c.issued_on, c.credit_id) < (?::date, ?::uuid)', readCursor(input.cursor, place))
  }
  const found: StoredPool[] = await query
  const items = found.slice(0, input.limit).map((pool) => ({ ...pool, state: creditStateOf(pool, today) }))
  const last = items.at(-1)
  const more = last && found.length > items.length
  return { items, nextCursor: more ? encodeCursor([last.issuedOn, last.creditId]) : null }
}

export async function readCredit(
  { trx, tenant, clock }: Pick<TenantContext, 'trx' | 'tenant' | 'clock'>,
  creditId: string,
): Promise<CreditView> {
  const found: StoredPool | undefined = await pools(trx).where({ 'c.credit_id': creditId }).first(POOL)
  if (!found) throw notFound('credit')
  const allocations: CreditView['allocations'] = await trx('credit_allocations as a')
    .join('invoices as i', (on) => on.on('i.tenant', 'a.tenant').on('i.invoice_id', 'a.invoice_id'))
    .join('invoice_balances as b', (on) => on.on('b.tenant', 'a.tenant').on('b.invoice_id', 'a.invoice_id'))
    .where({ 'a.credit_id': creditId })
    .orderBy(['a.recorded_at', 'i.number', 'a.allocation_id'])
    .select({
      creditAllocationId: 'a.allocation_id',
      invoiceId: 'a.invoice_id',
      invoiceNumber: 'i.number',
      amountMinor: 'a.amount_minor',
      appliedOn: 'a.applied_on',
      unappliedAt: 'a.unapplied_at',
      unapplyReason: 'a.unapply_reason',
      invoiceBalanceMinor: 'b.balance_due_minor',
    })
  return { ...found, state: creditStateOf(found, await companyToday(trx, tenant, clock)), allocations }
}

export interface CreditUsed {
  invoiceId: string
  invoiceNumber: string
  amountMinor: number
  appliedOn: string
}

/** What these pools pay today, by pool, in one statement. */
export async function standingUses(
  trx: Transaction,
  creditIds: readonly string[],
): Promise<Map<string, CreditUsed[]>> {
  if (creditIds.length === 0) return new Map()
  const rows: (CreditUsed & { creditId: string })[] = await trx('credit_allocations as a')
    .join('invoices as i', (on) => on.on('i.tenant', 'a.tenant').on('i.invoice_id', 'a.invoice_id'))
    .whereRaw('a.credit_id = any (?::uuid[])', [[...creditIds]])
    .whereNull('a.unapplied_at')
    .orderBy(['a.applied_on', 'i.number', 'a.allocation_id'])
    .select({
      creditId: 'a.credit_id',
      invoiceId: 'a.invoice_id',
      invoiceNumber: 'i.number',
      amountMinor: 'a.amount_minor',
      appliedOn: 'a.applied_on',
    })
  return Map.groupBy(rows, (row) => row.creditId)
}
