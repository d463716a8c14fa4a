'use client'

import { DataTable, DateText, Money, TextLink, useDateText, type Column } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { InvoiceLineView } from '../../contract/index.ts'
import { useMethodText } from '../payments/payment-words.ts'
import type { PortalDocument } from './portal-invoice-screen.tsx'

/** The lines, what they come to, what has been paid and what is still open. */
export function PortalPaper({ document }: { document: PortalDocument }) {
  const t = useTranslations('billing.portalInvoices')
  return (
    <>
      <div className="mt-6">
        <DataTable
          label={t('lines')}
          columns={useColumns(document.currency)}
          rows={document.lines}
          rowKey={(line) => line.lineId}
        />
      </div>
      <Totals document={document} />
    </>
  )
}

function useColumns(currency: string): Column<InvoiceLineView>[] {
  const t = useTranslations('billing.portalInvoices.line')
  const locale = useLocale()
  return [
    { key: 'description', header: t('description'), cell: (line) => <Description line={line} /> },
    {
      key: 'quantity',
      header: t('quantity'),
      align: 'right',
      hideBelow: 'sm',
      cell: ({ quantity }) =>
        new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(quantity as `${number}`),
    },
    {
      key: 'price',
      header: t('price'),
      align: 'right',
      hideBelow: 'sm',
      cell: (line) => <Money minor={line.unitPriceMinor} currency={currency} />,
    },
    {
      key: 'net',
      header: t('net'),
      align: 'right',
      cell: (line) => <Money minor={line.netMinor} currency={currency} />,
    },
  ]
}

function Description({ line }: { line: InvoiceLineView }) {
  const dateText = useDateText()
  const { serviceFrom, serviceTo } = line
  const period = [...new Set([serviceFrom, serviceTo])].flatMap((date) => (date ? [dateText(date)] : []))
  return (
    <span className="block py-1 whitespace-pre-wrap">
      {line.description}
      {period.length > 0 && <span className="block text-xs text-ink-faint">{period.join(' – ')}</span>}
    </span>
  )
}

function Totals({ document }: { document: PortalDocument }) {
  const t = useTranslations('billing.portalInvoices.totals')
  const locale = useLocale()
  const methodText = useMethodText()
  const { currency, invoiceType } = document
  const money = (minor: number) => <Money minor={minor} currency={currency} />
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 })
  return (
    <dl className="mt-4 ml-auto max-w-sm text-sm">
      <Row term={t('net')}>{money(document.netMinor)}</Row>
      {document.taxes.map((tax) => (
        <Row key={tax.taxRateId} term={t('tax', { name: tax.name, rate: percent.format(tax.ratePpm / 1e6) })}>
          {money(tax.taxMinor)}
        </Row>
      ))}
      <Row term={t('total')} strong>
        {money(document.totalMinor)}
      </Row>
      {document.credits.map((credit, at) => (
        <Row
          // One pool may have been used for it twice on one day.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          term={
            <>
              {t('creditFrom')}{' '}
              <TextLink href={`/portal/invoices/${credit.sourceInvoiceId}`}>{credit.sourceNumber}</TextLink>,{' '}
              <DateText date={credit.appliedOn} />
            </>
          }
        >
          {money(-credit.amountMinor)}
        </Row>
      ))}
      {document.payments.map((payment, at) => (
        <Row
          // Two payments of one day and method look alike, and none of them has a name a client would know.
          key={at}
          term={
            <>
              {t('paid', { method: methodText(payment.method) })} <DateText date={payment.appliedOn} />
            </>
          }
        >
          {money(-payment.amountMinor)}
        </Row>
      ))}
      {invoiceType !== 'credit_note' && (
        <Row term={t('balance')} strong>
          {money(document.balanceDueMinor)}
        </Row>
      )}
    </dl>
  )
}

function Row({ term, strong, children }: { term: ReactNode; strong?: boolean; children: ReactNode }) {
  const weight = strong ? 'border-t border-line-strong font-medium' : 'text-ink-muted'
  return (
    <div className={`flex justify-between gap-4 py-1 ${weight}`}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
