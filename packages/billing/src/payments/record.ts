import type { Problem } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { keyOf, type ExternalPayment } from './external-payment.ts'
import { holdFacts } from './hold-facts.ts'
import {
  planReceipts,
  sumOf,
  type Decision,
  type IdentifiedPayment,
  type ReceiptFacts,
} from './plan-receipts.ts'
import { paymentDiffers } from './refusals.ts'
import { findRecorded, liveAllocations } from './store.ts'
import { writeReceipts, type NewReceipt } from './write-receipts.ts'

export interface Receipt {
  paymentId: string
  /** False when this call found it recorded already and wrote nothing. */
  isNew: boolean
  /** What of it pays documents now. */
  allocations: { allocationId: string; invoiceId: string; amountMinor: number }[]
}

export type Outcome = { kind: 'recorded'; receipt: Receipt } | { kind: 'refused'; problem: Problem }

/**
 * The one way in for money, whoever took it. The same reference with the same content answers the
 * receipt that is there and writes nothing; with another content it is refused as `payment-differs`.
 */
export async function recordExternalPayment(ctx: BooksContext, payment: ExternalPayment): Promise<Receipt> {
  const [outcome] = await recordExternalPayments(ctx, [payment])
  if (!outcome) throw new Error('a payment was neither recorded nor refused')
  if (outcome.kind === 'refused') throw outcome.problem
  return outcome.receipt
}

/**
 * The same for many, in a number of statements that does not depend on how many. Answers in the order
 * asked; one that is refused leaves the others to be recorded.
 */
export async function recordExternalPayments(
  ctx: BooksContext,
  asked: readonly ExternalPayment[],
): Promise<Outcome[]> {
  if (asked.length === 0) return []
  const payments = asked.map((payment) => ({ ...withIdsAsStored(payment), paymentId: ctx.ids.uuid() }))
  const facts = await holdFacts(ctx.trx, payments)
  const decisions = await decide(ctx, payments, facts)
  const written = await writeReceipts(
    ctx,
    facts.documents,
    decisions.flatMap((each) => newReceipts(ctx, each)),
  )
  return await outcomesOf(ctx, payments, decisions, written)
}

/**
 * While the documents were waited for, somebody may have recorded the same receipt, and then they take it no
 * more: before one is refused it is looked for again.
 */
async function decide(
  { trx }: BooksContext,
  payments: readonly IdentifiedPayment[],
  facts: ReceiptFacts,
): Promise<Decision[]> {
  const decisions = planReceipts(payments, facts)
  if (decisions.every((each) => each.kind !== 'refused')) return decisions
  return planReceipts(payments, { ...facts, recorded: await findRecorded(trx, payments) })
}

/** The database writes ids in lower case, and so must we to compare them. */
const withIdsAsStored = (payment: ExternalPayment): ExternalPayment => ({
  ...payment,
  clientId: payment.clientId.toLowerCase(),
  allocations: payment.allocations.map((each) => ({ ...each, invoiceId: each.invoiceId.toLowerCase() })),
})

function newReceipts({ ids }: BooksContext, decision: Decision): NewReceipt[] {
  if (decision.kind !== 'record') return []
  const { payment, contentHash } = decision
  return [
    {
      ...payment,
      contentHash,
      unappliedMinor: payment.amountMinor - sumOf(payment.allocations),
      allocations: payment.allocations.map((each) => ({ ...each, allocationId: ids.uuid() })),
    },
  ]
}

/** Read back by reference, because somebody else may have recorded the same one at the same instant. */
async function outcomesOf(
  { trx }: BooksContext,
  payments: readonly ExternalPayment[],
  decisions: readonly Decision[],
  written: readonly NewReceipt[],
): Promise<Outcome[]> {
  const ours = new Map(written.map((each) => [keyOf(each), each]))
  const others = payments.filter(
    (payment, at) => decisions[at]?.kind !== 'refused' && !ours.has(keyOf(payment)),
  )
  const found = new Map((await findRecorded(trx, others)).map((each) => [keyOf(each), each]))
  const allocations = await liveAllocations(
    trx,
    [...found.values()].map((each) => each.paymentId),
  )
  const told = new Set<string>()
  const planned = plannedHashes(decisions)
  return payments.map((payment, at): Outcome => {
    const decision = decisions[at]
    if (decision?.kind === 'refused') return decision
    const key = keyOf(payment)
    const own = ours.get(key)
    if (own) {
      const isNew = !told.has(key)
      told.add(key)
      return {
        kind: 'recorded',
        receipt: { paymentId: own.paymentId, isNew, allocations: [...own.allocations] },
      }
    }
    const other = found.get(key)
    if (!other) throw new Error(`the payment ${key} was neither recorded nor found`)
    const hash = planned.get(key)
    if (hash !== undefined && hash !== other.contentHash)
      return { kind: 'refused', problem: paymentDiffers(other.paymentId) }
    const { paymentId } = other
    const live = allocations.filter((each) => each.paymentId === paymentId)
    return {
      kind: 'recorded',
      receipt: {
        paymentId,
        isNew: false,
        allocations: live.map(({ allocationId, invoiceId, amountMinor }) => ({
          allocationId,
          invoiceId,
          amountMinor,
        })),
      },
    }
  })
}

const plannedHashes = (decisions: readonly Decision[]) =>
  new Map(
    decisions.flatMap((each) =>
      each.kind === 'record' ? [[keyOf(each.payment), each.contentHash] as const] : [],
    ),
  )
