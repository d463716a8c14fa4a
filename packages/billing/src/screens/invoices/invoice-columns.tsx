'use client'

import { DateText, Money, type Column } from '@tieout/ui'
import { Fragment } from 'react'
import { useTranslations } from 'use-intl'
import type { InvoiceRow } from '../../contract/index.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { InvoiceStatusBadge, useDocumentName } from './words.tsx'

export function useInvoiceColumns({
  extraColumns: extra = [],
  rowMarks = [],
}: Pick<InvoiceExtensions, 'extraColumns' | 'rowMarks'>): Column<InvoiceRow>[] {
  const t = useTranslations('billing.invoices')
  const nameOf = useDocumentName()
  return [
    {
      key: 'number',
      header: t('fields.number'),
      sortable: true,
      cell: (invoice) => (
        <span>
          <span className="whitespace-nowrap tabular-nums">{nameOf(invoice)}</span>
          {/* Where the column of clients has no room; read aloud it stands in the link's name anyway. */}
          <span aria-hidden className="block max-w-32 truncate text-xs font-normal text-ink-faint sm:hidden">
            {invoice.clientName}
          </span>
          {rowMarks.length > 0 && (
            <span className="block font-normal sm:hidden">
              {rowMarks.map(({ key, render }) => (
                <Fragment key={key}>{render(invoice)}</Fragment>
              ))}
            </span>
          )}
          {invoice.status === 'draft' && invoice.number !== null && (
            <span className="block text-xs font-normal text-ink-faint">{t('list.reserved')}</span>
          )}
          {invoice.invoiceType !== 'standard' && invoice.number !== null && (
            <span className="block text-xs font-normal text-ink-faint">
              {t(`type.${invoice.invoiceType}`)}
            </span>
          )}
        </span>
      ),
    },
    { key: 'client', header: t('fields.client'), hideBelow: 'sm', cell: (invoice) => invoice.clientName },
    {
      key: 'issue_date',
      header: t('fields.issueDate'),
      sortable: true,
      hideBelow: 'md',
      cell: (invoice) => <DateText date={invoice.issueDate} />,
    },
    {
      key: 'due_date',
      header: t('fields.dueDate'),
      sortable: true,
      hideBelow: 'lg',
      // A credit note is due to nobody.
      cell: (invoice) => (invoice.invoiceType === 'credit_note' ? '–' : <DateText date={invoice.dueDate} />),
    },
    { key: 'status', header: t('fields.status'), cell: (invoice) => <InvoiceStatusBadge {...invoice} /> },
    ...extra,
    {
      key: 'total',
      header: t('fields.total'),
      sortable: true,
      align: 'right',
      hideBelow: 'sm',
      cell: (invoice) => <Money minor={invoice.totalMinor} currency={invoice.currency} />,
    },
    {
      key: 'balance',
      header: t('fields.balance'),
      align: 'right',
      cell: (invoice) => <Money minor={invoice.balanceDueMinor} currency={invoice.currency} quietZero />,
    },
  ]
}
