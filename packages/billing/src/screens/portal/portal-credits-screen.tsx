'use client'

import type { ResultOf } from '@tieout/platform/contract'
import { useMay } from '@tieout/platform/web'
import { Banner, DataTable, DateText, EmptyState, Money, PageHeader, type Column } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { listPortalCredits } from '../../contract/index.ts'
import { CreditStateBadge } from '../credits/credit-state-badge.tsx'
import { useList } from '../use-list.ts'

type PortalCredit = ResultOf<typeof listPortalCredits>['items'][number]

/** What a client has to their credit, and where it comes from. */
export function PortalCreditsScreen() {
  const t = useTranslations('billing.portalInvoices.credits')
  const may = useMay('portal_invoice:read')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {may ? <Credits /> : <Banner>{t('mayNot')}</Banner>}
    </>
  )
}

function Credits() {
  const t = useTranslations('billing.portalInvoices.credits')
  const list = useList<PortalCredit>(listPortalCredits, {})
  return (
    <DataTable
      {...list}
      label={t('title')}
      columns={useColumns()}
      rowKey={(credit) => credit.creditId}
      rowHref={(credit) => `/portal/invoices/${credit.sourceInvoiceId}`}
      empty={<EmptyState title={t('none')} />}
    />
  )
}

function useColumns(): Column<PortalCredit>[] {
  const t = useTranslations('billing.portalInvoices.credits')
  return [
    { key: 'source', header: t('source'), cell: (each) => each.sourceNumber },
    {
      key: 'issuedOn',
      header: t('issuedOn'),
      cell: (each) => <DateText date={each.issuedOn} />,
      hideBelow: 'sm',
    },
    {
      key: 'expiresOn',
      header: t('expiresOn'),
      cell: (each) => (each.expiresOn ? <DateText date={each.expiresOn} /> : t('noLimit')),
      hideBelow: 'md',
    },
    { key: 'state', header: t('state'), cell: (each) => <CreditStateBadge state={each.state} /> },
    {
      key: 'remaining',
      header: t('remaining'),
      align: 'right',
      cell: (each) => <Money minor={each.remainingMinor} currency={each.currency} quietZero />,
    },
  ]
}
