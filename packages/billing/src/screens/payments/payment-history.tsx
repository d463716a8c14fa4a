'use client'

import { Card, Timeline, useDateText, useMoney, type TimelineItem } from '@tieout/ui'
import { CircleArrowDown, Undo2 } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { PaymentView } from '../../contract/index.ts'

/** What happened to the receipt, newest first. */
export function PaymentHistory({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments.history')
  const money = useMoney()
  const dateText = useDateText()
  const { currency } = payment
  const reversals = payment.allocations.flatMap((each): TimelineItem[] => {
    // What was taken back with the whole receipt is told once, by the receipt.
    if (!each.reversedAt || each.reversedAt === payment.reversedAt) return []
    return [
      {
        id: each.allocationId,
        who: t('takenOff'),
        what: t('takenOffWhat', {
          amount: money({ minor: each.amountMinor, currency }),
          number: each.invoiceNumber ?? t('document'),
        }),
        when: each.reversedAt,
        icon: Undo2,
        tone: 'warning',
        detail: each.reversalReason,
      },
    ]
  })
  const items: TimelineItem[] = [
    {
      id: 'recorded',
      who: t('recorded'),
      what: t('recordedWhat', {
        amount: money({ minor: payment.amountMinor, currency }),
        date: dateText(payment.paidOn),
      }),
      when: payment.recordedAt,
      icon: CircleArrowDown,
      tone: 'success',
    },
    ...reversals,
  ]
  if (payment.reversedAt) {
    items.push({
      id: 'reversed',
      who: t('reversed'),
      what: t('reversedWhat'),
      when: payment.reversedAt,
      icon: Undo2,
      tone: 'danger',
      detail: payment.reversalReason,
    })
  }
  return (
    <Card title={t('title')}>
      <Timeline label={t('title')} items={items.toSorted((a, b) => (a.when < b.when ? 1 : -1))} />
    </Card>
  )
}
