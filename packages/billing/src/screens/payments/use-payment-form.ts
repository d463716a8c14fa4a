'use client'

import { newFormKey, useApiCommand, useApiQuery } from '@tieout/platform/web'
import { useState } from 'react'
import { useLocale } from 'use-intl'
import { recordPayment, suggestPayment, type PaymentMethod, type PaymentView } from '../../contract/index.ts'
import type { ChosenClient } from '../invoices/client-choice.tsx'
import { MONEY_MOVED } from './refreshes.ts'
import { splitOver, readPaidAmount, readSplit, textsOf, type SplitTexts } from './split.ts'

export interface PaymentStart {
  client: ChosenClient | null
  currency: string
  /** As it stands in the field. */
  amount: string
  /** The document somebody came from; it is paid first. */
  invoiceId?: string
  paidOn: string
}

export interface PaymentValues {
  client: ChosenClient | null
  currency: string
  amount: string
  paidOn: string
  method: PaymentMethod
  reference: string
  note: string
  /** What somebody typed over the proposal; the whole of it, so that no line moves while another is edited. */
  split: SplitTexts | null
}

const NOTHING: PaymentValues = {
  client: null,
  currency: '',
  amount: '',
  paidOn: '',
  method: 'bank_transfer',
  reference: '',
  note: '',
  split: null,
}

/** One payment while it is being written down. */
export function usePaymentForm(start: PaymentStart, onRecorded: (payment: PaymentView) => void) {
  const locale = useLocale()
  const [key] = useState(newFormKey)
  const { client, currency, amount, paidOn } = start
  const [values, setValues] = useState<PaymentValues>({ ...NOTHING, client, currency, amount, paidOn })
  const [attempted, setAttempted] = useState(false)
  const { open, documents } = useOpenDocuments(values)
  const command = useApiCommand(recordPayment, {
    refreshes: MONEY_MOVED,
    onSuccess: onRecorded,
    // Most refusals mean that something has been paid or cancelled meanwhile.
    onError: () => void open.refetch(),
  })
  // Before a client is chosen no currency is known; what is typed is read all the same.
  const written = { currency: values.currency || 'USD', locale }
  const paid = readPaidAmount(values.amount, written)
  const proposal = textsOf(splitOver(paid.minor ?? 0, documents, start.invoiceId), written)
  const texts = values.split ?? proposal
  const split = readSplit(paid.minor ?? 0, documents, texts, written)
  const change = (changes: Partial<PaymentValues>) => {
    if (command.error) command.reset()
    setValues((before) => ({ ...before, ...changes }))
  }
  const isComplete =
    values.client !== null &&
    paid.minor !== null &&
    values.paidOn !== '' &&
    split.leftMinor >= 0 &&
    Object.keys(split.mistakes).length === 0
  return {
    values,
    change,
    open,
    documents,
    texts,
    paid,
    split,
    attempted,
    error: command.error,
    busy: command.isPending || command.isSuccess || (values.client !== null && open.isLoading),
    changeLine: (invoiceId: string, text: string) => change({ split: { ...texts, [invoiceId]: text } }),
    submit() {
      setAttempted(true)
      const { client, paidOn, method, reference, note } = values
      if (!isComplete || !client || paid.minor === null || !open.data) return
      command.mutate({
        idempotencyKey: key,
        clientId: client.clientId,
        paidOn,
        currency: values.currency,
        amountMinor: paid.minor,
        method,
        reference: reference.trim() || undefined,
        note: note.trim() || undefined,
        allocations: split.allocations,
      })
    },
  }
}

export type PaymentForm = ReturnType<typeof usePaymentForm>

const NONE: never[] = []

function useOpenDocuments({ client, currency }: PaymentValues) {
  const open = useApiQuery(
    suggestPayment,
    { clientId: client?.clientId ?? '', currency },
    { enabled: client !== null && currency !== '' },
  )
  return { open, documents: open.data?.items ?? NONE }
}
