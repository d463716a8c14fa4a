'use client'

import { Badge, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { InvoiceRow, InvoiceStatus } from '../../contract/index.ts'

const TONES: Record<InvoiceStatus, Tone> = {
  draft: 'neutral',
  sent: 'accent',
  partially_applied: 'accent',
  paid: 'success',
  overdue: 'danger',
  cancelled: 'neutral',
}

/** A status in the words of whoever has to pay; a credit note is for them, and never to be paid. */
export function PortalStatus({ document }: { document: Pick<InvoiceRow, 'invoiceType' | 'status'> }) {
  const t = useTranslations('billing.portalInvoices.status')
  const { invoiceType, status } = document
  if (invoiceType === 'credit_note' && status !== 'cancelled')
    return <Badge tone="success">{t('credit')}</Badge>
  return <Badge tone={TONES[status]}>{t(status)}</Badge>
}
