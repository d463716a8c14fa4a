import { conflict, notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { computeBalanceDue } from '../documents/balance.ts'
import { lockInvoices, type StoredInvoice } from '../documents/rows.ts'
import { notPayable, overPayment } from '../payments/refusals.ts'
import type { ExternalSource } from '../receivables/trail.ts'
import { giveBack, type CreditReversal, type ReturnedCredit } from './return-credits.ts'
import { writeDraws, type CreditDraw } from './write-draws.ts'

/** Credit that another system says pays an invoice, since a day of its own. */
export interface ExternalCredit {
  creditNoteId: string
  invoiceId: string
  amountMinor: number
  appliedOn: string
  external: ExternalSource
}

export type CreditOutcome =
  { kind: 'applied'; allocationId: string } | { kind: 'refused'; problem: { message: string } }

/**
 * Pays invoices with the credit of credit notes, in the order asked; one that is refused leaves the others to be
 * applied. Invoices are held first, then pools, each by their ids. An end of validity binds people here alone.
 */
export async function applyExternalCredits(
  ctx: BooksContext,
  asked: readonly ExternalCredit[],
): Promise<CreditOutcome[]> {
  if (asked.length === 0) return []
  const invoices = await lockInvoices(
    ctx.trx,
    asked.map((each) => each.invoiceId),
  )
  const { rows }: { rows: HeldPool[] } = await ctx.trx.raw(HOLD_POOLS, [
    asked.map((each) => each.creditNoteId),
  ])
  const owed = new Map(invoices.map((each) => [each.invoiceId, { ...each, left: computeBalanceDue(each) }]))
  const pools = new Map(rows.map((each) => [each.creditNoteId, { ...each }]))
  const judged = asked.map((each) => judge(each, owed.get(each.invoiceId), pools.get(each.creditNoteId)))
  const written = await writeDraws(
    ctx,
    judged.flatMap((each) => ('draw' in each ? [each.draw] : [])),
  )
  let next = 0
  return judged.map((each): CreditOutcome => {
    if ('problem' in each) return { kind: 'refused', problem: each.problem }
    const allocation = written[next]
    next += 1
    return { kind: 'applied', allocationId: allocation?.allocationId ?? '' }
  })
}

/** Takes applications off, each at most once; answers those that this call took off. */
export async function takeOffCredits(
  ctx: BooksContext,
  reversals: readonly CreditReversal[],
): Promise<ReturnedCredit[]> {
  if (reversals.length === 0) return []
  const invoiceIds: string[] = await ctx
    .trx('credit_allocations')
    .whereRaw('allocation_id = any (?::uuid[])', [reversals.map((each) => each.allocationId)])
    .orderBy('invoice_id')
    .pluck('invoice_id')
  await lockInvoices(ctx.trx, invoiceIds)
  return await giveBack(ctx, reversals)
}

interface HeldPool {
  creditId: string
  creditNoteId: string
  clientId: string
  currency: string
  remainingMinor: number
  withdrawnAt: string | null
}

type Owing = StoredInvoice & { left: number }

/** What is given to one is not there for the next. */
function judge(
  { amountMinor, appliedOn, invoiceId, external }: ExternalCredit,
  invoice: Owing | undefined,
  pool: HeldPool | undefined,
): { draw: CreditDraw } | { problem: { message: string } } {
  if (invoice === undefined) return { problem: notFound('invoice') }
  if (pool === undefined) return { problem: notFound('credit') }
  if (invoice.finalizedAt === null || invoice.voidedAt !== null || invoice.invoiceType !== 'standard')
    return { problem: notPayable(invoice) }
  if (pool.clientId !== invoice.clientId || pool.currency !== invoice.currency)
    return { problem: creditOfAnother() }
  if (pool.withdrawnAt !== null) return { problem: creditWithdrawn() }
  if (amountMinor > invoice.left) return { problem: overPayment(invoice, invoice.left) }
  if (amountMinor > pool.remainingMinor)
    return { problem: notEnoughCredit(pool.remainingMinor, pool.currency) }
  invoice.left -= amountMinor
  pool.remainingMinor -= amountMinor
  const { creditId, clientId, currency } = pool
  return { draw: { creditId, invoiceId, clientId, currency, amountMinor, appliedOn, external } }
}

export const creditOfAnother = () =>
  conflict('credit-of-another', 'This credit belongs to another client or is in another currency.')

export const creditWithdrawn = () => conflict('credit-withdrawn', 'This credit is no longer in use.')

export const notEnoughCredit = (availableMinor: number, currency: string) =>
  conflict('not-enough-credit', 'There is not enough credit for this.', { availableMinor, currency })

const HOLD_POOLS = `
  select c.credit_id as "creditId", c.source_invoice_id as "creditNoteId", c.client_id as "clientId", c.currency,
    c.remaining_minor as "remainingMinor", c.withdrawn_at as "withdrawnAt"
  from credits c where c.source_invoice_id = any (?::uuid[])
  order by c.credit_id for update`
