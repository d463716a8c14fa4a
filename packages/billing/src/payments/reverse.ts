import { conflict, notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import { withdrawCredit } from '../credits/issue-credit.ts'
import { lockInvoices, type StoredInvoice } from '../documents/rows.ts'
import { appendToTrail, type ExternalSource, type TrailEntry } from '../receivables/trail.ts'
import { alreadyReversed } from './refusals.ts'
import { liveAllocations, lockPayments, takeBack, type LiveAllocation, type StoredPayment } from './store.ts'

export interface PaymentReversal {
  paymentId: string
  reason: string
  external?: ExternalSource | undefined
}

/** Takes a whole receipt back: the cheque bounced, the money never came. What it paid is owed again. */
export async function reversePayment(ctx: BooksContext, asked: PaymentReversal): Promise<void> {
  const before = await liveAllocations(ctx.trx, [asked.paymentId])
  const documents = await lockInvoices(
    ctx.trx,
    before.map((each) => each.invoiceId),
  )
  const [payment] = await lockPayments(ctx.trx, [asked.paymentId])
  if (!payment) throw notFound('payment')
  if (payment.reversedAt !== null) throw alreadyReversed(payment.paymentId)
  const live = await liveAllocations(ctx.trx, [payment.paymentId])
  // Applied to a document we do not hold, between our reading and our locks: locking that one now would
  // turn the order of locks around.
  const held = new Set(documents.map((each) => each.invoiceId))
  if (live.some((each) => !held.has(each.invoiceId))) throw movedMeanwhile()

  const taken = await takeBack(
    ctx,
    live.map((each) => each.allocationId),
    asked.reason,
  )
  await ctx.trx('payments').where({ payment_id: payment.paymentId }).update({
    unapplied_minor: 0,
    reversed_at: ctx.clock.now(),
    reversal_reason: asked.reason,
  })
  await settle(ctx, { documents, payments: [payment], taken, whole: true, ...asked })
}

export interface AllocationReversal {
  allocationIds: readonly string[]
  reason: string
  external?: ExternalSource | undefined
}

/** Takes single allocations back: what they paid is owed again, and the money stays on its receipt. */
export async function reverseAllocations(ctx: BooksContext, asked: AllocationReversal): Promise<void> {
  const wanted = [...new Set(asked.allocationIds.map((id) => id.toLowerCase()))]
  const found: { payment_id: string; invoice_id: string }[] = await ctx
    .trx('invoice_payments')
    .whereRaw('allocation_id = any (?::uuid[])', [wanted])
    .orderBy('allocation_id')
    .select('payment_id', 'invoice_id')
  if (found.length < wanted.length) throw notFound('allocation')
  const documents = await lockInvoices(
    ctx.trx,
    found.map((each) => each.invoice_id),
  )
  const payments = await lockPayments(
    ctx.trx,
    found.map((each) => each.payment_id),
  )
  const taken = await takeBack(ctx, wanted, asked.reason)
  if (taken.length < wanted.length) {
    throw conflict('allocation-already-reversed', 'This payment has been taken off the document already.')
  }
  await ctx.trx.raw(GIVE_BACK, [JSON.stringify(taken)])
  await settle(ctx, { documents, payments, taken, whole: false, ...asked })
}

interface TakenBack {
  documents: readonly StoredInvoice[]
  payments: readonly StoredPayment[]
  taken: readonly LiveAllocation[]
  whole: boolean
  reason: string
  external?: ExternalSource | undefined
}

async function settle(ctx: BooksContext, done: TakenBack): Promise<void> {
  const { documents, payments, taken, whole, reason } = done
  const prepayments = documents
    .filter((each) => each.invoiceType === 'prepayment')
    .map((each) => each.invoiceId)
  await withdrawCredit(ctx, prepayments, reason)
  const occurredOn = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const perPayment = payments.map((payment) => ({
    payment,
    allocations: taken.filter((each) => each.paymentId === payment.paymentId),
  }))
  await appendToTrail(
    ctx,
    perPayment.flatMap(({ payment, allocations }) => trailOf(done, occurredOn, payment, allocations)),
  )
  await ctx.billing.lifecycle.announce(
    ctx.trx,
    ctx.tenant,
    'paymentReversed',
    perPayment.map(({ payment, allocations }) => ({
      paymentId: payment.paymentId,
      provider: payment.provider,
      allocations: allocations.map(({ allocationId, invoiceId, amountMinor }) => ({
        allocationId,
        invoiceId,
        amountMinor,
      })),
      whole,
    })),
  )
}

function trailOf(
  { whole, reason, external }: TakenBack,
  occurredOn: string,
  payment: StoredPayment,
  allocations: readonly LiveAllocation[],
): TrailEntry[] {
  const { paymentId, clientId, currency } = payment
  const common = {
    kind: 'payment_reversal' as const,
    paymentId,
    clientId,
    currency,
    occurredOn,
    reason,
    ...(external && { external }),
  }
  const owedAgain = allocations.map((each): TrailEntry => ({
    ...common,
    ...each,
    receivableMinor: each.amountMinor,
  }))
  if (!whole || payment.unappliedMinor === 0) return owedAgain
  return [...owedAgain, { ...common, amountMinor: payment.unappliedMinor, receivableMinor: 0 }]
}

const movedMeanwhile = () =>
  conflict('try-again', 'Somebody applied this payment at the same moment. Try again.')

const GIVE_BACK = `
  update payments p set unapplied_minor = p.unapplied_minor + t.amount
  from (
    select "paymentId" as payment_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as t ("paymentId" uuid, "amountMinor" bigint) group by 1
  ) t
  where p.payment_id = t.payment_id`
