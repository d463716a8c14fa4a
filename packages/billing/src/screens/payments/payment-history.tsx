'use client'

import { Card, Timeline, useDateText, useMoney, type TimelineItem } from '@tieout/ui'
import { CircleArrowDown, FileCheck, Undo2 } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { PaymentAllocation, PaymentView } from '../../contract/index.ts'

/** What happened to the receipt and who did it, newest first. */
export function PaymentHistory({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments.history')
  const items = usePaymentHistory(payment)
  return (
    <Card title={t('title')}>
      <Timeline label={t('title')} items={items} />
    </Card>
  )
}

function usePaymentHistory(payment: PaymentView): TimelineItem[] {
  const t = useTranslations('billing.payments.history')
  const money = useMoney()
  const dateText = useDateText()
  const { currency } = payment
  const about = ({ amountMinor: minor, invoiceNumber }: PaymentAllocation) => ({
    amount: money({ minor, currency }),
    number: invoiceNumber ?? t('document'),
  })
  const recorded: TimelineItem = {
    id: 'recorded',
    who: payment.recordedBy ?? t('somebody'),
    what: t('recorded', {
      amount: money({ minor: payment.amountMinor, currency }),
      date: dateText(payment.paidOn),
    }),
    when: payment.recordedAt,
    icon: CircleArrowDown,
    tone: 'success',
  }
  const applied = payment.allocations.map((each): TimelineItem => ({
    id: `applied ${each.allocationId}`,
    who: each.appliedBy ?? t('somebody'),
    what: t('applied', about(each)),
    when: each.recordedAt,
    icon: FileCheck,
  }))
  const takenOff = payment.allocations.flatMap((each): TimelineItem[] => {
    // What was taken back with the whole receipt is told once, by the receipt.
    if (!each.reversedAt || each.reversedAt === payment.reversedAt) return []
    return [
      {
        id: `taken off ${each.allocationId}`,
        who: each.reversedBy ?? t('somebody'),
        what: t('takenOff', about(each)),
        when: each.reversedAt,
        icon: Undo2,
        tone: 'warning',
        detail: each.reversalReason,
      },
    ]
  })
  const reversed: TimelineItem[] = payment.reversedAt
    ? [
        {
          id: 'reversed',
          who: payment.reversedBy ?? t('somebody'),
          what: t('reversed'),
          when: payment.reversedAt,
          icon: Undo2,
          tone: 'danger',
          detail: payment.reversalReason,
        },
      ]
    : []
  // Of what happened at one instant the later step stands above the earlier one.
  const oldestFirst = [recorded, ...applied, ...takenOff, ...reversed]
  return oldestFirst.toReversed().toSorted((a, b) => b.when.localeCompare(a.when))
}
