import type { BooksContext } from '../billing.ts'
import { issueCredits } from '../credits/issue-credit.ts'
import { computeBalanceDue } from '../documents/balance.ts'
import type { StoredInvoice } from '../documents/rows.ts'
import { appendToTrail, type ExternalSource, type TrailEntry } from '../receivables/trail.ts'
import { payOff } from './store.ts'

/** A receipt and what of it is laid upon documents now. */
export interface PaidWith {
  paymentId: string
  provider: string
  clientId: string
  currency: string
  appliedOn: string
  /** Of new money only: what no document takes yet. */
  unappliedMinor: number
  allocations: readonly { allocationId: string; invoiceId: string; amountMinor: number }[]
  external?: ExternalSource | undefined
}

/**
 * Pays the documents, writes the trail, gives paid prepayments their credit and tells whoever listens.
 * The documents are locked, and it has been decided that they take it.
 */
export async function writeAllocations(
  ctx: BooksContext,
  documents: readonly StoredInvoice[],
  receipts: readonly PaidWith[],
): Promise<void> {
  if (receipts.length === 0) return
  const paid = await payOff(ctx, receipts)
  await appendToTrail(ctx, receipts.flatMap(trailOf))
  await followPaid(ctx, documents, receipts, paid)
}

/** What follows once documents are paid; `paid` is what each has been paid now, in all. */
export async function followPaid(
  ctx: BooksContext,
  documents: readonly StoredInvoice[],
  receipts: readonly PaidWith[],
  paid: ReadonlyMap<string, number>,
): Promise<void> {
  if (receipts.length === 0) return
  await issueCredits(ctx, prepaymentsPaidBy(documents, paid))
  await ctx.billing.lifecycle.announce(
    ctx.trx,
    ctx.tenant,
    'paymentRecorded',
    receipts.map(({ paymentId, provider, allocations, external }) => ({
      paymentId,
      provider,
      allocations: [...allocations],
      source: external ?? null,
    })),
  )
}

export function trailOf(receipt: PaidWith): TrailEntry[] {
  const { paymentId, clientId, currency, appliedOn: occurredOn, external } = receipt
  const common = { paymentId, clientId, currency, occurredOn, ...(external && { external }) }
  const applied = receipt.allocations.map((each): TrailEntry => ({
    ...common,
    ...each,
    kind: 'payment',
    receivableMinor: -each.amountMinor,
  }))
  if (receipt.unappliedMinor === 0) return applied
  return [
    ...applied,
    { ...common, kind: 'payment_unapplied', amountMinor: receipt.unappliedMinor, receivableMinor: 0 },
  ]
}

function prepaymentsPaidBy(documents: readonly StoredInvoice[], paid: ReadonlyMap<string, number>): string[] {
  return documents
    .filter((each) => each.invoiceType === 'prepayment')
    .filter((each) => {
      const paidMinor = paid.get(each.invoiceId)
      return paidMinor !== undefined && computeBalanceDue({ ...each, paidMinor }) === 0
    })
    .map((each) => each.invoiceId)
}
