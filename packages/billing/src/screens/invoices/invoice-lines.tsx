'use client'

import { Card, DataTable, DateText, DescriptionList, Money, TextLink, type Column } from '@tieout/ui'
import { useFormatter, useLocale, useTranslations } from 'use-intl'
import type { InvoiceLineView, InvoiceView, TaxTotal } from '../../contract/index.ts'
import { percent } from './words.tsx'

export function InvoiceLines({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices')
  return (
    <Card title={t('lines.title')} flush>
      <DataTable
        label={t('lines.title')}
        columns={useLineColumns(invoice.currency)}
        rows={invoice.lines}
        rowKey={(line) => line.lineId}
      />
      <div className="grid gap-x-8 gap-y-4 border-t! border-line p-4 md:grid-cols-2">
        <Words invoice={invoice} />
        <Totals {...invoice} />
      </div>
    </Card>
  )
}

function Words({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices')
  const { sourceInvoiceId, sourceNumber, reference, notes } = invoice
  return (
    <div className="flex flex-col gap-3 text-sm">
      {sourceInvoiceId && (
        <p>
          {t('lines.creditFor')}{' '}
          <TextLink href={`/invoices/${sourceInvoiceId}`}>{sourceNumber ?? t('draftName.standard')}</TextLink>
        </p>
      )}
      {reference && <DescriptionList items={[{ term: t('fields.reference'), value: reference }]} />}
      {notes && <p className="whitespace-pre-wrap text-ink-muted">{notes}</p>}
    </div>
  )
}

export interface TotalsProps {
  currency: string
  netMinor: number
  taxMinor: number
  totalMinor: number
  taxes: readonly TaxTotal[]
}

/** Net, each rate with what it was taken of, total: in the order in which a reader adds them up. */
export function Totals({ currency, netMinor, totalMinor, taxes }: TotalsProps) {
  const t = useTranslations('billing.invoices')
  const locale = useLocale()
  const row = (key: string, label: string, minor: number, strong = false) => (
    <div
      key={key}
      className={`flex justify-between gap-4 py-1.5 ${strong ? 'border-t border-line-strong font-medium' : ''}`}
    >
      <dt className={strong ? '' : 'text-ink-muted'}>{label}</dt>
      <dd>
        <Money minor={minor} currency={currency} />
      </dd>
    </div>
  )
  return (
    <dl className="ml-auto w-full max-w-sm text-sm">
      {row('net', t('fields.net'), netMinor)}
      {taxes.map((tax) => row(tax.taxRateId, `${tax.name} ${percent(locale, tax.ratePpm)}`, tax.taxMinor))}
      {taxes.length === 0 && row('tax', t('fields.tax'), 0)}
      {row('total', t('fields.total'), totalMinor, true)}
    </dl>
  )
}

function useLineColumns(currency: string): Column<InvoiceLineView>[] {
  const t = useTranslations('billing.invoices')
  const format = useFormatter()
  // As text, because a quantity is exact and a number would not be.
  const quantity = (line: InvoiceLineView) =>
    format.number(line.quantity as `${number}` as never, { maximumFractionDigits: 4 })
  const money = (minor: number) => <Money minor={minor} currency={currency} display="none" quietZero />
  return [
    {
      key: 'description',
      header: t('fields.description'),
      cell: (line) => (
        <span className="block min-w-40 py-1 whitespace-pre-wrap">
          {line.description}
          <Period line={line} />
          {/* Where their columns have no room. */}
          <span className="block text-xs font-normal text-ink-faint sm:hidden">
            {quantity(line)} × {money(line.unitPriceMinor)}
          </span>
        </span>
      ),
    },
    {
      key: 'quantity',
      header: t('fields.quantity'),
      align: 'right',
      hideBelow: 'sm',
      cell: quantity,
    },
    {
      key: 'price',
      header: t('fields.unitPrice'),
      align: 'right',
      hideBelow: 'sm',
      cell: (line) => money(line.unitPriceMinor),
    },
    {
      key: 'discount',
      header: t('fields.discount'),
      align: 'right',
      hideBelow: 'md',
      cell: (line) => money(line.discountMinor),
    },
    {
      key: 'tax',
      header: t('fields.tax'),
      align: 'right',
      hideBelow: 'sm',
      cell: (line) => (line.taxable ? money(line.taxMinor) : t('lines.untaxed')),
    },
    {
      key: 'net',
      header: t('lines.net', { currency }),
      align: 'right',
      cell: (line) => money(line.netMinor),
    },
  ]
}

function Period({ line }: { line: InvoiceLineView }) {
  if (!line.serviceFrom && !line.serviceTo) return null
  return (
    <span className="block text-xs font-normal text-ink-faint">
      {line.serviceFrom && <DateText date={line.serviceFrom} />} –{' '}
      {line.serviceTo && <DateText date={line.serviceTo} />}
    </span>
  )
}
