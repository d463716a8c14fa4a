import { notFound, Problem } from '@tieout/platform'
import { computeBalanceDue } from '../documents/balance.ts'
import type { StoredInvoice } from '../documents/rows.ts'
import { contentHash, keyOf, type Allocation, type ExternalPayment } from './external-payment.ts'
import {
  documentTwice,
  notAnAmount,
  notPayable,
  otherClient,
  otherCurrency,
  overPayment,
  paymentDiffers,
  tooMuchAllocated,
} from './refusals.ts'

/** What is known when receipts are decided about. The documents are locked, so it stays true. */
export interface ReceiptFacts {
  documents: readonly StoredInvoice[]
  clientIds: readonly string[]
  recorded: readonly RecordedReceipt[]
}

export interface RecordedReceipt {
  paymentId: string
  provider: string
  providerReference: string
  contentHash: string
}

/** Every receipt has an id from the beginning, in case it turns out to be new. */
export type IdentifiedPayment = ExternalPayment & { paymentId: string }

export type Decision =
  | { kind: 'record'; payment: IdentifiedPayment; contentHash: string }
  | { kind: 'known' }
  | { kind: 'refused'; problem: Problem }

/**
 * Decides about each receipt in turn. What an earlier one takes of a document is gone for the next; a
 * refused one takes nothing and stops nobody else.
 */
export function planReceipts(payments: readonly IdentifiedPayment[], facts: ReceiptFacts): Decision[] {
  const owed = new Owed(facts.documents)
  const clients = new Set(facts.clientIds)
  const hashes = new Map(facts.recorded.map((each) => [keyOf(each), each]))
  return payments.map((payment): Decision => {
    const hash = contentHash(payment)
    const recorded = hashes.get(keyOf(payment))
    if (recorded) {
      if (recorded.contentHash === hash) return { kind: 'known' }
      return { kind: 'refused', problem: paymentDiffers(recorded.paymentId) }
    }
    const problem =
      badAmounts(payment) ?? (clients.has(payment.clientId) ? owed.refusal(payment) : notFound('client'))
    if (problem) return { kind: 'refused', problem }
    owed.take(payment.allocations)
    hashes.set(keyOf(payment), { ...payment, contentHash: hash })
    return { kind: 'record', payment, contentHash: hash }
  })
}

/** What a receipt must match to pay a document. */
interface Payer {
  clientId: string
  currency: string
  allocations: readonly Allocation[]
}

/** What is still owed on the documents while receipts are laid upon them one after the other. */
export class Owed {
  readonly #documents: ReadonlyMap<string, StoredInvoice>
  readonly #left: Map<string, number>

  constructor(documents: readonly StoredInvoice[]) {
    this.#documents = new Map(documents.map((each) => [each.invoiceId, each]))
    this.#left = new Map(documents.map((each) => [each.invoiceId, computeBalanceDue(each)]))
  }

  refusal(payer: Payer): Problem | undefined {
    for (const { invoiceId, amountMinor } of payer.allocations) {
      const document = this.#documents.get(invoiceId)
      if (!document) return notFound('invoice')
      if (document.clientId !== payer.clientId) return otherClient(document)
      if (document.currency !== payer.currency) return otherCurrency(document)
      if (!isPayable(document)) return notPayable(document)
      const left = this.#left.get(invoiceId) ?? 0
      if (amountMinor > left) return overPayment(document, left)
    }
    return undefined
  }

  take(allocations: readonly Allocation[]): void {
    for (const { invoiceId, amountMinor } of allocations) {
      this.#left.set(invoiceId, (this.#left.get(invoiceId) ?? 0) - amountMinor)
    }
  }
}

const isPayable = (document: StoredInvoice) =>
  document.finalizedAt !== null && document.voidedAt === null && document.invoiceType !== 'credit_note'

/** Zero, negative and fractional amounts, more allocated than received, a document named twice. */
export function badAmounts(
  payment: Pick<ExternalPayment, 'amountMinor' | 'allocations'>,
): Problem | undefined {
  if (!isAmount(payment.amountMinor)) return notAnAmount('amountMinor')
  const wrong = payment.allocations.findIndex((each) => !isAmount(each.amountMinor))
  if (wrong >= 0) return notAnAmount(`allocations.${wrong}.amountMinor`)
  if (new Set(payment.allocations.map((each) => each.invoiceId)).size < payment.allocations.length)
    return documentTwice()
  if (sumOf(payment.allocations) > payment.amountMinor) return tooMuchAllocated()
  return undefined
}

const isAmount = (minor: number) => Number.isSafeInteger(minor) && minor > 0

export const sumOf = (allocations: readonly { amountMinor: number }[]): number =>
  allocations.reduce((sum, each) => sum + each.amountMinor, 0)
