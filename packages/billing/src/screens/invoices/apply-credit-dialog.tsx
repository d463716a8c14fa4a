'use client'

import { useApiCommand, useApiQuery } from '@tieout/platform/web'
import {
  Banner,
  Button,
  Dialog,
  EmptyState,
  Field,
  Select,
  Skeleton,
  TextInput,
  toast,
  useDateText,
  useMoney,
} from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { applyCredit, listCredits, type CreditSummary, type InvoiceView } from '../../contract/index.ts'
import { formatAmount, parseAmount } from '../../money/input.ts'
import { BeforeAfter } from '../before-after.tsx'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import { useInvoiceRefusal } from './words.tsx'

/** Pays an invoice with credit the client has, showing what is left on both sides before it is done. */
export function ApplyCreditDialog({ invoice, onClose }: { invoice: InvoiceView; onClose: () => void }) {
  const t = useTranslations('billing.invoices.applying')
  const refusalText = useInvoiceRefusal()
  const formId = useId()
  const { clientId, currency } = invoice
  const credits = useApiQuery(listCredits, { clientId, state: 'available', limit: 200 })
  const usable = credits.data?.items.filter((credit) => credit.currency === currency) ?? []
  const apply = useApiCommand(applyCredit, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number: invoice.number ?? '' })}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={apply.isPending}
            disabledReason={usable.length === 0 ? t('noneBody') : undefined}
          >
            {t('confirm')}
          </Button>
        </>
      }
    >
      {credits.isPending && <Skeleton className="h-32 w-full" />}
      {credits.error && <Banner tone="danger">{refusalText(credits.error)}</Banner>}
      {credits.data && usable.length === 0 && <EmptyState title={t('none')} body={t('noneBody')} />}
      {usable.length > 0 && (
        <CreditForm
          id={formId}
          invoice={invoice}
          credits={usable}
          problem={refusalText(apply.error)}
          onSubmit={(creditId, amountMinor) =>
            apply.mutate({ invoiceId: invoice.invoiceId, amountMinor, ...(creditId && { creditId }) })
          }
        />
      )}
    </Dialog>
  )
}

interface CreditFormProps {
  id: string
  invoice: InvoiceView
  credits: readonly CreditSummary[]
  problem: string | undefined
  onSubmit: (creditId: string, amountMinor: number) => void
}

function CreditForm({ id, invoice, credits, problem, onSubmit }: CreditFormProps) {
  const t = useTranslations('billing.invoices.applying')
  const locale = useLocale()
  const { currency, balanceDueMinor } = invoice
  const [creditId, setCreditId] = useState('')
  const chosen = credits.filter((credit) => creditId === '' || credit.creditId === creditId)
  const available = chosen.reduce((sum, credit) => sum + credit.remainingMinor, 0)
  const most = Math.min(available, balanceDueMinor)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? formatAmount(most, currency, locale)
  const read = parseAmount(text, currency, locale)
  const amount = read.ok && read.value > 0 ? read.value : null
  const mistake =
    amount === null
      ? t('mistakes.amount')
      : amount > balanceDueMinor
        ? t('mistakes.moreThanOwed')
        : amount > available
          ? t('mistakes.moreThanCredit')
          : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (amount !== null && !mistake) onSubmit(creditId, amount)
  }
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Banner tone="danger">{problem}</Banner>}
      <Field label={t('credit')}>
        <CreditSelect credits={credits} value={creditId} onChange={setCreditId} />
      </Field>
      <Field label={t('amount', { currency })} error={mistake}>
        <TextInput
          numeric
          inputMode="decimal"
          value={text}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Field>
      <BeforeAfter
        currency={currency}
        rows={[
          {
            label: t('owed'),
            before: balanceDueMinor,
            after: mistake ? null : balanceDueMinor - (amount ?? 0),
          },
          { label: t('left'), before: available, after: mistake ? null : available - (amount ?? 0) },
        ]}
      />
    </form>
  )
}

function CreditSelect(props: {
  credits: readonly CreditSummary[]
  value: string
  onChange: (id: string) => void
}) {
  const t = useTranslations('billing.invoices.applying')
  const money = useMoney()
  const dateText = useDateText()
  return (
    <Select
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      placeholder={t('oldestFirst')}
      options={props.credits.map((credit) => ({
        value: credit.creditId,
        label: t('creditOption', {
          number: credit.sourceNumber,
          amount: money({ minor: credit.remainingMinor, currency: credit.currency }),
          date: dateText(credit.issuedOn),
        }),
      }))}
    />
  )
}
