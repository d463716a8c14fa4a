import { notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import { lockInvoices } from '../documents/rows.ts'
import type { ExternalSource } from '../receivables/trail.ts'
import { writeAllocations } from './allocations.ts'
import type { Allocation } from './external-payment.ts'
import { badAmounts, Owed, sumOf } from './plan-receipts.ts'
import { alreadyReversed, tooLittleLeft } from './refusals.ts'
import { lockPayments } from './store.ts'

export interface ReceiptUse {
  paymentId: string
  allocations: readonly Allocation[]
  external?: ExternalSource | undefined
}

/** Applies what was left of a receipt. It counts from today: until now the money had paid nothing. */
export async function applyReceipt(ctx: BooksContext, use: ReceiptUse): Promise<void> {
  const allocations = use.allocations.map((each) => ({
    allocationId: ctx.ids.uuid(),
    invoiceId: each.invoiceId.toLowerCase(),
    amountMinor: each.amountMinor,
  }))
  const amountMinor = sumOf(allocations)
  const bad = badAmounts({ amountMinor, allocations })
  if (bad) throw bad

  const documents = await lockInvoices(
    ctx.trx,
    allocations.map((each) => each.invoiceId),
  )
  const [payment] = await lockPayments(ctx.trx, [use.paymentId])
  if (!payment) throw notFound('payment')
  if (payment.reversedAt !== null) throw alreadyReversed(payment.paymentId)
  if (amountMinor > payment.unappliedMinor) throw tooLittleLeft(payment.unappliedMinor, payment.currency)
  const refusal = new Owed(documents).refusal({ ...payment, allocations })
  if (refusal) throw refusal

  await ctx.trx('payments').where({ payment_id: payment.paymentId }).decrement('unapplied_minor', amountMinor)
  const appliedOn = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  await writeAllocations(ctx, documents, [
    { ...payment, appliedOn, allocations, unappliedMinor: 0, external: use.external },
  ])
}
