'use client'

import type { ResultOf } from '@tieout/platform/contract'
import { useApiQuery } from '@tieout/platform/web'
import { Badge, Card, RelativeTime, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { invoiceDeliveries } from '../../contract/index.ts'
import { useInvoiceRefusal } from './words.tsx'

type Delivery = ResultOf<typeof invoiceDeliveries>['items'][number]

const TONES: Record<Delivery['status'], Tone> = {
  waiting: 'accent',
  sent: 'success',
  failed: 'danger',
  kept: 'warning',
}

/** Which mails carried the document to the client, and whether they arrived. */
export function InvoiceDeliveries({ invoiceId }: { invoiceId: string }) {
  const t = useTranslations('billing.invoices.deliveries')
  const refusalText = useInvoiceRefusal()
  const deliveries = useApiQuery(invoiceDeliveries, { invoiceId })
  const items = deliveries.data?.items ?? []
  return (
    <Card title={t('title')}>
      {deliveries.error && <p className="text-sm text-danger">{refusalText(deliveries.error)}</p>}
      {deliveries.data && items.length === 0 && <p className="text-sm text-ink-muted">{t('none')}</p>}
      <ul className="flex flex-col gap-2 text-sm">
        {items.map((mail) => (
          <li key={mail.mailId} className="flex flex-wrap items-center gap-3">
            <Badge tone={TONES[mail.status]}>{t(mail.status)}</Badge>
            <span className="min-w-0 break-words">{mail.toEmail}</span>
            <RelativeTime at={mail.sentAt ?? mail.writtenAt} className="ml-auto text-xs text-ink-faint" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
