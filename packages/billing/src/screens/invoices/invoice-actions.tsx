'use client'

import { Button, LinkButton, Menu, UiLink, type MenuEntry } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { InvoiceView } from '../../contract/index.ts'
import { RecordPaymentDialog } from '../payments/record-payment.tsx'
import { useWhyNot, type InvoiceAction } from './actions.ts'
import type { Go } from './address.ts'
import { ApplyCreditDialog } from './apply-credit-dialog.tsx'
import { CreditNoteDialog } from './credit-note-dialog.tsx'
import { DeleteDraftDialog, ReopenDialog } from './end-dialogs.tsx'
import type { InvoiceExtensions } from './extensions.ts'
import { FinalizeDialog } from './finalize-dialog.tsx'
import { SendDialog } from './send-dialog.tsx'
import { VoidDialog } from './void-dialog.tsx'

export interface InvoiceActionsProps {
  invoice: InvoiceView
  extensions: InvoiceExtensions
  onGo: Go
}

type Asked = Exclude<InvoiceAction, 'edit' | 'paper'>

/** Everything that can be done to a document: what comes next as buttons, the rest in a menu. */
export function InvoiceActions({ invoice, extensions, onGo }: InvoiceActionsProps) {
  const t = useTranslations('billing.invoices.actions')
  const whyNot = useWhyNot()
  const [asked, setAsked] = useState<Asked | null>(null)
  const isDraft = invoice.status === 'draft'
  const next: Asked = isDraft ? 'finalize' : 'recordPayment'
  const choice = (action: Asked, danger = false): MenuEntry => ({
    id: action,
    label: t(action),
    danger,
    onSelect: () => setAsked(action),
    disabledReason: whyNot(action, invoice),
  })
  const rest: Asked[] = isDraft
    ? ['recordPayment', 'applyCredit', 'creditNote']
    : ['applyCredit', 'creditNote']
  return (
    <>
      <Menu
        trigger={<Button>{t('more')}</Button>}
        items={[
          ...rest.map((action) => choice(action)),
          { id: 'paper', separator: true },
          choice('send'),
          ...usePaperEntries(invoice),
          { id: 'end', separator: true },
          choice('reopen'),
          choice('void', true),
          choice('delete', true),
        ]}
      />
      <EditButton invoice={invoice} />
      <Button variant="primary" onClick={() => setAsked(next)} disabledReason={whyNot(next, invoice)}>
        {t(next)}
      </Button>
      <AskedDialog
        {...{ asked, invoice, extensions, onGo }}
        onAsk={setAsked}
        onClose={() => setAsked(null)}
      />
    </>
  )
}

function EditButton({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices.actions')
  const disabledReason = useWhyNot()('edit', invoice)
  if (disabledReason) return <Button disabledReason={disabledReason}>{t('edit')}</Button>
  return (
    <LinkButton asChild>
      <UiLink href={`/invoices/${invoice.invoiceId}/edit`}>{t('edit')}</UiLink>
    </LinkButton>
  )
}

function usePaperEntries(invoice: InvoiceView): MenuEntry[] {
  const t = useTranslations('billing.invoices.actions')
  const disabledReason = useWhyNot()('paper', invoice)
  return [
    { id: 'print', label: t('print'), onSelect: () => window.print() },
    { id: 'pdf', label: t('pdf'), href: `/api/v1/invoices/${invoice.invoiceId}/pdf`, disabledReason },
  ]
}

interface AskedDialogProps extends InvoiceActionsProps {
  asked: Asked | null
  onAsk: (action: Asked) => void
  onClose: () => void
}

function AskedDialog({ asked, invoice, extensions, onGo, onAsk, onClose }: AskedDialogProps) {
  const whyNot = useWhyNot()
  switch (asked) {
    case null:
      return null
    case 'finalize':
      return <FinalizeDialog invoice={invoice} explain={extensions.explainFinding} onClose={onClose} />
    case 'delete':
      return <DeleteDraftDialog invoice={invoice} onClose={onClose} onDeleted={() => onGo('/invoices')} />
    case 'reopen':
      return <ReopenDialog invoice={invoice} onClose={onClose} />
    case 'void':
      return (
        <VoidDialog
          invoice={invoice}
          advice={extensions.voidAdvice}
          onCredit={whyNot('creditNote', invoice) ? undefined : () => onAsk('creditNote')}
          onClose={onClose}
        />
      )
    case 'recordPayment':
      return <RecordPaymentDialog invoiceId={invoice.invoiceId} onClose={onClose} />
    case 'applyCredit':
      return <ApplyCreditDialog invoice={invoice} onClose={onClose} />
    case 'send':
      return <SendDialog invoice={invoice} onClose={onClose} />
    case 'creditNote':
      return <CreditNoteDialog invoice={invoice} onClose={onClose} onGo={onGo} />
  }
}
