'use client'

import { useApiCommand } from '@tieout/platform/web'
import { Banner, Button, ConfirmDialog, Skeleton, toast, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { voidInvoice, type InvoiceView } from '../../contract/index.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import type { InvoiceExtensions, VoidAdvice } from './extensions.ts'
import { useDocumentName, useInvoiceRefusal } from './words.tsx'

export interface VoidDialogProps {
  invoice: InvoiceView
  /** What others say about it; without them the books are all there is. */
  advice?: InvoiceExtensions['voidAdvice']
  /** Writes a credit note instead, where one can be written. */
  onCredit?: () => void
  onClose: () => void
}

/** A void cannot be undone, so it says first what it does, here and elsewhere. */
export function VoidDialog({ advice, ...props }: VoidDialogProps) {
  if (advice === undefined) return <Asking {...props} advice={NOTHING_SAID} />
  return advice(props.invoice, (given) => <Asking {...props} advice={given} />)
}

const NOTHING_SAID: VoidAdvice = { consequences: [] }

function Asking({
  invoice,
  advice,
  onCredit,
  onClose,
}: Omit<VoidDialogProps, 'advice'> & { advice: VoidAdvice }) {
  const t = useTranslations('billing.invoices.voiding')
  const refusalText = useInvoiceRefusal()
  const number = useDocumentName()(invoice)
  const cancel = useApiCommand(voidInvoice, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done', { number }))
      onClose()
    },
  })
  const { looking, better, refused } = advice
  const isBetter = better !== undefined && onCredit !== undefined
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number })}
      confirmLabel={t('confirm', { number })}
      tone="danger"
      reason
      busy={cancel.isPending}
      disabledReason={looking ?? refused}
      instead={
        onCredit && (isBetter || refused !== undefined)
          ? { label: t('creditInstead'), onClick: onCredit }
          : undefined
      }
      error={refusalText(cancel.error)}
      onConfirm={(reason) => cancel.mutate({ invoiceId: invoice.invoiceId, reason })}
    >
      <div className="flex flex-col gap-3">
        {refused !== undefined && (
          <Banner
            tone="danger"
            title={refused}
            action={
              advice.again && (
                <Button size="sm" onClick={advice.again.onClick}>
                  {advice.again.label}
                </Button>
              )
            }
          />
        )}
        {better !== undefined && <Banner tone="warning" title={better} />}
        <Consequences invoice={invoice} number={number} advice={advice} />
      </div>
    </ConfirmDialog>
  )
}

function Consequences({
  invoice,
  number,
  advice: { looking, consequences },
}: {
  invoice: InvoiceView
  number: string
  advice: VoidAdvice
}) {
  const t = useTranslations('billing.invoices.voiding')
  const money = useMoney()
  const { currency, balanceDueMinor, creditPool } = invoice
  const amount = (minor: number) => money({ minor, currency })
  return (
    <ul className="list-disc space-y-1 pl-4">
      {balanceDueMinor > 0 && <li>{t('noLongerOwed', { amount: amount(balanceDueMinor) })}</li>}
      {returning(invoice).map(({ source, minor }) => (
        <li key={source}>{t('creditReturns', { amount: amount(minor), source })}</li>
      ))}
      {creditPool && <li>{t('creditWithdrawn', { amount: amount(creditPool.remainingMinor) })}</li>}
      <li>{t('keepsNumber', { number })}</li>
      {consequences.map((each) => (
        <li key={each}>{each}</li>
      ))}
      {looking !== undefined && (
        <li>
          <span role="status" aria-label={looking}>
            <Skeleton className="inline-block h-4 w-48 align-middle" />
          </span>
        </li>
      )}
      <li>{t('forGood')}</li>
    </ul>
  )
}

/** What goes back to each credit note or prepayment that it came from. */
function returning({ credits }: InvoiceView): { source: string; minor: number }[] {
  const sums = new Map<string, number>()
  for (const { sourceNumber, sourceInvoiceId, amountMinor, unappliedAt } of credits) {
    if (unappliedAt !== null) continue
    const source = sourceNumber ?? sourceInvoiceId
    sums.set(source, (sums.get(source) ?? 0) + amountMinor)
  }
  return [...sums].map(([source, minor]) => ({ source, minor }))
}
