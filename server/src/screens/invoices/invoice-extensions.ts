'use client'

import type { InvoiceExtensions } from '@tieout/billing/screens'

/** Here the host gathers what its other modules add to the screens of invoices. None does yet. */
export function useInvoiceExtensions(): InvoiceExtensions {
  return {}
}
