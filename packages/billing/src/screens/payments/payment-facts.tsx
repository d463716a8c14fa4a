'use client'

import { Card, DateText, DateTimeText, DescriptionList, Money, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { PaymentView } from '../../contract/index.ts'
import { useMethodText } from './payment-words.ts'

/** Keyed by hand; anything else came from somebody who has a reference of their own. */
const BY_HAND = 'manual'

export function PaymentFacts({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments')
  const methodText = useMethodText()
  const none = <span className="text-ink-faint">{t('notGiven')}</span>
  const money = (minor: number) => <Money minor={minor} currency={payment.currency} />
  return (
    <Card title={t('facts')}>
      <DescriptionList
        items={[
          {
            term: t('fields.client'),
            value: <TextLink href={`/clients/${payment.clientId}`}>{payment.clientName}</TextLink>,
          },
          { term: t('fields.amount'), value: money(payment.amountMinor) },
          { term: t('fields.unapplied'), value: money(payment.unappliedMinor) },
          { term: t('fields.paidOn'), value: <DateText date={payment.paidOn} /> },
          { term: t('fields.method'), value: methodText(payment.method) },
          { term: t('fields.reference'), value: payment.reference ?? none },
          ...(payment.provider === BY_HAND
            ? []
            : [{ term: t('fields.provider'), value: `${payment.provider} ${payment.providerReference}` }]),
          { term: t('fields.recordedAt'), value: <DateTimeText at={payment.recordedAt} /> },
          { term: t('fields.note'), value: payment.note ?? none },
        ]}
      />
    </Card>
  )
}
