import { conflict, notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { computeBalanceDue } from '../documents/balance.ts'
import { lockInvoices, type StoredInvoice } from '../documents/rows.ts'
import { notPayable, overPayment } from '../payments/refusals.ts'
import { companyToday } from '../catalogue/today.ts'
import { creditOfAnother, creditWithdrawn, notEnoughCredit } from './apply-many.ts'
import { planCreditUse, type PoolLeft } from './plan-credit-use.ts'
import { giveBack, type ReturnedCredit } from './return-credits.ts'
import { writeDraws } from './write-draws.ts'

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

  const { invoiceId, clientId, currency } = invoice
  const draws = planCreditUse(pools, wanted)
  const allocations = await writeDraws(
    ctx,
    draws.map((each) => ({ ...each, invoiceId, clientId, currency, appliedOn: today })),
  )
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
  const [returned] = await giveBack(ctx, [{ allocationId, reason }])
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
    throw creditOfAnother()
  }
  if (pool.withdrawnAt !== null) throw creditWithdrawn()
  if (pool.expiresOn !== null && pool.expiresOn < today) {
    throw conflict('credit-expired', `This credit could be used until ${pool.expiresOn}.`, {
      expiresOn: pool.expiresOn,
    })
  }
  return pool
}
