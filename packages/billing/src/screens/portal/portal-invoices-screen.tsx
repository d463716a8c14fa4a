'use client'

import { useApiQuery, useMay } from '@tieout/platform/web'
import {
  Banner,
  DataTable,
  DateText,
  EmptyState,
  ErrorState,
  FilterChips,
  Money,
  PageHeader,
  Skeleton,
  Stat,
  StatRow,
  type Column,
} from '@tieout/ui'
import type { ResultOf } from '@tieout/platform/contract'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { exportPortalInvoices, listPortalInvoices, portalBalance } from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import { useList } from '../use-list.ts'
import { useRefusalText } from '../words.ts'
import { PortalStatus } from './portal-status.tsx'

type PortalInvoice = ResultOf<typeof listPortalInvoices>['items'][number]

const SHOWN = ['all', 'open', 'paid'] as const
type Shown = (typeof SHOWN)[number]

/** What a client owes, and every invoice it comes from. */
export function PortalInvoicesScreen() {
  const t = useTranslations('billing.portalInvoices')
  const may = useMay('portal_invoice:read')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {may ? <Invoices /> : <Banner>{t('mayNot')}</Banner>}
    </>
  )
}

function Invoices() {
  const t = useTranslations('billing.portalInvoices')
  const [status, setStatus] = useState<Shown>('all')
  const list = useList<PortalInvoice>(listPortalInvoices, { status })
  return (
    <>
      <Balances />
      <div className="mt-6 mb-3 flex flex-wrap items-center justify-between gap-3">
        <FilterChips
          label={t('show')}
          value={status}
          onValueChange={setStatus}
          options={SHOWN.map((value) => ({ value, label: t(`filters.${value}`) }))}
        />
        <ExportButton of={exportPortalInvoices} filters={{ status }} />
      </div>
      <DataTable
        {...list}
        label={t('title')}
        columns={useColumns()}
        rowKey={(invoice) => invoice.invoiceId}
        rowHref={(invoice) => `/portal/invoices/${invoice.invoiceId}`}
        empty={<EmptyState title={t(`empty.${status}`)} />}
      />
    </>
  )
}

/** The sum the company itself reckons with: nothing is added up here. */
function Balances() {
  const t = useTranslations('billing.portalInvoices.balance')
  const refusalText = useRefusalText()
  const query = useApiQuery(portalBalance, {})
  if (query.error && !query.data)
    return <ErrorState message={refusalText(query.error) ?? ''} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton className="h-20 w-full" />
  const { currencies } = query.data
  if (currencies.length === 0) return <Banner tone="success">{t('nothing')}</Banner>
  return (
    <div className="flex flex-col gap-3">
      {currencies.map((each) => (
        <StatRow key={each.currency}>
          <Stat
            label={t('open')}
            value={<Money minor={each.balanceDueMinor} currency={each.currency} />}
            hint={t('documents', { count: each.openDocuments })}
          />
          <Stat
            label={t('overdue')}
            value={<Money minor={each.overdueMinor} currency={each.currency} quietZero />}
            tone={each.overdueMinor > 0 ? 'danger' : undefined}
          />
          <Stat
            label={t('yours')}
            value={
              <Money
                minor={each.availableCreditMinor + each.unappliedReceiptsMinor}
                currency={each.currency}
                quietZero
              />
            }
            hint={t('yoursHint')}
            href="/portal/credits"
          />
        </StatRow>
      ))}
    </div>
  )
}

function useColumns(): Column<PortalInvoice>[] {
  const t = useTranslations('billing.portalInvoices')
  return [
    { key: 'number', header: t('fields.number'), cell: (each) => each.number },
    {
      key: 'type',
      header: t('fields.type'),
      cell: (each) => t(`types.${each.invoiceType}`),
      hideBelow: 'md',
    },
    {
      key: 'issueDate',
      header: t('fields.issueDate'),
      cell: (each) => <DateText date={each.issueDate} />,
      hideBelow: 'sm',
    },
    {
      key: 'dueDate',
      header: t('fields.dueDate'),
      hideBelow: 'sm',
      cell: (each) => (each.invoiceType === 'credit_note' ? '–' : <DateText date={each.dueDate} />),
    },
    { key: 'status', header: t('fields.status'), cell: (each) => <PortalStatus document={each} /> },
    {
      key: 'total',
      header: t('fields.total'),
      align: 'right',
      hideBelow: 'md',
      cell: (each) => <Money minor={each.totalMinor} currency={each.currency} />,
    },
    {
      key: 'balance',
      header: t('fields.balance'),
      align: 'right',
      cell: (each) => <Money minor={each.balanceDueMinor} currency={each.currency} quietZero />,
    },
  ]
}
