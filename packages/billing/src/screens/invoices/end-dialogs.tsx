'use client'

import { useApiCommand } from '@tieout/platform/web'
import { ConfirmDialog, toast, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { deleteDraft, reopenInvoice, type InvoiceView } from '../../contract/index.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import { useDocumentName, useInvoiceRefusal } from './words.tsx'

interface EndDialogProps {
  invoice: InvoiceView
  onClose: () => void
}

export function DeleteDraftDialog({
  invoice,
  onClose,
  onDeleted,
}: EndDialogProps & { onDeleted: () => void }) {
  const t = useTranslations('billing.invoices.deleting')
  const refusalText = useInvoiceRefusal()
  const remove = useApiCommand(deleteDraft, {
    // The page of what is gone is not read once more; the list is, when it is shown.
    refreshes: [],
    onSuccess() {
      toast.success(t('done'))
      onDeleted()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { clientName: invoice.clientName })}
      confirmLabel={t('confirm')}
      tone="danger"
      busy={remove.isPending}
      error={refusalText(remove.error)}
      onConfirm={() => remove.mutate({ invoiceId: invoice.invoiceId })}
    >
      {t('body')}
    </ConfirmDialog>
  )
}

/** Says first what becomes of the number, of the money and of what the client sees. */
export function ReopenDialog({ invoice, onClose }: EndDialogProps) {
  const t = useTranslations('billing.invoices.reopening')
  const refusalText = useInvoiceRefusal()
  const money = useMoney()
  const number = useDocumentName()(invoice)
  const { invoiceId, version, clientName, currency, balanceDueMinor } = invoice
  const reopen = useApiCommand(reopenInvoice, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done', { number }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number })}
      confirmLabel={t('confirm')}
      reason
      busy={reopen.isPending}
      error={refusalText(reopen.error)}
      onConfirm={(reason) => reopen.mutate({ invoiceId, version, reason })}
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>{t('keepsNumber', { number })}</li>
        <li>{t('noLongerOwed', { amount: money({ minor: balanceDueMinor, currency }) })}</li>
        <li>{t('leavesPortal', { clientName })}</li>
        <li>{t('recorded')}</li>
      </ul>
    </ConfirmDialog>
  )
}
