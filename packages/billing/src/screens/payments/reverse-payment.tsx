'use client'

import { useApiCommand, useMay } from '@tieout/platform/web'
import { Button, ConfirmDialog, IconButton, toast, useMoney } from '@tieout/ui'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  reverseAllocation,
  reversePayment,
  type PaymentAllocation,
  type PaymentView,
} from '../../contract/index.ts'
import { useMoneyRefusal } from './refusal-words.ts'
import { MONEY_MOVED } from './refreshes.ts'

/** Takes the whole receipt back, after saying what that does to each document. */
export function ReversePayment({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments')
  const money = useMoney()
  const refusalText = useMoneyRefusal()
  const may = useMay('payment:reverse')
  const [asking, setAsking] = useState(false)
  const { currency, paymentId } = payment
  const amount = money({ minor: payment.amountMinor, currency })
  const reverse = useApiCommand(reversePayment, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      setAsking(false)
      toast.success(t('reverse.done', { amount }))
    },
  })
  const refused = payment.reversedAt ? t('reverse.already') : may ? undefined : t('mayNotReverse')
  const ask = () => {
    reverse.reset()
    setAsking(true)
  }
  return (
    <>
      <Button icon={Undo2} onClick={ask} disabledReason={refused}>
        {t('reverse.button')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('reverse.title', { amount })}
        confirmLabel={t('reverse.confirm', { amount })}
        tone="danger"
        reason={{ hint: t('reverse.reasonHint') }}
        busy={reverse.isPending}
        error={refusalText(reverse.error)}
        onConfirm={(reason) => reverse.mutate({ paymentId, reason })}
      >
        <WhatHappens payment={payment} />
      </ConfirmDialog>
    </>
  )
}

function WhatHappens({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments.reverse')
  const money = useMoney()
  const { currency, unappliedMinor } = payment
  const standing = payment.allocations.filter((each) => !each.reversedAt)
  return (
    <>
      {standing.length > 0 && (
        <ul className="mb-2 list-disc pl-5">
          {standing.map((each) => (
            <li key={each.allocationId}>
              {t('owedAgain', {
                number: each.invoiceNumber ?? '',
                amount: money({ minor: each.amountMinor, currency }),
              })}
            </li>
          ))}
        </ul>
      )}
      {unappliedMinor > 0 && (
        <p className="mb-2">{t('unappliedGone', { amount: money({ minor: unappliedMinor, currency }) })}</p>
      )}
      <p>{t('kept')}</p>
    </>
  )
}

/** Takes the money off one document; it stays on the receipt. */
export function TakeOffDocument(props: { payment: PaymentView; allocation: PaymentAllocation }) {
  const { payment, allocation } = props
  const t = useTranslations('billing.payments')
  const money = useMoney()
  const refusalText = useMoneyRefusal()
  const may = useMay('payment:reverse')
  const [asking, setAsking] = useState(false)
  const number = allocation.invoiceNumber ?? ''
  const amount = money({ minor: allocation.amountMinor, currency: payment.currency })
  const takeOff = useApiCommand(reverseAllocation, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      setAsking(false)
      toast.success(t('takeOff.done', { amount, number }))
    },
  })
  const ask = () => {
    takeOff.reset()
    setAsking(true)
  }
  return (
    <>
      <IconButton
        icon={Undo2}
        size="sm"
        label={t('takeOff.button', { number })}
        onClick={ask}
        disabledReason={may ? undefined : t('mayNotReverse')}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('takeOff.title', { amount, number })}
        confirmLabel={t('takeOff.confirm', { number })}
        tone="danger"
        reason={{ hint: t('reverse.reasonHint') }}
        busy={takeOff.isPending}
        error={refusalText(takeOff.error)}
        onConfirm={(reason) => takeOff.mutate({ allocationId: allocation.allocationId, reason })}
      >
        {t('takeOff.body', { amount, number })}
      </ConfirmDialog>
    </>
  )
}
