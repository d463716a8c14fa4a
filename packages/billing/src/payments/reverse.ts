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
  /** As if it had never been: from the day of the payment on, not from today. */
  asOfItsDay?: boolean
}

/** Takes a whole receipt back: the cheque bounced, the money never came. What it paid is owed again. */
export async function reversePayment(ctx: BooksContext, asked: PaymentReversal): Promise<void> {
  const [payment] = await reversePayments(ctx, [asked])
  if (!payment) throw notFound('payment')
  if (payment.reversedAt !== null) throw alreadyReversed(payment.paymentId)
}

/**
 * The same for many, in a number of statements that does not depend on how many. Answers them as they were
 * before; one that was taken back already is left as it is.
 */
export async function reversePayments(
  ctx: BooksContext,
  asked: readonly PaymentReversal[],
): Promise<StoredPayment[]> {
  if (asked.length === 0) return []
  const wanted = new Map(asked.map((each) => [each.paymentId.toLowerCase(), each]))
  const before = await liveAllocations(ctx.trx, [...wanted.keys()])
  const documents = await lockInvoices(
    ctx.trx,
    before.map((each) => each.invoiceId),
  )
  const payments = await lockPayments(ctx.trx, [...wanted.keys()])
  const standing = payments.filter((each) => each.reversedAt === null)
  const live = await liveAllocations(
    ctx.trx,
    standing.map((each) => each.paymentId),
  )
  // Applied to a document we do not hold, between our reading and our locks: locking that one now would
  // turn the order of locks around.
  const held = new Set(documents.map((each) => each.invoiceId))
  if (live.some((each) => !held.has(each.invoiceId))) throw movedMeanwhile()

  const reasonOf = (paymentId: string) => wanted.get(paymentId)?.reason ?? ''
  const taken = await takeBack(
    ctx,
    live.map(({ allocationId, paymentId }) => ({ allocationId, reason: reasonOf(paymentId) })),
  )
  await markReversed(ctx, standing, reasonOf)
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  await tellTakenBack(
    ctx,
    documents,
    standing.map((payment) => ({
      payment,
      allocations: taken.filter((each) => each.paymentId === payment.paymentId),
      whole: true,
      reason: reasonOf(payment.paymentId),
      external: wanted.get(payment.paymentId)?.external,
      occurredOn: wanted.get(payment.paymentId)?.asOfItsDay ? payment.paidOn : today,
    })),
  )
  return payments
}

async function markReversed(
  { trx, clock }: BooksContext,
  payments: readonly StoredPayment[],
  reasonOf: (paymentId: string) => string,
): Promise<void> {
  if (payments.length === 0) return
  const reasons = payments.map(({ paymentId }) => ({ paymentId, reason: reasonOf(paymentId) }))
  await trx.raw(MARK_REVERSED, { now: clock.now(), reasons: JSON.stringify(reasons) })
}

const MARK_REVERSED = `
  update payments p set unapplied_minor = 0, reversed_at = :now::timestamptz, reversal_reason = r.reason
  from jsonb_to_recordset(:reasons::jsonb) as r ("paymentId" uuid, reason text)
  where p.payment_id = r."paymentId"`

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
  const { reason, external } = asked
  const taken = await takeBack(
    ctx,
    wanted.map((allocationId) => ({ allocationId, reason })),
  )
  if (taken.length < wanted.length) throw allocationTakenBack()
  await ctx.trx.raw(GIVE_BACK, [JSON.stringify(taken)])
  const occurredOn = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  await tellTakenBack(
    ctx,
    documents,
    payments.map((payment) => ({
      payment,
      allocations: taken.filter((each) => each.paymentId === payment.paymentId),
      whole: false,
      reason,
      external,
      occurredOn,
    })),
  )
}

/** What was taken back of one receipt. */
export interface TakenBack {
  payment: StoredPayment
  allocations: readonly LiveAllocation[]
  whole: boolean
  reason: string
  external?: ExternalSource | undefined
  occurredOn: string
}

/** The trail, the credit that prepayments gave, and whoever listens. */
export async function tellTakenBack(
  ctx: BooksContext,
  documents: readonly StoredInvoice[],
  done: readonly TakenBack[],
): Promise<void> {
  if (done.length === 0) return
  const owedAgain = new Set(done.flatMap((each) => each.allocations.map((one) => one.invoiceId)))
  const prepayments = documents
    .filter((each) => each.invoiceType === 'prepayment' && owedAgain.has(each.invoiceId))
    .map((each) => each.invoiceId)
  await withdrawCredit(ctx, prepayments, done[0]?.reason ?? '')
  await appendToTrail(ctx, done.flatMap(trailOf))
  await ctx.billing.lifecycle.announce(
    ctx.trx,
    ctx.tenant,
    'paymentReversed',
    done.map(({ payment, allocations, whole, external }) => ({
      paymentId: payment.paymentId,
      provider: payment.provider,
      allocations: allocations.map(({ allocationId, invoiceId, amountMinor }) => ({
        allocationId,
        invoiceId,
        amountMinor,
      })),
      whole,
      source: external ?? null,
    })),
  )
}

function trailOf({ payment, allocations, whole, reason, external, occurredOn }: TakenBack): TrailEntry[] {
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

export const allocationTakenBack = () =>
  conflict('allocation-already-reversed', 'This payment has been taken off the document already.')

const movedMeanwhile = () =>
  conflict('try-again', 'Somebody applied this payment at the same moment. Try again.')

const GIVE_BACK = `
  update payments p set unapplied_minor = p.unapplied_minor + t.amount
  from (
    select "paymentId" as payment_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as t ("paymentId" uuid, "amountMinor" bigint) group by 1
  ) t
  where p.payment_id = t.payment_id`
