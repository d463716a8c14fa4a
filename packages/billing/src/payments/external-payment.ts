import { createHash } from 'node:crypto'
import type { ExternalSource } from '../receivables/trail.ts'

/** What a receipt says is to be paid of a document. */
export interface Allocation {
  invoiceId: string
  amountMinor: number
}

/** Money received, whoever took it: a person at the desk, the card gateway, the accounting system. */
export interface ExternalPayment {
  /** `manual`, `stripe`, `quickbooks`, …; the reference is unique within it. */
  provider: string
  providerReference: string
  clientId: string
  /** The payment's own date, so that month ends stay true. */
  paidOn: string
  currency: string
  amountMinor: number
  method: string
  /** What the payer calls it, such as a cheque number. */
  reference?: string | null | undefined
  note?: string | null | undefined
  /** May come to less than the amount: the rest stays unapplied on the receipt. */
  allocations: readonly Allocation[]
  /** Written to the trail beside it. */
  external?: ExternalSource | undefined
}

export const keyOf = ({ provider, providerReference }: { provider: string; providerReference: string }) =>
  JSON.stringify([provider, providerReference])

/** Two payments of one fingerprint say the same; the order of the allocations says nothing. */
export function contentHash(payment: ExternalPayment): string {
  const content = [
    payment.clientId,
    payment.paidOn,
    payment.currency,
    payment.amountMinor,
    payment.method,
    payment.reference ?? null,
    payment.note ?? null,
    payment.allocations
      .map(({ invoiceId, amountMinor }) => [invoiceId, amountMinor])
      .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
