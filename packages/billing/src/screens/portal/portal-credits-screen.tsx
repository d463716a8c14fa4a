'use client'

import type { ResultOf } from '@tieout/platform/contract'
import { useMay } from '@tieout/platform/web'
import { Banner, DataTable, DateText, EmptyState, Money, PageHeader, TextLink, type Column } from '@tieout/ui'
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
      key: 'used',
      header: t('used'),
      hideBelow: 'sm',
      cell: (each) => <Used credit={each} />,
    },
    {
      key: 'issuedOn',
      header: t('issuedOn'),
      cell: (each) => <DateText date={each.issuedOn} />,
      hideBelow: 'md',
    },
    {
      key: 'expiresOn',
      header: t('expiresOn'),
      cell: (each) => (each.expiresOn ? <DateText date={each.expiresOn} /> : t('noLimit')),
      hideBelow: 'md',
    },
    { key: 'state', header: t('state'), cell: (each) => <CreditStateBadge state={each.state} /> },
    {
      key: 'amount',
      header: t('amount'),
      align: 'right',
      cell: (each) => <Money minor={each.amountMinor} currency={each.currency} />,
      hideBelow: 'md',
    },
    {
      key: 'remaining',
      header: t('remaining'),
      align: 'right',
      cell: (each) => <Money minor={each.remainingMinor} currency={each.currency} quietZero />,
    },
  ]
}

/** Which invoices it paid, and how much of each. */
function Used({ credit }: { credit: PortalCredit }) {
  const t = useTranslations('billing.portalInvoices.credits')
  if (credit.used.length === 0) return <span className="text-ink-faint">{t('unused')}</span>
  return (
    <ul className="py-1">
      {credit.used.map((each, at) => (
        // The same invoice may have been paid from it twice.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} className="flex gap-2">
          <TextLink href={`/portal/invoices/${each.invoiceId}`}>{each.invoiceNumber}</TextLink>
          <Money minor={each.amountMinor} currency={credit.currency} />
        </li>
      ))}
    </ul>
  )
}
