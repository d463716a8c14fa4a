'use client'

import { useApiCommand, useMay } from '@tieout/platform/web'
import {
  Badge,
  Card,
  ConfirmDialog,
  DataTable,
  DateText,
  EmptyState,
  IconButton,
  Money,
  toast,
  useMoney,
  type Column,
} from '@tieout/ui'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { unapplyCredit, type CreditView } from '../../contract/index.ts'
import { BeforeAfter } from '../before-after.tsx'
import { useMoneyRefusal } from '../payments/refusal-words.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'

type Allocation = CreditView['allocations'][number]

/** Which invoices were paid from the pool. */
export function CreditAllocations({ credit }: { credit: CreditView }) {
  const t = useTranslations('billing.credits.allocations')
  return (
    <Card title={t('title')} flush>
      <DataTable
        label={t('title')}
        columns={useColumns(credit)}
        rows={credit.allocations}
        rowKey={(each) => each.creditAllocationId}
        rowHref={(each) => `/invoices/${each.invoiceId}`}
        rowActions={(each) => !each.unappliedAt && <TakeOff credit={credit} allocation={each} />}
        empty={<EmptyState title={t('none')} />}
      />
    </Card>
  )
}

function useColumns(credit: CreditView): Column<Allocation>[] {
  const t = useTranslations('billing.credits.allocations')
  return [
    {
      key: 'invoice',
      header: t('invoice'),
      cell: (each) => (
        <span className="inline-flex items-center gap-2">
          {each.invoiceNumber}
          {each.unappliedAt && <Badge tone="danger">{t('takenOff')}</Badge>}
        </span>
      ),
    },
    {
      key: 'date',
      header: t('appliedOn'),
      hideBelow: 'sm',
      cell: (each) => <DateText date={each.appliedOn} />,
    },
    { key: 'reason', header: t('reason'), hideBelow: 'md', cell: (each) => each.unapplyReason ?? '–' },
    {
      key: 'amount',
      header: t('amount'),
      align: 'right',
      cell: (each) => (
        <Money
          minor={each.amountMinor}
          currency={credit.currency}
          className={each.unappliedAt ? 'text-ink-faint line-through' : undefined}
        />
      ),
    },
  ]
}

function TakeOff({ credit, allocation }: { credit: CreditView; allocation: Allocation }) {
  const t = useTranslations('billing.credits.takeOff')
  const money = useMoney()
  const refusalText = useMoneyRefusal()
  const may = useMay('credit:apply')
  const [asking, setAsking] = useState(false)
  const { currency, remainingMinor } = credit
  const { amountMinor, invoiceNumber: number, invoiceBalanceMinor, creditAllocationId } = allocation
  const amount = money({ minor: amountMinor, currency })
  const unapply = useApiCommand(unapplyCredit, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      setAsking(false)
      toast.success(t('done', { amount, number }))
    },
  })
  const ask = () => {
    unapply.reset()
    setAsking(true)
  }
  return (
    <>
      <IconButton
        icon={Undo2}
        size="sm"
        label={t('button', { number })}
        onClick={ask}
        disabledReason={may ? undefined : t('mayNot')}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('title', { amount, number })}
        confirmLabel={t('confirm', { number })}
        tone="danger"
        reason
        busy={unapply.isPending}
        error={refusalText(unapply.error)}
        onConfirm={(reason) => unapply.mutate({ creditAllocationId, reason })}
      >
        <p className="mb-2">{t('body', { amount, number })}</p>
        <BeforeAfter
          currency={currency}
          rows={[
            {
              label: t('owedOn', { number }),
              before: invoiceBalanceMinor,
              after: invoiceBalanceMinor + amountMinor,
            },
            { label: t('left'), before: remainingMinor, after: remainingMinor + amountMinor },
          ]}
        />
      </ConfirmDialog>
    </>
  )
}
