'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Banner, Card, DateText, DateTimeText, Money, PageHeader, Stat, StatRow, TextLink } from '@tieout/ui'
import { Fragment } from 'react'
import { useTranslations } from 'use-intl'
import { getInvoice, type InvoiceView } from '../../contract/index.ts'
import type { Go } from './address.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { FoundDocument } from './found-document.tsx'
import { InvoiceActions } from './invoice-actions.tsx'
import { InvoiceActivity } from './invoice-activity.tsx'
import { InvoiceDeliveries } from './invoice-deliveries.tsx'
import { InvoiceLines } from './invoice-lines.tsx'
import { InvoiceSettlement } from './invoice-settlement.tsx'
import { InvoiceStatusBadge, useDocumentName } from './words.tsx'

export interface InvoiceScreenProps {
  invoiceId: string
  /** There is no such document: the host shows its page for that. */
  onMissing?: () => void
  onGo: Go
  extensions?: InvoiceExtensions
}

export function InvoiceScreen({ invoiceId, onMissing, onGo, extensions = {} }: InvoiceScreenProps) {
  const query = useApiQuery(getInvoice, { invoiceId })
  return (
    <FoundDocument query={query} onMissing={onMissing}>
      {(invoice) => <Document invoice={invoice} onGo={onGo} extensions={extensions} />}
    </FoundDocument>
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
        meta={
          <>
            <InvoiceStatusBadge {...invoice} />
            {extensions.headMarks?.map(({ key, render }) => (
              <Fragment key={key}>{render(invoice)}</Fragment>
            ))}
          </>
        }
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
        {invoice.status === 'draft' && invoice.number !== null && (
          <Banner title={t('detail.reserved', { number: invoice.number })}>{t('detail.reservedBody')}</Banner>
        )}
        <Figures invoice={invoice} />
        <InvoiceLines invoice={invoice} />
        {extensions.extraPanels?.map(({ key, render }) => (
          <Fragment key={key}>{render(invoice)}</Fragment>
        ))}
        <InvoiceSettlement invoice={invoice} />
        {/* A draft that was finalized before may have been sent. */}
        {invoice.number !== null && <InvoiceDeliveries invoiceId={invoice.invoiceId} />}
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
      {creditPool && invoice.voidedAt === null && (
        <Stat label={t('creditLeft')} value={money(creditPool.remainingMinor)} />
      )}
      <Stat label={t('issueDate')} value={<DateText date={invoice.issueDate} />} />
      {invoiceType !== 'credit_note' && (
        <Stat label={t('dueDate')} value={<DateText date={invoice.dueDate} />} />
      )}
    </StatRow>
  )
}
