'use client'

import { useMay } from '@tieout/platform/web'
import { Banner, Button, Card, Dialog, PageHeader, Skeleton, toast, useMoney } from '@tieout/ui'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { PaymentView } from '../../contract/index.ts'
import { RecordPaymentForm } from './record-payment-form.tsx'
import { usePaymentForm, type PaymentStart } from './use-payment-form.ts'
import { usePaymentStart } from './use-payment-start.ts'

export interface RecordPaymentProps {
  clientId?: string
  /** The document somebody came from: its balance is proposed, and it is paid first. */
  invoiceId?: string
  /** Somebody let it be, or it is done and there is nothing else to do then. */
  onClose: () => void
  /** Instead of `onClose`, when there is somewhere to go. */
  onRecorded?: (payment: PaymentView) => void
}

export function RecordPaymentDialog(props: RecordPaymentProps) {
  const t = useTranslations('billing.payments')
  return (
    <Starting {...props}>
      {(start) => (
        <Writing {...props} start={start}>
          {({ form, footer }) => (
            <Dialog
              open
              onOpenChange={(open) => !open && props.onClose()}
              title={t('form.title')}
              size="lg"
              footer={footer}
            >
              {form}
            </Dialog>
          )}
        </Writing>
      )}
    </Starting>
  )
}

/** The same as a page, for a link that leads here. */
export function RecordPaymentScreen(props: RecordPaymentProps) {
  const t = useTranslations('billing.payments')
  const may = useMay('payment:create')
  return (
    <>
      <PageHeader
        title={t('form.title')}
        breadcrumbs={[{ label: t('title'), href: '/payments' }, { label: t('form.title') }]}
      />
      {may ? (
        <Starting {...props}>
          {(start) => (
            <Writing {...props} start={start}>
              {({ form, footer }) => (
                <Card className="max-w-3xl" footer={<div className="flex justify-end gap-2">{footer}</div>}>
                  {form}
                </Card>
              )}
            </Writing>
          )}
        </Starting>
      ) : (
        <Banner>{t('mayNotRecord')}</Banner>
      )}
    </>
  )
}

interface StartingProps extends RecordPaymentProps {
  children: (start: PaymentStart) => ReactNode
}

function Starting({ clientId, invoiceId, children }: StartingProps) {
  const t = useTranslations('billing.payments.form')
  const start = usePaymentStart(clientId, invoiceId)
  if (start) return children(start)
  return (
    <div role="status" aria-label={t('loading')}>
      <Skeleton className="h-64 w-full max-w-3xl" />
    </div>
  )
}

interface WritingProps extends RecordPaymentProps {
  start: PaymentStart
  children: (parts: { form: ReactNode; footer: ReactNode }) => ReactNode
}

/** Keeps to what it was opened with: a refresh behind it must not wipe out what was typed. */
function Writing({ start, onRecorded, onClose, children }: WritingProps) {
  const t = useTranslations('billing.payments.form')
  const money = useMoney()
  const id = useId()
  const form = usePaymentForm(start, (payment) => {
    const { amountMinor, currency, clientName } = payment
    toast.success(t('recorded', { amount: money({ minor: amountMinor, currency }), client: clientName }))
    if (onRecorded) onRecorded(payment)
    else onClose()
  })
  const { minor } = form.paid
  const label =
    minor === null
      ? t('submit')
      : t('submitAmount', { amount: money({ minor, currency: form.values.currency || 'USD' }) })
  return children({
    form: <RecordPaymentForm id={id} form={form} />,
    footer: (
      <>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" form={id} busy={form.busy}>
          {label}
        </Button>
      </>
    ),
  })
}
