import { implement, notFound, type Implementation, type TenantContext } from '@tieout/platform'
import type { ParsedInputOf } from '@tieout/platform/contract'
import type { Billing } from '../billing.ts'
import {
  applyPayment,
  getPayment,
  listPayments,
  recordPayment,
  reverseAllocation,
  reversePayment,
  suggestPayment,
  type PaymentView,
} from '../contract/payments.ts'
import { applyReceipt } from './apply.ts'
import { listPage, readPayment, suggest } from './reading.ts'
import { recordExternalPayment } from './record.ts'
import { reverseAllocations, reversePayment as takeBackPayment } from './reverse.ts'

export function paymentUseCases(billing: Billing): Implementation[] {
  return [
    implement(listPayments, listPage),
    implement(getPayment, ({ trx }, { paymentId }) => readPayment(trx, paymentId)),
    implement(suggestPayment, suggest),
    implement(recordPayment, (ctx, input) => recordByHand(ctx, billing, input)),
    implement(applyPayment, async (ctx, { paymentId, allocations }) => {
      await applyReceipt({ ...ctx, billing }, { paymentId, allocations })
      return await audited(ctx, paymentId, 'payment.applied', { after: { allocations } })
    }),
    implement(reverseAllocation, async (ctx, { allocationId, reason }) => {
      const found = await ctx
        .trx('invoice_payments')
        .where({ allocation_id: allocationId })
        .first('payment_id')
      if (!found) throw notFound('allocation')
      await reverseAllocations({ ...ctx, billing }, { allocationIds: [allocationId], reason })
      return await audited(ctx, found.payment_id, 'payment.allocation_reversed', {
        reason,
        after: { allocationId },
      })
    }),
    implement(reversePayment, async (ctx, { paymentId, reason }) => {
      await takeBackPayment({ ...ctx, billing }, { paymentId, reason })
      return await audited(ctx, paymentId, 'payment.reversed', { reason })
    }),
  ]
}

/** The form's own key is the reference, so that the same form sent twice is one payment. */
async function recordByHand(
  ctx: TenantContext,
  billing: Billing,
  { idempotencyKey, ...input }: ParsedInputOf<typeof recordPayment>,
): Promise<PaymentView> {
  const receipt = await recordExternalPayment(
    { ...ctx, billing },
    {
      ...input,
      provider: 'manual',
      providerReference: idempotencyKey.toLowerCase(),
      reference: input.reference || null,
      note: input.note || null,
    },
  )
  if (!receipt.isNew) return await audited(ctx, receipt.paymentId, 'payment.sent_again', {})
  const { clientId, paidOn, currency, amountMinor, method, allocations } = input
  return await audited(ctx, receipt.paymentId, 'payment.recorded', {
    after: { clientId, paidOn, currency, amountMinor, method, allocations },
  })
}

async function audited(
  ctx: TenantContext,
  paymentId: string,
  action: string,
  told: { after?: Record<string, unknown>; reason?: string },
): Promise<PaymentView> {
  await ctx.audit({ action, entityType: 'payment', entityId: paymentId, ...told })
  return await readPayment(ctx.trx, paymentId)
}
