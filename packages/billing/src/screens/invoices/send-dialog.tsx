'use client'

import { useApiCommand, useApiQuery } from '@tieout/platform/web'
import { Banner, Button, Dialog, Field, TextArea, TextInput, toast } from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useTranslations } from 'use-intl'
import { getClient, sendInvoice, type InvoiceView } from '../../contract/index.ts'
import { useInvoiceRefusal } from './words.tsx'

/** Sends the document with its PDF; to the client's own address unless another is given. */
export function SendDialog({ invoice, onClose }: { invoice: InvoiceView; onClose: () => void }) {
  const t = useTranslations('billing.invoices.sending')
  const refusalText = useInvoiceRefusal()
  const formId = useId()
  const client = useApiQuery(getClient, { clientId: invoice.clientId })
  const [to, setTo] = useState('')
  const [message, setMessage] = useState('')
  const own = client.data?.email
  const send = useApiCommand(sendInvoice, {
    onSuccess({ toEmail }) {
      toast.success(t('done', { email: toEmail }))
      onClose()
    },
  })
  const isAboutAddress = send.error?.problem.fields?.some(({ field }) => field === 'to')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = to.trim()
    send.mutate({ invoiceId: invoice.invoiceId, message, ...(address && { to: address }) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number: invoice.number ?? '' })}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={send.isPending}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {send.error && !isAboutAddress && <Banner tone="danger">{refusalText(send.error)}</Banner>}
        <Field
          label={t('to')}
          hint={
            own ? t('toHint', { email: own }) : client.data && t('noAddress', { name: invoice.clientName })
          }
          error={isAboutAddress ? t('wrongAddress') : undefined}
        >
          <TextInput
            type="email"
            autoComplete="off"
            placeholder={own ?? ''}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Field>
        <Field label={t('message')} hint={t('messageHint')}>
          <TextArea
            maxLength={2000}
            value={message}
            onChange={(event) => setMessage(event.currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
