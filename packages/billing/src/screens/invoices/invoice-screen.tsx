'use client'

import { useApiQuery } from '@tieout/platform/web'
import {
  Banner,
  Card,
  DateText,
  DateTimeText,
  ErrorState,
  Money,
  PageHeader,
  Skeleton,
  Stat,
  StatRow,
  TextLink,
} from '@tieout/ui'
import { Fragment, useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { getInvoice, type InvoiceView } from '../../contract/index.ts'
import type { Go } from './address.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { InvoiceActions } from './invoice-actions.tsx'
import { InvoiceActivity } from './invoice-activity.tsx'
import { InvoiceDeliveries } from './invoice-deliveries.tsx'
import { InvoiceLines } from './invoice-lines.tsx'
import { InvoiceSettlement } from './invoice-settlement.tsx'
import { InvoiceStatusBadge, useDocumentName, useInvoiceRefusal } from './words.tsx'

export interface InvoiceScreenProps {
  invoiceId: string
  /** There is no such document: the host shows its page for that. */
  onMissing?: () => void
  onGo: Go
  extensions?: InvoiceExtensions
}

export function InvoiceScreen({ invoiceId, onMissing, onGo, extensions = {} }: InvoiceScreenProps) {
  const t = useTranslations('billing.invoices')
  const refusalText = useInvoiceRefusal()
  const query = useApiQuery(getInvoice, { invoiceId })
  // An address that holds no id at all is as wrong as one of a document that is not there.
  const isMissing = ['not-found', 'bad-input'].includes(query.error?.problem.code ?? '')
  useEffect(() => {
    if (isMissing) onMissing?.()
  }, [isMissing, onMissing])

  if (query.data) return <Document invoice={query.data} onGo={onGo} extensions={extensions} />
  if (!query.error) return <InvoiceLoading />
  return (
    <ErrorState
      message={(isMissing ? t('detail.missing') : refusalText(query.error)) ?? ''}
      requestId={query.error.problem.requestId}
      onRetry={isMissing ? undefined : () => void query.refetch()}
    />
  )
}

interface DocumentProps {
  invoice: InvoiceView
  onGo: Go
  extensions: InvoiceExtensions
}

function Document({ invoice, onGo, extensions }: DocumentProps) {
  const t = useTranslations('billing.invoices')
  const name = useDocumentName()(invoice)
  return (
    <>
      <PageHeader
        title={name}
        meta={<InvoiceStatusBadge {...invoice} />}
        description={
          <>
            {t(`type.${invoice.invoiceType}`)} ·{' '}
            <TextLink href={`/clients/${invoice.clientId}`}>{invoice.clientName}</TextLink>
          </>
        }
        breadcrumbs={[{ label: t('list.title'), href: '/invoices' }, { label: name }]}
        actions={<InvoiceActions invoice={invoice} extensions={extensions} onGo={onGo} />}
      />
      <div className="flex flex-col gap-4">
        {invoice.voidedAt && (
          <Banner title={t('detail.voided')}>
            <DateTimeText at={invoice.voidedAt} /> · {invoice.voidReason}
          </Banner>
        )}
        <Figures invoice={invoice} />
        <InvoiceLines invoice={invoice} />
        {extensions.extraPanels?.map(({ key, render }) => (
          <Fragment key={key}>{render(invoice)}</Fragment>
        ))}
        <InvoiceSettlement invoice={invoice} />
        {invoice.finalizedAt && <InvoiceDeliveries invoiceId={invoice.invoiceId} />}
        <Card title={t('activity.title')}>
          <InvoiceActivity invoice={invoice} />
        </Card>
      </div>
    </>
  )
}

/** What it is about, in one row: the money first, then the days. */
function Figures({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices.fields')
  const { currency, invoiceType, creditPool } = invoice
  const money = (minor: number) => <Money minor={minor} currency={currency} />
  return (
    <StatRow>
      <Stat label={t('total')} value={money(invoice.totalMinor)} />
      {invoiceType !== 'credit_note' && (
        <>
          <Stat label={t('paid')} value={money(invoice.paidMinor)} />
          <Stat label={t('creditApplied')} value={money(invoice.creditAppliedMinor)} />
          <Stat
            label={t('balance')}
            value={money(invoice.balanceDueMinor)}
            tone={invoice.status === 'overdue' ? 'danger' : undefined}
          />
        </>
      )}
      {creditPool && <Stat label={t('creditLeft')} value={money(creditPool.remainingMinor)} />}
      <Stat label={t('issueDate')} value={<DateText date={invoice.issueDate} />} />
      {invoiceType !== 'credit_note' && (
        <Stat label={t('dueDate')} value={<DateText date={invoice.dueDate} />} />
      )}
    </StatRow>
  )
}

export function InvoiceLoading() {
  const t = useTranslations('billing.invoices.detail')
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-4">
      <Skeleton className="h-6 w-64" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  )
}
