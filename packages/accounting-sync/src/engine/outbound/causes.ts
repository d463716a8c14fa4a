import type { Missing } from '../../core/missing.ts'

/** What has to be mended before an operation can go out, as one key for each cause. */
export function causeOf(missing: Missing): string {
  if (missing.what === 'customer') return `client:${missing.clientId}`
  return missing.what === 'item' ? `service:${missing.serviceId ?? 'none'}` : `tax:${missing.key}`
}

/** `none`: the company names no closing date, and refuses all the same. */
export const closedPeriodCause = (closedThrough: string | null): string => `period:${closedThrough ?? 'none'}`
