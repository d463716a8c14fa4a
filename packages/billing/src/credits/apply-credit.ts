import { conflict, notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { computeBalanceDue } from '../documents/balance.ts'
import { lockInvoices, type StoredInvoice } from '../documents/rows.ts'
import { notPayable, overPayment } from '../payments/refusals.ts'
import { companyToday } from '../catalogue/today.ts'
import { appendToTrail } from '../receivables/trail.ts'
import { planCreditUse, type Draw, type PoolLeft } from './plan-credit-use.ts'
import { asTold, giveBack, type ReturnedCredit } from './return-credits.ts'

export interface CreditUse {
  invoiceId: string
  /** Without it the client's pools are used up, the oldest first. */
  creditId?: string | undefined
  /** Without it as much as is owed and available. */
  amountMinor?: number | undefined
}

export interface AppliedCredit {
  invoiceId: string
  balanceDueMinor: number
  allocations: { creditAllocationId: string; creditId: string; amountMinor: number }[]
}

/** Pays an invoice with credit. Its total never moves; what is owed on it does. */
export async function applyCreditToInvoice(ctx: BooksContext, use: CreditUse): Promise<AppliedCredit> {
  const [invoice] = await lockInvoices(ctx.trx, [use.invoiceId])
  if (!invoice) throw notFound('invoice')
  const owed = whatCreditMayPay(invoice)
  if (use.amountMinor !== undefined && use.amountMinor > owed) throw overPayment(invoice, owed)
  if (owed === 0) throw overPayment(invoice, owed)

  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const pools =
    use.creditId === undefined
      ? await lockPools(ctx, invoice, today)
      : [await lockPool(ctx, invoice, use.creditId, today)]
  const available = pools.reduce((sum, pool) => sum + pool.remainingMinor, 0)
  const wanted = use.amountMinor ?? Math.min(owed, available)
  if (available < wanted || available === 0) throw notEnoughCredit(available, invoice.currency)

  const drawn = planCreditUse(pools, wanted)
  const allocations = await writeDraws(ctx, invoice, drawn, today)
  return {
    invoiceId: invoice.invoiceId,
    balanceDueMinor: owed - wanted,
    allocations: allocations.map(({ allocationId, creditId, amountMinor }) => ({
      creditAllocationId: allocationId,
      creditId,
      amountMinor,
    })),
  }
}

/** Takes one application back: the pool has it again, and the invoice is owed again. */
export async function unapplyCredit(
  ctx: BooksContext,
  { allocationId, reason }: { allocationId: string; reason: string },
): Promise<ReturnedCredit> {
  const found = await ctx.trx('credit_allocations').where({ allocation_id: allocationId }).first('invoice_id')
  if (!found) throw notFound('application of credit')
  await lockInvoices(ctx.trx, [found.invoice_id])
  const [returned] = await giveBack(ctx, [allocationId], reason)
  if (!returned)
    throw conflict('credit-already-unapplied', 'This credit has been taken off the invoice already.')
  return returned
}

/** Paying a prepayment with credit would turn credit into credit, and a credit note is owed by nobody. */
function whatCreditMayPay(invoice: StoredInvoice): number {
  if (invoice.finalizedAt === null || invoice.voidedAt !== null || invoice.invoiceType !== 'standard') {
    throw notPayable(invoice)
  }
  return computeBalanceDue(invoice)
}

interface StoredPool extends PoolLeft {
  clientId: string
  currency: string
  expiresOn: string | null
  withdrawnAt: string | null
}

const POOL = {
  creditId: 'credit_id',
  clientId: 'client_id',
  currency: 'currency',
  issuedOn: 'issued_on',
  expiresOn: 'expires_on',
  withdrawnAt: 'withdrawn_at',
  remainingMinor: 'remaining_minor',
}

async function lockPools(
  { trx }: BooksContext,
  invoice: StoredInvoice,
  today: string,
): Promise<StoredPool[]> {
  return await trx('credits')
    .where({ client_id: invoice.clientId, currency: invoice.currency, withdrawn_at: null })
    .where('remaining_minor', '>', 0)
    .whereRaw('(expires_on is null or expires_on >= ?)', [today])
    .orderBy('credit_id')
    .forUpdate()
    .select(POOL)
}

async function lockPool(
  { trx }: BooksContext,
  invoice: StoredInvoice,
  creditId: string,
  today: string,
): Promise<StoredPool> {
  const pool: StoredPool | undefined = await trx('credits')
    .where({ credit_id: creditId })
    .forUpdate()
    .first(POOL)
  if (!pool) throw notFound('credit')
  if (pool.clientId !== invoice.clientId || pool.currency !== invoice.currency) {
    throw conflict('credit-of-another', 'This credit belongs to another client or is in another currency.')
  }
  if (pool.withdrawnAt !== null) throw conflict('credit-withdrawn', 'This credit is no longer in use.')
  if (pool.expiresOn !== null && pool.expiresOn < today) {
    throw conflict('credit-expired', `This credit could be used until ${pool.expiresOn}.`, {
      expiresOn: pool.expiresOn,
    })
  }
  return pool
}

async function writeDraws(
  ctx: BooksContext,
  invoice: StoredInvoice,
  draws: readonly Draw[],
  today: string,
): Promise<ReturnedCredit[]> {
  const { invoiceId, clientId, currency } = invoice
  const written = draws.map((draw) => ({
    ...draw,
    allocationId: ctx.ids.uuid(),
    invoiceId,
    clientId,
    currency,
  }))
  await ctx.trx('credit_allocations').insert(
    written.map((each) => ({
      tenant: ctx.tenant,
      allocation_id: each.allocationId,
      credit_id: each.creditId,
      invoice_id: invoiceId,
      amount_minor: each.amountMinor,
      applied_on: today,
      recorded_at: ctx.clock.now(),
    })),
  )
  await ctx.trx.raw(DRAW, [JSON.stringify(draws)])
  const sum = draws.reduce((total, draw) => total + draw.amountMinor, 0)
  await ctx
    .trx('invoices')
    .where({ invoice_id: invoiceId })
    .increment('credit_applied_minor', sum)
    .update({ updated_at: ctx.clock.now() })
  await appendToTrail(
    ctx,
    written.map((each) => ({
      ...each,
      kind: 'credit_applied',
      receivableMinor: -each.amountMinor,
      occurredOn: today,
    })),
  )
  await ctx.billing.lifecycle.announce(ctx.trx, ctx.tenant, 'creditApplied', written.map(asTold))
  return written
}

const notEnoughCredit = (availableMinor: number, currency: string) =>
  conflict('not-enough-credit', 'There is not enough credit for this.', { availableMinor, currency })

const DRAW = `
  update credits c set remaining_minor = c.remaining_minor - d."amountMinor"
  from jsonb_to_recordset(?::jsonb) as d ("creditId" uuid, "amountMinor" bigint)
  where c.credit_id = d."creditId"`
