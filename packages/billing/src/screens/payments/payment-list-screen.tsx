'use client'

import { useMay } from '@tieout/platform/web'
import { Button, DataTable, DateText, EmptyState, Money, PageHeader, type Column } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  exportPayments,
  listPayments,
  paymentMethod,
  type PaymentSummary,
  type PaymentView,
} from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import type { Address } from '../invoices/address.ts'
import { MoneyTabs } from './money-tabs.tsx'
import { dayOrNothing, idOrNothing, listFilters, oneOf } from './list-filters.ts'
import { PaymentFilterBar } from './payment-filter-bar.tsx'
import { PAYMENT_FILTERS, PAYMENT_STATES } from './payment-filters.ts'
import { PaymentStateBadge } from './payment-state-badge.tsx'
import { useMethodText } from './payment-words.ts'
import { RecordPaymentDialog } from './record-payment.tsx'
import { useList } from '../use-list.ts'

export interface PaymentListScreenProps {
  address: Address
  onRecorded?: (payment: PaymentView) => void
}

export function PaymentListScreen({ address, onRecorded }: PaymentListScreenProps) {
  const t = useTranslations('billing.payments')
  const [recording, setRecording] = useState(false)
  const filters = listFilters(PAYMENT_FILTERS, address)
  const { values } = filters
  const shown = {
    search: values.search.trim() || undefined,
    clientId: idOrNothing(values.client),
    state: oneOf(PAYMENT_STATES, values.state) ?? ('all' as const),
    method: oneOf(paymentMethod.options, values.method),
    from: dayOrNothing(values.from),
    to: dayOrNothing(values.to),
  }
  const list = useList<PaymentSummary>(listPayments, shown)
  const record = <RecordButton onClick={() => setRecording(true)} />
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <ExportButton of={exportPayments} filters={shown} />
            {record}
          </>
        }
      />
      <MoneyTabs active="payments" />
      <PaymentFilterBar filters={filters} />
      <DataTable
        {...list}
        label={t('title')}
        columns={useColumns()}
        rowKey={(payment) => payment.paymentId}
        rowHref={(payment) => `/payments/${payment.paymentId}`}
        mainColumn="client"
        empty={
          filters.narrowed ? (
            <EmptyState
              title={t('noMatch')}
              action={<Button onClick={filters.clear}>{t('clearFilters')}</Button>}
            />
          ) : (
            <EmptyState title={t('none')} body={t('noneBody')} action={record} />
          )
        }
      />
      {recording && (
        <RecordPaymentDialog
          clientId={idOrNothing(values.client)}
          onClose={() => setRecording(false)}
          onRecorded={(payment) => {
            setRecording(false)
            onRecorded?.(payment)
          }}
        />
      )}
    </>
  )
}

function useColumns(): Column<PaymentSummary>[] {
  const t = useTranslations('billing.payments.fields')
  const methodText = useMethodText()
  return [
    { key: 'paidOn', header: t('paidOn'), width: '8rem', cell: (each) => <DateText date={each.paidOn} /> },
    { key: 'client', header: t('client'), cell: (each) => each.clientName },
    { key: 'method', header: t('method'), cell: (each) => methodText(each.method), hideBelow: 'md' },
    { key: 'reference', header: t('reference'), cell: (each) => each.reference ?? '–', hideBelow: 'lg' },
    {
      key: 'state',
      header: t('state'),
      cell: (each) => <PaymentStateBadge payment={each} />,
      hideBelow: 'sm',
    },
    {
      key: 'unapplied',
      header: t('unapplied'),
      align: 'right',
      hideBelow: 'md',
      cell: (each) => <Money minor={each.unappliedMinor} currency={each.currency} quietZero />,
    },
    {
      key: 'amount',
      header: t('amount'),
      align: 'right',
      cell: (each) => (
        <Money
          minor={each.amountMinor}
          currency={each.currency}
          className={each.reversedAt ? 'text-ink-faint line-through' : undefined}
        />
      ),
    },
  ]
}

function RecordButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('billing.payments')
  const may = useMay('payment:create')
  return (
    <Button variant="primary" onClick={onClick} disabledReason={may ? undefined : t('mayNotRecord')}>
      {t('record')}
    </Button>
  )
}
