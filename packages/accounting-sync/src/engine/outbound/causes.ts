import type { Missing } from '../../core/missing.ts'

/** What has to be mended before an operation can go out, as one key for each cause. */
export function causeOf(missing: Missing): string {
  if (missing.what === 'customer') return `client:${missing.clientId}`
  return missing.what === 'item' ? `service:${missing.serviceId ?? 'none'}` : `tax:${missing.key}`
}

/** What a payment waits for: a document that is on its way, or a person who says whether it was keyed twice. */
export const documentCause = (documentId: string): string => `document:${documentId}`
export const twinCause = (receiptId: string): string => `payment:${receiptId}`

/** `none`: the company names no closing date, and refuses all the same. */
export const closedPeriodCause = (closedThrough: string | null): string => `period:${closedThrough ?? 'none'}`
