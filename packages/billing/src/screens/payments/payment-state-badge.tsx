'use client'

import { Badge } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { PaymentSummary } from '../../contract/index.ts'

export function PaymentStateBadge({ payment }: { payment: PaymentSummary }) {
  const t = useTranslations('billing.payments.states')
  if (payment.reversedAt) return <Badge tone="danger">{t('reversed')}</Badge>
  if (payment.unappliedMinor === 0) return <Badge tone="success">{t('applied')}</Badge>
  const isUntouched = payment.unappliedMinor === payment.amountMinor
  return <Badge tone="warning">{t(isUntouched ? 'notApplied' : 'partlyApplied')}</Badge>
}
