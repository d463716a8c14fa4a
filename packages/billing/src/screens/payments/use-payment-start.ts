'use client'

import { useApiQuery } from '@tieout/platform/web'
import { useLocale } from 'use-intl'
import { getClient, getInvoice } from '../../contract/index.ts'
import { formatAmount } from '../../money/input.ts'
import type { PaymentStart } from './use-payment-form.ts'
import { useToday } from './use-today.ts'

/** Where the form begins: with the document somebody came from, or the client, or nothing. `null` until known. */
export function usePaymentStart(clientId?: string, invoiceId?: string): PaymentStart | null {
  const locale = useLocale()
  const paidOn = useToday()
  const invoice = useApiQuery(
    getInvoice,
    { invoiceId: invoiceId ?? '' },
    { enabled: invoiceId !== undefined },
  )
  const needsClient = clientId !== undefined && (invoiceId === undefined || invoice.isError)
  const client = useApiQuery(getClient, { clientId: clientId ?? '' }, { enabled: needsClient })
  if (invoice.data) {
    const { clientId, clientName, currency, balanceDueMinor } = invoice.data
    const amount = balanceDueMinor > 0 ? formatAmount(balanceDueMinor, currency, locale) : ''
    return { client: { clientId, displayName: clientName }, currency, amount, invoiceId, paidOn }
  }
  if (client.data) {
    return { client: client.data, currency: client.data.currency, amount: '', paidOn }
  }
  const isLooking = (invoiceId !== undefined && !invoice.isError) || (needsClient && !client.isError)
  // An address that leads to nothing is no reason to refuse the form: everything can still be chosen.
  return isLooking ? null : { client: null, currency: '', amount: '', paidOn }
}
