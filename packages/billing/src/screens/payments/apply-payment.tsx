'use client'

import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import { Button, Dialog, ErrorSummary, toast, useMoney, type FormError } from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { applyPayment, suggestPayment, type PaymentView } from '../../contract/index.ts'
import { useRefusalText } from '../words.ts'
import { useAmountMistake } from './payment-words.ts'
import { refusedDocument, useMoneyRefusal } from './refusal-words.ts'
import { MONEY_MOVED } from './refreshes.ts'
import { readSplit, splitOver, textsOf, type SplitTexts } from './split.ts'
import { SplitTable } from './split-table.tsx'

/** Puts what is left of a receipt to use. */
export function ApplyPayment({ payment }: { payment: PaymentView }) {
  const t = useTranslations('billing.payments.apply')
  const may = useMay('payment:create')
  const [open, setOpen] = useState(false)
  if (payment.reversedAt || payment.unappliedMinor === 0) return null
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)} disabledReason={may ? undefined : t('mayNot')}>
        {t('button')}
      </Button>
      {open && <ApplyDialog payment={payment} onClose={() => setOpen(false)} />}
    </>
  )
}

function ApplyDialog({ payment, onClose }: { payment: PaymentView; onClose: () => void }) {
  const t = useTranslations('billing.payments.apply')
  const money = useMoney()
  const refusalText = useRefusalText()
  const id = useId()
  const form = useApplyForm(payment, onClose)
  const mistakes = useApplyMistakes(id, payment, form)
  const { suggestion } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { amount: money({ minor: payment.unappliedMinor, currency: payment.currency }) })}
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            busy={form.busy}
            disabledReason={form.split.allocations.length > 0 ? undefined : t('nothingYet')}
          >
            {t('submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <ErrorSummary errors={mistakes.summary} />
        <SplitTable
          documents={form.documents}
          currency={payment.currency}
          texts={form.texts}
          errors={mistakes.lines}
          fieldId={(invoiceId) => `${id}-${invoiceId}`}
          loading={suggestion.isPending}
          problem={
            suggestion.error && !suggestion.data
              ? { message: refusalText(suggestion.error) ?? '', onRetry: () => void suggestion.refetch() }
              : undefined
          }
          more={suggestion.data?.more ?? false}
          leftMinor={form.split.leftMinor}
          onChange={form.changeLine}
          onPropose={form.isEdited ? form.propose : undefined}
        />
      </form>
    </Dialog>
  )
}

function useApplyForm(payment: PaymentView, onClose: () => void) {
  const t = useTranslations('billing.payments.apply')
  const locale = useLocale()
  const { clientId, currency, paymentId, unappliedMinor } = payment
  const [edited, setEdited] = useState<SplitTexts | null>(null)
  const [attempted, setAttempted] = useState(false)
  const suggestion = useApiQuery(suggestPayment, { clientId, currency })
  const command = useApiCommand(applyPayment, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
    onError: () => void suggestion.refetch(),
  })
  const documents = suggestion.data?.items ?? []
  const texts = edited ?? textsOf(splitOver(unappliedMinor, documents), { currency, locale })
  const split = readSplit(unappliedMinor, documents, texts, { currency, locale })
  const change = (next: SplitTexts | null) => {
    if (command.error) command.reset()
    setEdited(next)
  }
  return {
    suggestion,
    documents,
    texts,
    split,
    attempted,
    isEdited: edited !== null,
    error: command.error,
    busy: command.isPending || command.isSuccess,
    propose: () => change(null),
    changeLine: (invoiceId: string, text: string) => change({ ...texts, [invoiceId]: text }),
    submit() {
      setAttempted(true)
      const { allocations, mistakes, leftMinor } = split
      if (allocations.length === 0 || leftMinor < 0 || Object.keys(mistakes).length > 0) return
      command.mutate({ paymentId, allocations })
    },
  }
}

function useApplyMistakes(id: string, { currency }: PaymentView, form: ReturnType<typeof useApplyForm>) {
  const amountMistake = useAmountMistake()
  const moneyRefusal = useMoneyRefusal()
  const lines: Record<string, string> = {}
  const rest: FormError[] = []
  if (form.attempted) {
    for (const [invoiceId, mistake] of Object.entries(form.split.mistakes)) {
      lines[invoiceId] = amountMistake(mistake, currency)
    }
    if (form.split.leftMinor < 0) {
      rest.push({
        message: amountMistake({ kind: 'more-than-payment', byMinor: -form.split.leftMinor }, currency),
      })
    }
  }
  if (form.error) {
    const message = moneyRefusal(form.error) ?? ''
    const document = refusedDocument(form.error)
    if (document && form.documents.some((each) => each.invoiceId === document)) lines[document] = message
    else rest.push({ message })
  }
  const atLines = Object.entries(lines).map(([name, message]) => ({ fieldId: `${id}-${name}`, message }))
  return { lines, summary: [...atLines, ...rest] }
}
