'use client'

import type { FormError } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { useAmountMistake } from './payment-words.ts'
import { refusedDocument, useMoneyRefusal } from './refusal-words.ts'
import type { PaymentForm } from './use-payment-form.ts'

export interface PaymentMistakes {
  fields: { client?: string; amount?: string; paidOn?: string }
  /** By document. */
  lines: Record<string, string>
  summary: FormError[]
}

/** What is wrong with a payment, in words and at its place: told after the first try, and then as one types. */
export function usePaymentMistakes(id: string, form: PaymentForm): PaymentMistakes {
  const t = useTranslations('billing.payments.form')
  const amountMistake = useAmountMistake()
  const moneyRefusal = useMoneyRefusal()
  const { values, paid, split, error } = form
  const { currency } = values
  const fields: PaymentMistakes['fields'] = {}
  const lines: Record<string, string> = {}
  const rest: FormError[] = []
  if (form.attempted) {
    if (!values.client) fields.client = t('chooseClient')
    if (paid.mistake) fields.amount = amountMistake(paid.mistake, currency)
    if (values.paidOn === '') fields.paidOn = t('chooseDate')
    for (const [invoiceId, mistake] of Object.entries(split.mistakes)) {
      lines[invoiceId] = amountMistake(mistake, currency)
    }
    if (paid.minor !== null && split.leftMinor < 0) {
      rest.push({
        message: amountMistake({ kind: 'more-than-payment', byMinor: -split.leftMinor }, currency),
      })
    }
  }
  if (error) {
    const message = moneyRefusal(error) ?? ''
    const document = refusedDocument(error)
    if (document && form.documents.some((each) => each.invoiceId === document)) lines[document] = message
    else rest.push({ message })
  }
  const atFields = [...Object.entries(fields), ...Object.entries(lines)].map(([name, message]) => ({
    fieldId: `${id}-${name}`,
    message,
  }))
  return { fields, lines, summary: [...atFields, ...rest] }
}
