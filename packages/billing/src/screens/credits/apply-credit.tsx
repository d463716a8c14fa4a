'use client'

import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import {
  Button,
  Dialog,
  EmptyState,
  ErrorSummary,
  Field,
  Select,
  Skeleton,
  TextInput,
  toast,
  useMoney,
} from '@tieout/ui'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { applyCredit, listInvoices, type CreditView, type InvoiceRow } from '../../contract/index.ts'
import { formatAmount } from '../../money/input.ts'
import { BeforeAfter } from '../before-after.tsx'
import { useAmountMistake } from '../payments/payment-words.ts'
import { useMoneyRefusal } from '../payments/refusal-words.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import { readPaidAmount, type SplitMistake } from '../payments/split.ts'

/** Pays an invoice from a pool of credit. */
export function ApplyCredit({ credit }: { credit: CreditView }) {
  const t = useTranslations('billing.credits.apply')
  const may = useMay('credit:apply')
  const [open, setOpen] = useState(false)
  const refused = !may ? t('mayNot') : credit.state === 'available' ? undefined : t(`not-${credit.state}`)
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)} disabledReason={refused}>
        {t('button')}
      </Button>
      {open && <ApplyDialog credit={credit} onClose={() => setOpen(false)} />}
    </>
  )
}

/** As many open invoices of one client as a list of choices can hold. */
const MOST_OFFERED = 200

function ApplyDialog({ credit, onClose }: { credit: CreditView; onClose: () => void }) {
  const t = useTranslations('billing.credits.apply')
  const refusalText = useMoneyRefusal()
  const { clientId, currency } = credit
  // Only an invoice can be paid with credit: a prepayment wants money, and a credit note is owed by nobody.
  const open = useApiQuery(listInvoices, {
    clientId,
    currency,
    type: 'standard',
    status: 'open',
    sort: 'due_date',
    direction: 'asc',
    limit: MOST_OFFERED,
  })
  if (open.data && open.data.items.length > 0) {
    return <ApplyForm credit={credit} invoices={open.data.items} onClose={onClose} />
  }
  return (
    <Frame credit={credit} onClose={onClose}>
      {open.error ? (
        <ErrorSummary errors={[{ message: refusalText(open.error) ?? '' }]} />
      ) : open.data ? (
        <EmptyState title={t('nothingOpen')} />
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
    </Frame>
  )
}

interface ApplyFormProps {
  credit: CreditView
  invoices: readonly InvoiceRow[]
  onClose: () => void
}

function ApplyForm({ credit, invoices, onClose }: ApplyFormProps) {
  const t = useTranslations('billing.credits.apply')
  const money = useMoney()
  const refusalText = useMoneyRefusal()
  const amountMistake = useAmountMistake()
  const id = useId()
  const form = useApplyForm(credit, invoices, onClose)
  const { currency } = credit
  const mistake = form.attempted && form.mistake ? amountMistake(form.mistake, currency) : undefined
  const refusal = refusalText(form.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit()
  }
  const action = (
    <Button variant="primary" type="submit" form={id} busy={form.busy}>
      {t('submit')}
    </Button>
  )
  return (
    <Frame credit={credit} onClose={onClose} action={action}>
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <ErrorSummary errors={refusal ? [{ message: refusal }] : []} />
        <Field label={t('invoice')}>
          <Select
            value={form.invoice?.invoiceId}
            onChange={(event) => form.choose(event.currentTarget.value)}
            options={invoices.map((each) => ({
              value: each.invoiceId,
              label: t('option', {
                number: each.number ?? '',
                amount: money({ minor: each.balanceDueMinor, currency }),
              }),
            }))}
          />
        </Field>
        <Field label={t('amount')} error={mistake} required>
          <TextInput
            numeric
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={form.amount}
            onChange={(event) => form.setAmount(event.currentTarget.value)}
          />
        </Field>
        {form.invoice && (
          <Effect credit={credit} invoice={form.invoice} minor={form.mistake ? null : form.minor} />
        )}
      </form>
    </Frame>
  )
}

function useApplyForm(credit: CreditView, invoices: readonly InvoiceRow[], onClose: () => void) {
  const t = useTranslations('billing.credits.apply')
  const locale = useLocale()
  const { creditId, currency, remainingMinor } = credit
  const [invoiceId, setInvoiceId] = useState(invoices[0]?.invoiceId)
  const [typed, setTyped] = useState<string | null>(null)
  const [attempted, setAttempted] = useState(false)
  const command = useApiCommand(applyCredit, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
  })
  const invoice = invoices.find((each) => each.invoiceId === invoiceId)
  const owedMinor = invoice?.balanceDueMinor ?? 0
  const amount = typed ?? formatAmount(Math.min(remainingMinor, owedMinor), currency, locale)
  const paid = readPaidAmount(amount, { currency, locale })
  const minor = paid.minor ?? 0
  const mistake = paid.mistake ?? tooMuch(minor, owedMinor, remainingMinor, invoice?.number ?? '')
  return {
    invoice,
    amount,
    minor,
    mistake,
    attempted,
    error: command.error,
    busy: command.isPending || command.isSuccess,
    choose(next: string) {
      setInvoiceId(next)
      setTyped(null)
      command.reset()
    },
    setAmount(next: string) {
      setTyped(next)
      command.reset()
    },
    submit() {
      setAttempted(true)
      if (invoice && !mistake) command.mutate({ invoiceId: invoice.invoiceId, creditId, amountMinor: minor })
    },
  }
}

function tooMuch(minor: number, owedMinor: number, leftMinor: number, number: string): SplitMistake | null {
  if (minor > owedMinor) return { kind: 'over-payment', number, owedMinor }
  return minor > leftMinor ? { kind: 'more-than-credit', leftMinor } : null
}

function Effect({
  credit,
  invoice,
  minor,
}: {
  credit: CreditView
  invoice: InvoiceRow
  minor: number | null
}) {
  const t = useTranslations('billing.credits.apply')
  const after = (before: number) => (minor === null ? null : before - minor)
  const { balanceDueMinor } = invoice
  const { remainingMinor, currency } = credit
  return (
    <BeforeAfter
      currency={currency}
      rows={[
        {
          label: t('owedOn', { number: invoice.number ?? '' }),
          before: balanceDueMinor,
          after: after(balanceDueMinor),
        },
        { label: t('left'), before: remainingMinor, after: after(remainingMinor) },
      ]}
    />
  )
}

function Frame(props: { credit: CreditView; onClose: () => void; action?: ReactNode; children: ReactNode }) {
  const t = useTranslations('billing.credits.apply')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={t('title', { number: props.credit.sourceNumber })}
      footer={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          {props.action}
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
