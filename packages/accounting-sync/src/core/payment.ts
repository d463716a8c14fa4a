/** Money that was taken here, as it is to stand over there. */
export interface CanonicalPayment {
  id: string
  clientId: string
  /** The payment's own day. */
  date: string
  currency: string
  amountMinor: number
  /** What of it settles which documents; the rest pays nothing yet. */
  allocations: readonly { documentId: string; amountMinor: number }[]
}

const LENGTH = 18

/** Derived from the payment's own id, always the same, in the 21 characters that a reference may have. */
export function paymentReference(paymentId: string): string {
  const number = BigInt(`0x${paymentId.replaceAll('-', '')}`) % 36n ** BigInt(LENGTH)
  return `TT-${number.toString(36).toUpperCase().padStart(LENGTH, '0')}`
}
