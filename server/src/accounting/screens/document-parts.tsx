'use client'

import {
  BadgeOfRow,
  BadgesOfRows,
  BulkSend,
  HeadBadge,
  MarkOfRow,
  SyncCard,
  SyncChips,
  VoidAdvice,
} from '@tieout/accounting-sync/react'
import type { InvoiceRow, InvoiceView } from '@tieout/billing/contract'
import { VoidDialog, type VoidAdvice as Advice } from '@tieout/billing/screens'
import { useMay } from '@tieout/platform/web'
import { Button } from '@tieout/ui'
import { Ban } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
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

export const CardOfInvoice = ({ invoice }: { invoice: InvoiceView }) => (
  <AccountingScreens>
    <SyncCard
      documentId={invoice.invoiceId}
      document={useNameOf(invoice)}
      revision={`${invoice.status} ${invoice.version}`}
      cancelHere={<CancelHere invoice={invoice} />}
    />
  </AccountingScreens>
)

/** Prepayments stay in these books: nobody looks for them elsewhere. */
export function VoidAdviceFor(props: { invoice: InvoiceView; show: (advice: Advice) => ReactNode }) {
  const { invoice, show } = props
  const document = useNameOf(invoice)
  const kind = invoice.invoiceType === 'credit_note' ? 'credit_memo' : 'invoice'
  if (invoice.invoiceType === 'prepayment') return show({ consequences: [] })
  return (
    <AccountingScreens>
      <VoidAdvice documentId={invoice.invoiceId} document={document} kind={kind}>
        {show}
      </VoidAdvice>
    </AccountingScreens>
  )
}

/** By the same rules as any void here; since it is void there, nothing is sent. */
function CancelHere({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('accounting.documents')
  const mayVoid = useMay('invoice:void')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="sm"
        icon={Ban}
        disabledReason={mayVoid ? undefined : t('bulk.notAllowed')}
        onClick={() => setAsking(true)}
      >
        {t('voidedThere.cancelHere')}
      </Button>
      {asking && (
        <VoidDialog
          invoice={invoice}
          advice={(of, show) => <VoidAdviceFor invoice={of} show={show} />}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
