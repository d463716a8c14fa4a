'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Banner, DateText, PageHeader, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { getPayment, type PaymentView } from '../../contract/index.ts'
import { Found } from '../found.tsx'
import { ApplyPayment } from './apply-payment.tsx'
import { PaymentAllocations } from './payment-allocations.tsx'
import { PaymentFacts } from './payment-facts.tsx'
import { PaymentHistory } from './payment-history.tsx'
import { PaymentStateBadge } from './payment-state-badge.tsx'
import { ReversePayment } from './reverse-payment.tsx'

export interface PaymentScreenProps {
  paymentId: string
  /** There is no such payment: the host shows its page for that. */
  onMissing?: () => void
}

export function PaymentScreen({ paymentId, onMissing }: PaymentScreenProps) {
  const t = useTranslations('billing.payments')
  const query = useApiQuery(getPayment, { paymentId })
  return (
    <Found query={query} words={{ loading: t('loading'), missing: t('missing') }} onMissing={onMissing}>
      {(payment) => <Receipt payment={payment} />}
    </Found>
  )
}

function Receipt({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments')
  const money = useMoney()
  const amount = money({ minor: payment.amountMinor, currency: payment.currency })
  const title = t('receipt', { amount, client: payment.clientName })
  return (
    <>
      <PageHeader
        title={title}
        description={<DateText date={payment.paidOn} format="long" />}
        meta={<PaymentStateBadge payment={payment} />}
        breadcrumbs={[{ label: t('title'), href: '/payments' }, { label: title }]}
        actions={
          <>
            <ApplyPayment payment={payment} />
            <ReversePayment payment={payment} />
          </>
        }
      />
      {payment.reversedAt && (
        <div className="mb-4">
          <Banner tone="danger" title={t('reversedTitle')}>
            {payment.reversalReason}
          </Banner>
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <PaymentAllocations payment={payment} />
        <div className="flex min-w-0 flex-col gap-4">
          <PaymentFacts payment={payment} />
          <PaymentHistory payment={payment} />
        </div>
      </div>
    </>
  )
}
