'use client'

import { useApiCommand } from '@tieout/platform/web'
import { Banner, Button, Checkbox, cx, Dialog, Field, FilterChips, Money, TextInput, toast } from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { creditInvoice, type InvoiceLineView, type InvoiceView } from '../../contract/index.ts'
import { grossOf } from '../../documents/credited-part.ts'
import { BeforeAfter } from '../before-after.tsx'
import type { Go } from './address.ts'
import {
  beginCredit,
  leftOf,
  planOf,
  type CreditChoice,
  type CreditPlan,
  type CreditWay,
} from './credit-plan.ts'
import { percent, useInvoiceRefusal } from './words.tsx'

const WAYS = ['whole', 'lines', 'amount'] as const satisfies readonly CreditWay[]

export interface CreditNoteDialogProps {
  invoice: InvoiceView
  onClose: () => void
  onGo: Go
}

/** Begins a credit note: it becomes a draft, which is looked at before it counts. */
export function CreditNoteDialog({ invoice, onClose, onGo }: CreditNoteDialogProps) {
  const t = useTranslations('billing.invoices.crediting')
  const refusalText = useInvoiceRefusal()
  const locale = useLocale()
  const formId = useId()
  const [choice, setChoice] = useState(beginCredit)
  const [tried, setTried] = useState(false)
  const plan = planOf(invoice, choice, locale)
  const create = useApiCommand(creditInvoice, {
    refreshes: ['invoice'],
    onSuccess(draft) {
      toast.success(t('done'))
      onGo(`/invoices/${draft.invoiceId}`)
    },
  })
  const problem = refusalText(create.error) ?? (tried && !plan.ok ? t(`mistakes.${plan.mistake}`) : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (plan.ok) create.mutate({ invoiceId: invoice.invoiceId, part: plan.part })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number: invoice.number ?? '' })}
      description={t('description')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={create.isPending || create.isSuccess}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {problem && <Banner tone="danger">{problem}</Banner>}
        <FilterChips
          label={t('way')}
          value={choice.way}
          onValueChange={(way) => setChoice({ ...choice, way })}
          options={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))}
        />
        {choice.way === 'lines' && <LineChoice invoice={invoice} choice={choice} onChange={setChoice} />}
        {choice.way === 'amount' && (
          <Field label={t('amount', { currency: invoice.currency })} hint={t('amountHint')}>
            <TextInput
              numeric
              inputMode="decimal"
              value={choice.amount}
              onChange={(event) => setChoice({ ...choice, amount: event.currentTarget.value })}
            />
          </Field>
        )}
        <Outcome invoice={invoice} plan={plan} />
      </form>
    </Dialog>
  )
}

/** The note to the cent, and what becomes of the invoice: at once, and when the credit is applied to it. */
function Outcome({ invoice, plan }: { invoice: InvoiceView; plan: CreditPlan }) {
  const t = useTranslations('billing.invoices.crediting')
  const { currency, creditableMinor, balanceDueMinor } = invoice
  const amount = plan.ok ? plan.amountMinor : null
  const over = (minor: number) => Math.max(minor, 0)
  return (
    <>
      <NoteSums plan={plan} currency={currency} />
      <BeforeAfter
        currency={currency}
        rows={[
          {
            label: t('creditable'),
            before: creditableMinor,
            after: amount === null ? null : creditableMinor - amount,
          },
          {
            label: t('balanceApplied'),
            before: balanceDueMinor,
            after: amount === null ? null : over(balanceDueMinor - amount),
          },
          {
            label: t('creditLeft'),
            before: 0,
            after: amount === null ? null : over(amount - balanceDueMinor),
          },
        ]}
      />
    </>
  )
}

function NoteSums({ plan, currency }: { plan: CreditPlan; currency: string }) {
  const t = useTranslations('billing.invoices.crediting')
  const locale = useLocale()
  const money = (minor: number) => (plan.ok ? <Money minor={minor} currency={currency} /> : '–')
  const row = 'flex justify-between gap-4 py-1'
  return (
    <dl aria-live="polite" className="text-sm">
      <div className={cx(row, 'text-ink-muted')}>
        <dt>{t('net')}</dt>
        <dd>{money(plan.ok ? plan.netMinor : 0)}</dd>
      </div>
      {plan.ok &&
        plan.taxes.map(({ taxRateId, name, ratePpm, taxMinor }) => (
          <div key={taxRateId} className={cx(row, 'text-ink-muted')}>
            <dt>{t('tax', { name, rate: percent(locale, ratePpm) })}</dt>
            <dd>{money(taxMinor)}</dd>
          </div>
        ))}
      <div className={cx(row, 'border-t border-line-strong font-medium')}>
        <dt>{t('note')}</dt>
        <dd>{money(plan.ok ? plan.amountMinor : 0)}</dd>
      </div>
    </dl>
  )
}

interface LineChoiceProps {
  invoice: InvoiceView
  choice: CreditChoice
  onChange: (choice: CreditChoice) => void
}

function LineChoice({ invoice, choice, onChange }: LineChoiceProps) {
  const t = useTranslations('billing.invoices.crediting')
  const set = (line: InvoiceLineView, quantity: string | undefined) => {
    const { [line.lineId]: _before, ...others } = choice.quantities
    onChange({
      ...choice,
      quantities: quantity === undefined ? others : { ...others, [line.lineId]: quantity },
    })
  }
  return (
    <ul className="divide-y divide-line border-y border-line">
      {leftOf(invoice).map((left) => {
        const { line } = left
        const leftMinor = grossOf(left)
        const quantity = choice.quantities[line.lineId]
        return (
          <li key={line.lineId} className="flex flex-wrap items-center gap-3 py-2">
            <Checkbox
              className="min-w-40 flex-1"
              label={line.description}
              hint={
                leftMinor === 0 ? t('lineCredited') : <Money minor={leftMinor} currency={invoice.currency} />
              }
              disabled={leftMinor === 0}
              checked={quantity !== undefined}
              onCheckedChange={(checked) => set(line, checked ? '' : undefined)}
            />
            {quantity !== undefined && (
              <Field className="w-32" label={t('quantityOf', { quantity: Number(line.quantity) })}>
                <TextInput
                  numeric
                  inputMode="decimal"
                  placeholder={t('allOfIt')}
                  value={quantity}
                  onChange={(event) => set(line, event.currentTarget.value)}
                />
              </Field>
            )}
          </li>
        )
      })}
    </ul>
  )
}
