'use client'

import {
  BadgeOfRow,
  BadgesOfRows,
  BulkSend,
  HeadBadge,
  MarkOfRow,
  SyncCard,
  SyncChips,
} from '@tieout/accounting-sync/react'
import type { InvoiceRow, InvoiceView } from '@tieout/billing/contract'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AccountingScreens } from '../screens-host.tsx'

/** The parts of the sync on the screens of invoices, each with this host around it. */

type Named = Pick<InvoiceView, 'invoiceId' | 'number'>

/** What a document is called in sentences. */
function useNameOf({ number }: Pick<InvoiceRow, 'number'>): string {
  const t = useTranslations('accounting.documents')
  return number ?? t('thisDraft')
}

export const AroundRows = ({ rows, children }: { rows: readonly InvoiceRow[]; children: ReactNode }) => (
  <AccountingScreens>
    <BadgesOfRows documentIds={rows.map((row) => row.invoiceId)}>{children}</BadgesOfRows>
  </AccountingScreens>
)

export const RowBadge = ({ row }: { row: InvoiceRow }) => (
  <BadgeOfRow documentId={row.invoiceId} document={useNameOf(row)} />
)

export const RowMark = ({ row }: { row: InvoiceRow }) => (
  <MarkOfRow documentId={row.invoiceId} document={useNameOf(row)} />
)

export const SendRows = ({ rows, done }: { rows: readonly InvoiceRow[]; done: () => void }) => (
  <BulkSend documentIds={rows.map((row) => row.invoiceId)} done={done} />
)

export const Chips = (props: { chosen: string; choose: (name: string) => void }) => (
  <AccountingScreens>
    <SyncChips {...props} />
  </AccountingScreens>
)

export const BadgeInHead = ({ invoice }: { invoice: Named }) => (
  <AccountingScreens>
    <HeadBadge documentId={invoice.invoiceId} document={useNameOf(invoice)} />
  </AccountingScreens>
)

export const CardOfInvoice = ({ invoice }: { invoice: Named }) => (
  <AccountingScreens>
    <SyncCard documentId={invoice.invoiceId} document={useNameOf(invoice)} />
  </AccountingScreens>
)
