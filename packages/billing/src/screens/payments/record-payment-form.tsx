'use client'

import { ErrorSummary, Field, Select, TextArea, TextInput } from '@tieout/ui'
import type { FormEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { paymentMethod } from '../../contract/index.ts'
import { ClientChoice } from '../invoices/client-choice.tsx'
import { useMistakeText, useRefusalText } from '../words.ts'
import { CurrencyChoice } from './currency-choice.tsx'
import { useMethodText } from './payment-words.ts'
import { SplitTable } from './split-table.tsx'
import { usePaymentMistakes, type PaymentMistakes } from './use-payment-mistakes.ts'
import type { PaymentForm } from './use-payment-form.ts'

/** The fields of a payment. Its submit button stands outside, connected by the form's id. */
export function RecordPaymentForm({ id, form }: { id: string; form: PaymentForm }) {
  const refusalText = useRefusalText()
  const mistakes = usePaymentMistakes(id, form)
  const { open } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit()
  }
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <ErrorSummary errors={mistakes.summary} />
      <WhoAndHowMuch id={id} form={form} mistakes={mistakes} />
      <HowItCame id={id} form={form} mistakes={mistakes} />
      {form.values.client && (
        <SplitTable
          documents={form.documents}
          currency={form.values.currency}
          texts={form.texts}
          errors={mistakes.lines}
          fieldId={(invoiceId) => `${id}-${invoiceId}`}
          loading={open.isPending}
          problem={
            open.error && !open.data
              ? { message: refusalText(open.error) ?? '', onRetry: () => void open.refetch() }
              : undefined
          }
          more={open.data?.more ?? false}
          leftMinor={form.paid.minor === null ? null : form.split.leftMinor}
          onChange={form.changeLine}
          onPropose={form.values.split ? () => form.change({ split: null }) : undefined}
        />
      )}
    </form>
  )
}

interface PartProps {
  id: string
  form: PaymentForm
  mistakes: PaymentMistakes
}

function WhoAndHowMuch({ id, form, mistakes }: PartProps) {
  const t = useTranslations('billing.payments.form')
  const { values, change } = form
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field id={`${id}-client`} label={t('client')} error={mistakes.fields.client} required>
        <ClientChoice
          value={values.client}
          onChange={(client) => client && change({ client, currency: client.currency ?? '', split: null })}
        />
      </Field>
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <Field id={`${id}-amount`} label={t('amount')} error={mistakes.fields.amount} required>
          <TextInput
            numeric
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={values.amount}
            onChange={(event) => change({ amount: event.currentTarget.value })}
          />
        </Field>
        <CurrencyChoice
          clientId={values.client?.clientId}
          value={values.currency}
          onChange={(currency) => change({ currency, split: null })}
        />
      </div>
    </div>
  )
}

function HowItCame({ id, form, mistakes }: PartProps) {
  const t = useTranslations('billing.payments.form')
  const methodText = useMethodText()
  const mistakeText = useMistakeText()
  const { values, change } = form
  const refused = (field: string): ReactNode => {
    const mistake = form.error?.problem.fields?.find((each) => each.field === field)
    return mistake && mistakeText(mistake)
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field
        id={`${id}-paidOn`}
        label={t('paidOn')}
        error={mistakes.fields.paidOn ?? refused('paidOn')}
        required
      >
        <TextInput
          type="date"
          value={values.paidOn}
          onChange={(event) => change({ paidOn: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('method')}>
        <Select
          value={values.method}
          onChange={(event) => change({ method: paymentMethod.parse(event.currentTarget.value) })}
          options={paymentMethod.options.map((value) => ({ value, label: methodText(value) }))}
        />
      </Field>
      <Field label={t('reference')} hint={t('referenceHint')} error={refused('reference')}>
        <TextInput
          maxLength={200}
          autoComplete="off"
          value={values.reference}
          onChange={(event) => change({ reference: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('note')} hint={t('noteHint')} error={refused('note')}>
        <TextArea
          rows={1}
          maxLength={4000}
          value={values.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </Field>
    </div>
  )
}
