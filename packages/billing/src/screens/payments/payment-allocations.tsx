'use client'

import { Badge, Card, DataTable, DateText, EmptyState, Money, type Column } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { PaymentAllocation, PaymentView } from '../../contract/index.ts'
import { TakeOffDocument } from './reverse-payment.tsx'

/** Where the money went, and what of it went nowhere yet. */
export function PaymentAllocations({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments')
  return (
    <Card title={t('allocations.title')} flush>
      <DataTable
        label={t('allocations.title')}
        columns={useColumns(payment)}
        rows={payment.allocations}
        rowKey={(each) => each.allocationId}
        rowHref={(each) => `/invoices/${each.invoiceId}`}
        rowActions={(each) => !each.reversedAt && <TakeOffDocument payment={payment} allocation={each} />}
        empty={<EmptyState title={t('allocations.none')} body={t('allocations.noneBody')} />}
        footer={
          payment.reversedAt ? undefined : (
            <tr>
              <td>{t('allocations.unapplied')}</td>
              <td className="max-sm:hidden" />
              <td className="text-right">
                <Money minor={payment.unappliedMinor} currency={payment.currency} quietZero />
              </td>
              <td />
            </tr>
          )
        }
      />
    </Card>
  )
}

function useColumns(payment: PaymentView): Column<PaymentAllocation>[] {
  const t = useTranslations('billing.payments')
  return [
    {
      key: 'document',
      header: t('allocations.document'),
      cell: (each) => (
        <span className="inline-flex items-center gap-2">
          {each.invoiceNumber ?? t('history.document')}
          {each.reversedAt && <Badge tone="danger">{t('states.reversed')}</Badge>}
        </span>
      ),
    },
    {
      key: 'appliedOn',
      header: t('allocations.appliedOn'),
      hideBelow: 'sm',
      cell: (each) => <DateText date={each.appliedOn} />,
    },
    {
      key: 'amount',
      header: t('fields.amount'),
      align: 'right',
      cell: (each) => (
        <Money
          minor={each.amountMinor}
          currency={payment.currency}
          className={each.reversedAt ? 'text-ink-faint line-through' : undefined}
        />
      ),
    },
  ]
}
