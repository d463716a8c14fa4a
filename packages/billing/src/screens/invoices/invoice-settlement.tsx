'use client'

import { useApiCommand } from '@tieout/platform/web'
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DataTable,
  DateText,
  Money,
  TextLink,
  toast,
  useMoney,
  type Column,
} from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { unapplyCredit, type InvoiceView } from '../../contract/index.ts'
import { BeforeAfter } from '../before-after.tsx'
import { useMethodText } from '../payments/payment-words.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import { useWhyMayNotCredit } from './actions.ts'
import { InvoiceStatusBadge, useDocumentName, useInvoiceRefusal } from './words.tsx'

/** How a document was paid: money, credit, and the credit notes that were made from it. */
export function InvoiceSettlement({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices')
  if (invoice.status === 'draft') return null
  return (
    <>
      {invoice.invoiceType !== 'credit_note' && <Applied invoice={invoice} />}
      {invoice.creditNotes.length > 0 && <CreditNotes invoice={invoice} />}
      {invoice.creditPool && (
        <p className="text-sm text-ink-muted">
          <TextLink href={`/credits/${invoice.creditPool.creditId}`}>{t('settlement.pool')}</TextLink>
        </p>
      )}
    </>
  )
}

interface Settled {
  key: string
  kind: 'payment' | 'credit'
  /** What it is called, and where to read about it. */
  label: string
  href: string
  date: string
  amountMinor: number
  takenBack: boolean
  reason: string | null
  /** Of credit: what is left in the pool it came from. */
  leftMinor: number
}

function Applied({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices')
  const [unapplying, setUnapplying] = useState<Settled | null>(null)
  const rows = useSettlements(invoice)
  const rowActions = (row: Settled) =>
    row.kind === 'credit' && !row.takenBack ? (
      <UnapplyButton row={row} onClick={() => setUnapplying(row)} />
    ) : null
  return (
    <Card title={t('settlement.title')} flush>
      <DataTable
        label={t('settlement.title')}
        columns={useSettledColumns(invoice.currency)}
        rows={rows}
        rowKey={(row) => row.key}
        rowHref={(row) => row.href}
        rowActions={rowActions}
        empty={<p className="p-4 text-sm text-ink-muted">{t('settlement.none')}</p>}
        footer={
          <tr>
            <th scope="row" colSpan={2}>
              {t('fields.balance')}
            </th>
            <td className="text-right">
              <Money minor={invoice.balanceDueMinor} currency={invoice.currency} />
            </td>
            <td />
          </tr>
        }
      />
      {unapplying && <UnapplyDialog invoice={invoice} row={unapplying} onClose={() => setUnapplying(null)} />}
    </Card>
  )
}

function useSettlements(invoice: InvoiceView): Settled[] {
  const t = useTranslations('billing.invoices.settlement')
  const methodText = useMethodText()
  const payments = invoice.payments.map((payment): Settled => ({
    key: payment.allocationId,
    kind: 'payment',
    label: [methodText(payment.method), payment.reference].filter(Boolean).join(' '),
    href: `/payments/${payment.paymentId}`,
    date: payment.appliedOn,
    amountMinor: payment.amountMinor,
    takenBack: payment.reversedAt !== null,
    reason: payment.reversalReason,
    leftMinor: 0,
  }))
  const credits = invoice.credits.map((credit): Settled => ({
    key: credit.allocationId,
    kind: 'credit',
    label: t('creditFrom', { number: credit.sourceNumber ?? '' }),
    href: `/invoices/${credit.sourceInvoiceId}`,
    date: credit.appliedOn,
    amountMinor: credit.amountMinor,
    takenBack: credit.unappliedAt !== null,
    reason: credit.unapplyReason,
    leftMinor: credit.poolRemainingMinor,
  }))
  return [...payments, ...credits].toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)))
}

function useSettledColumns(currency: string): Column<Settled>[] {
  const t = useTranslations('billing.invoices')
  return [
    {
      key: 'label',
      header: t('settlement.what'),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-2">
          {row.label}
          {row.takenBack && <Badge>{t('settlement.takenBack')}</Badge>}
          {row.reason && <span className="text-xs font-normal text-ink-faint">{row.reason}</span>}
        </span>
      ),
    },
    { key: 'date', header: t('settlement.date'), cell: (row) => <DateText date={row.date} /> },
    {
      key: 'amount',
      header: t('settlement.amount'),
      align: 'right',
      cell: (row) => (
        <Money minor={-row.amountMinor} currency={currency} className={row.takenBack ? 'line-through' : ''} />
      ),
    },
  ]
}

function UnapplyButton({ row, onClick }: { row: Settled; onClick: () => void }) {
  const t = useTranslations('billing.invoices.unapply')
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-label={t('openFor', { name: row.label })}
      onClick={onClick}
      disabledReason={useWhyMayNotCredit()}
    >
      {t('open')}
    </Button>
  )
}

function UnapplyDialog({
  invoice,
  row,
  onClose,
}: {
  invoice: InvoiceView
  row: Settled
  onClose: () => void
}) {
  const t = useTranslations('billing.invoices.unapply')
  const refusalText = useInvoiceRefusal()
  const money = useMoney()
  const { currency, balanceDueMinor } = invoice
  const unapply = useApiCommand(unapplyCredit, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { amount: money({ minor: row.amountMinor, currency }) })}
      confirmLabel={t('confirm')}
      reason
      busy={unapply.isPending}
      error={refusalText(unapply.error)}
      onConfirm={(reason) => unapply.mutate({ creditAllocationId: row.key, reason })}
    >
      <p className="mb-2">{t('body')}</p>
      <BeforeAfter
        currency={currency}
        rows={[
          {
            label: t('owed', { number: invoice.number ?? '' }),
            before: balanceDueMinor,
            after: balanceDueMinor + row.amountMinor,
          },
          { label: t('left'), before: row.leftMinor, after: row.leftMinor + row.amountMinor },
        ]}
      />
    </ConfirmDialog>
  )
}

function CreditNotes({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices')
  const nameOf = useDocumentName()
  return (
    <Card title={t('settlement.creditNotes')}>
      <ul className="flex flex-col gap-2 text-sm">
        {invoice.creditNotes.map((note) => (
          <li key={note.invoiceId} className="flex flex-wrap items-center gap-3">
            <TextLink href={`/invoices/${note.invoiceId}`}>
              {nameOf({ number: note.number, invoiceType: 'credit_note' })}
            </TextLink>
            <InvoiceStatusBadge status={note.status} invoiceType="credit_note" />
            <Money minor={note.totalMinor} currency={invoice.currency} className="ml-auto" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
