import { notFound } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { lockInvoices, type StoredInvoice } from '../documents/rows.ts'
import { appendToTrail, type ExternalSource, type TrailEntry } from '../receivables/trail.ts'
import { writeAllocations, type PaidWith } from './allocations.ts'
import type { Allocation } from './external-payment.ts'
import { badAmounts, Owed, sumOf } from './plan-receipts.ts'
import { alreadyReversed, tooMuchAllocated } from './refusals.ts'
import { allocationTakenBack, tellTakenBack } from './reverse.ts'
import { liveAllocations, lockPayments, takeBack, type LiveAllocation, type StoredPayment } from './store.ts'

/** What a receipt says from now on, because its provider says so. */
export interface ReceiptRestatement {
  paymentId: string
  paidOn: string
  reference: string | null
  amountMinor: number
  /** Allocations that are taken back, and what is applied in their place; all others stay as they are. */
  takeBack: readonly string[]
  apply: readonly Allocation[]
  reason: string
  external?: ExternalSource | undefined
}

/**
 * Makes many receipts say something else, in a number of statements that does not depend on how many. All
 * that is taken back is free before anything is applied, so money can move from one document to another in
 * whatever order. The trail tells it on the payments' own days.
 */
export async function restateReceipts(
  ctx: BooksContext,
  asked: readonly ReceiptRestatement[],
): Promise<void> {
  if (asked.length === 0) return
  const ids = asked.map((each) => each.paymentId)
  const before = await liveAllocations(ctx.trx, ids)
  const documents = await lockInvoices(ctx.trx, [
    ...before.map((each) => each.invoiceId),
    ...asked.flatMap((each) => each.apply.map((one) => one.invoiceId)),
  ])
  const payments = new Map((await lockPayments(ctx.trx, ids)).map((each) => [each.paymentId, each]))
  const restated = asked.map((to) => ({ to, payment: standing(payments.get(to.paymentId)) }))
  const taken = await takeAll(ctx, documents, restated)
  const owing = documents.map((each) => ({ ...each, paidMinor: each.paidMinor - paidBy(taken, each) }))
  const receipts = restated.map((each) => receiptOf(ctx, each, taken))
  refuseWhatDoesNotFit(owing, receipts)
  await ctx.trx.raw(RESTATE, {
    receipts: JSON.stringify(
      receipts.map(({ paymentId, paidOn, reference, amountMinor, leftMinor }) => ({
        paymentId,
        paidOn,
        reference,
        amountMinor,
        leftMinor,
      })),
    ),
  })
  await redate(ctx, before, taken, restated)
  await writeAllocations(
    ctx,
    owing,
    receipts.filter((each) => each.allocations.length > 0),
  )
}

interface Restated {
  to: ReceiptRestatement
  payment: StoredPayment
}

function standing(payment: StoredPayment | undefined): StoredPayment {
  if (!payment) throw notFound('payment')
  if (payment.reversedAt !== null) throw alreadyReversed(payment.paymentId)
  return payment
}

async function takeAll(
  ctx: BooksContext,
  documents: readonly StoredInvoice[],
  restated: readonly Restated[],
): Promise<LiveAllocation[]> {
  const asked = restated.flatMap(({ to }) =>
    to.takeBack.map((allocationId) => ({ allocationId, reason: to.reason })),
  )
  const taken = await takeBack(ctx, asked)
  if (taken.length < asked.length) throw allocationTakenBack()
  const done = restated.map(({ to, payment }) => ({
    payment,
    allocations: taken.filter((each) => each.paymentId === payment.paymentId),
    whole: false,
    reason: to.reason,
    external: to.external,
    occurredOn: payment.paidOn,
  }))
  await tellTakenBack(
    ctx,
    documents,
    done.filter((each) => each.allocations.length > 0),
  )
  return taken
}

const paidBy = (allocations: readonly LiveAllocation[], { invoiceId }: StoredInvoice) =>
  sumOf(allocations.filter((each) => each.invoiceId === invoiceId))

interface RestatedReceipt extends PaidWith {
  paidOn: string
  reference: string | null
  amountMinor: number
  /** What no document takes any more. */
  leftMinor: number
}

function receiptOf(
  { ids }: BooksContext,
  { to, payment }: Restated,
  taken: readonly LiveAllocation[],
): RestatedReceipt {
  const { paymentId, provider, clientId, currency } = payment
  const back = sumOf(taken.filter((each) => each.paymentId === paymentId))
  const applied = payment.amountMinor - payment.unappliedMinor - back
  return {
    paymentId,
    provider,
    clientId,
    currency,
    paidOn: to.paidOn,
    reference: to.reference,
    amountMinor: to.amountMinor,
    appliedOn: to.paidOn,
    unappliedMinor: 0,
    leftMinor: to.amountMinor - applied - sumOf(to.apply),
    allocations: to.apply.map((each) => ({ ...each, allocationId: ids.uuid() })),
    external: to.external,
  }
}

function refuseWhatDoesNotFit(owing: readonly StoredInvoice[], receipts: readonly RestatedReceipt[]): void {
  const owed = new Owed(owing)
  for (const each of receipts) {
    if (each.leftMinor < 0) throw tooMuchAllocated()
    const refusal = badAmounts(each) ?? owed.refusal(each)
    if (refusal) throw refusal
    owed.take(each.allocations)
  }
}

/** Allocations that stay were applied on the old day: the trail takes them off that day and onto the new one. */
async function redate(
  ctx: BooksContext,
  before: readonly LiveAllocation[],
  taken: readonly LiveAllocation[],
  restated: readonly Restated[],
): Promise<void> {
  const gone = new Set(taken.map((each) => each.allocationId))
  const moved = restated.filter(({ to, payment }) => to.paidOn !== payment.paidOn)
  const staying = moved.flatMap(({ to, payment }) =>
    before
      .filter((each) => each.paymentId === payment.paymentId && !gone.has(each.allocationId))
      .map((allocation) => ({ to, payment, allocation })),
  )
  if (staying.length === 0) return
  await ctx.trx.raw(REDATE, {
    moves: JSON.stringify(
      staying.map(({ to, allocation }) => ({ allocationId: allocation.allocationId, on: to.paidOn })),
    ),
  })
  await appendToTrail(
    ctx,
    staying.flatMap(({ to, payment, allocation }): TrailEntry[] => {
      const { paymentId, clientId, currency, paidOn } = payment
      const { reason, external } = to
      const common = { ...allocation, paymentId, clientId, currency, ...(external && { external }) }
      const { amountMinor } = allocation
      return [
        { ...common, kind: 'payment_reversal', occurredOn: paidOn, receivableMinor: amountMinor, reason },
        { ...common, kind: 'payment', occurredOn: to.paidOn, receivableMinor: -amountMinor },
      ]
    }),
  )
}

const RESTATE = `
  update payments p set paid_on = r."paidOn", reference = r.reference, amount_minor = r."amountMinor",
    unapplied_minor = r."leftMinor"
  from jsonb_to_recordset(:receipts::jsonb) as r ("paymentId" uuid, "paidOn" date, reference text,
    "amountMinor" bigint, "leftMinor" bigint)
  where p.payment_id = r."paymentId"`

const REDATE = `
  update invoice_payments a set applied_on = m."on"
  from jsonb_to_recordset(:moves::jsonb) as m ("allocationId" uuid, "on" date)
  where a.allocation_id = m."allocationId"`
