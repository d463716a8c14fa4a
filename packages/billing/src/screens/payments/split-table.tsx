'use client'

import {
  Button,
  DataTable,
  DateText,
  EmptyState,
  Field,
  Money,
  TextInput,
  useMoney,
  type Column,
} from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { OpenDocument, SplitTexts } from './split.ts'

export interface SplitTableProps {
  documents: readonly OpenDocument[]
  currency: string
  texts: SplitTexts
  /** One sentence for each document whose amount cannot be. */
  errors: Record<string, string>
  fieldId: (invoiceId: string) => string
  loading: boolean
  problem?: { message: string; onRetry: () => void }
  /** There are more open documents than are shown. */
  more: boolean
  /** Unknown while no amount can be read. */
  leftMinor: number | null
  onChange: (invoiceId: string, text: string) => void
  /** Back to the proposal; absent while nothing was changed. */
  onPropose?: () => void
}

/** What a client owes, and how much of the payment goes to each. */
export function SplitTable(props: SplitTableProps) {
  const t = useTranslations('billing.payments.split')
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h2 className="text-sm font-medium">{t('title')}</h2>
        {props.onPropose && (
          <Button size="sm" onClick={props.onPropose}>
            {t('propose')}
          </Button>
        )}
      </div>
      <DataTable
        label={t('title')}
        columns={useColumns(props)}
        rows={props.documents}
        rowKey={(document) => document.invoiceId}
        loading={props.loading}
        skeletonRows={3}
        error={props.problem}
        maxHeight="20rem"
        empty={<EmptyState title={t('none')} body={t('noneBody')} />}
      />
      {props.more && <p className="text-xs text-ink-faint">{t('more')}</p>}
      {props.leftMinor !== null && <Remainder minor={props.leftMinor} currency={props.currency} />}
    </div>
  )
}

function useColumns(props: SplitTableProps): Column<OpenDocument>[] {
  const t = useTranslations('billing.payments.split')
  const { currency, texts, errors } = props
  return [
    {
      key: 'number',
      header: t('document'),
      cell: (each) => <span className="whitespace-nowrap">{each.number}</span>,
    },
    {
      key: 'due',
      header: t('due'),
      cell: (each) => <DateText date={each.dueDate} />,
      hideBelow: 'sm',
    },
    {
      key: 'open',
      header: t('open'),
      align: 'right',
      cell: (each) => <Money minor={each.balanceDueMinor} currency={currency} />,
    },
    {
      key: 'amount',
      header: t('amount'),
      align: 'right',
      width: '9rem',
      cell: ({ invoiceId, number }) => (
        <Field
          id={props.fieldId(invoiceId)}
          label={t('amountFor', { number })}
          hideLabel
          error={errors[invoiceId]}
          className="my-1 text-left"
        >
          <TextInput
            numeric
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={texts[invoiceId] ?? ''}
            onChange={(event) => props.onChange(invoiceId, event.currentTarget.value)}
          />
        </Field>
      ),
    },
  ]
}

function Remainder({ minor, currency }: { minor: number; currency: string }) {
  const t = useTranslations('billing.payments.split')
  const money = useMoney()
  const amount = money({ minor: Math.abs(minor), currency })
  const key = minor === 0 ? 'allApplied' : minor > 0 ? 'stays' : 'tooMuch'
  return (
    <p role="status" className={minor < 0 ? 'text-sm text-danger' : 'text-sm text-ink-muted'}>
      {t(key, { amount })}
    </p>
  )
}
