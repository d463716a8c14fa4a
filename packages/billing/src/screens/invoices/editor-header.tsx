'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Banner, Card, Checkbox, Combobox, Field, Select, TextInput, useDateText } from '@tieout/ui'
import type { Dispatch, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { currencies, taxOptions, termsOptions } from '../../contract/index.ts'
import { useCodeNames } from '../words.ts'
import { ClientChoice } from './client-choice.tsx'
import type { DraftChange } from './draft-changes.ts'
import { AS_CLIENT, NONE, type DraftForm, type DraftMistake } from './draft-form.ts'
import { fieldIdOf, mistakeAt, useMistakeWords } from './editor-words.ts'

export interface EditorHeaderProps {
  id: string
  form: DraftForm
  /** The invoice a credit note was made from: whom and how much it credits is settled. */
  follows: string | null
  /** As the server works it out. */
  dueDate: string | undefined
  mistakes: readonly DraftMistake[]
  onChange: Dispatch<DraftChange>
}

export function EditorHeader(props: EditorHeaderProps) {
  const { id, form, follows, mistakes, onChange } = props
  const t = useTranslations('billing.editor')
  const mistakeWords = useMistakeWords()
  const set = (fields: Extract<DraftChange, { kind: 'fields' }>['fields']) =>
    onChange({ kind: 'fields', fields })
  const field: FieldOf = (name, control, options = {}) => {
    const mistake = mistakeAt(mistakes, name)
    return (
      <Field
        id={fieldIdOf(id, { field: name })}
        label={t(`fields.${name}`)}
        error={mistake && mistakeWords(mistake)}
        {...options}
      >
        {control}
      </Field>
    )
  }
  const date = (name: 'issueDate' | 'dueDate') => (
    <TextInput
      type="date"
      value={form[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <Card title={t('header')}>
      {follows && (
        <div className="mb-3">
          <Banner>{t('follows', { number: follows })}</Banner>
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {field(
          'clientId',
          <ClientChoice
            value={form.client}
            onChange={(client) => onChange({ kind: 'client', client })}
            disabled={follows !== null}
          />,
          { required: true },
        )}
        {field('issueDate', date('issueDate'))}
        {form.invoiceType !== 'credit_note' && (
          <DueDate {...props} field={field} set={set} date={date('dueDate')} />
        )}
        {field(
          'reference',
          <TextInput
            value={form.reference}
            onChange={(event) => set({ reference: event.currentTarget.value })}
          />,
          { hint: t('referenceHint') },
        )}
        {follows === null && (
          <>
            {field(
              'currency',
              <CurrencyChoice value={form.currency} onChange={(currency) => set({ currency })} />,
            )}
            <Taxes form={form} field={field} set={set} />
          </>
        )}
      </div>
    </Card>
  )
}

type FieldOf = (
  name: string,
  control: ReactNode,
  options?: { hint?: ReactNode; required?: boolean },
) => ReactNode
type SetFields = (fields: Extract<DraftChange, { kind: 'fields' }>['fields']) => void

function DueDate(props: EditorHeaderProps & { field: FieldOf; set: SetFields; date: ReactNode }) {
  const { form, field, set } = props
  const t = useTranslations('billing.editor')
  const dateText = useDateText()
  const terms = useApiQuery(termsOptions, {})
  const follows = form.dueDate === '' && props.dueDate
  return (
    <>
      {field(
        'termsId',
        <Select
          value={form.terms}
          onChange={(event) => set({ terms: event.currentTarget.value })}
          options={[
            { value: AS_CLIENT, label: t('asClient') },
            ...(terms.data?.items ?? []).map(({ termsId, name }) => ({ value: termsId, label: name })),
            // Shown where it holds already; nobody needs to choose it.
            ...(form.terms === NONE ? [{ value: NONE, label: t('noTerms') }] : []),
          ]}
        />,
      )}
      {field('dueDate', props.date, {
        hint: follows ? t('dueDateFollows', { date: dateText(follows) }) : t('dueDateHint'),
      })}
    </>
  )
}

function Taxes({ form, field, set }: { form: DraftForm; field: FieldOf; set: SetFields }) {
  const t = useTranslations('billing.editor')
  const regions = useApiQuery(taxOptions, form.issueDate ? { date: form.issueDate } : {}, {
    placeholderData: (previous) => previous,
  })
  return (
    <>
      {field(
        'taxRegionId',
        <Select
          value={form.taxRegion}
          onChange={(event) => set({ taxRegion: event.currentTarget.value })}
          options={[
            { value: AS_CLIENT, label: t('asClient') },
            { value: NONE, label: t('noTaxRegion') },
            ...(regions.data?.items ?? []).map(({ taxRegionId, name }) => ({
              value: taxRegionId,
              label: name,
            })),
          ]}
        />,
      )}
      <Checkbox
        className="self-end pb-1.5"
        label={t('fields.taxExempt')}
        hint={form.taxExempt === undefined ? t('taxExemptHint') : undefined}
        checked={form.taxExempt ?? false}
        indeterminate={form.taxExempt === undefined}
        onCheckedChange={(taxExempt) => set({ taxExempt })}
      />
    </>
  )
}

function CurrencyChoice({ value, onChange }: { value: string; onChange: (currency: string) => void }) {
  const nameOf = useCodeNames('currency')
  const optionOf = (code: string) => ({ value: code, label: code, hint: nameOf(code) })
  return (
    <Combobox
      value={value === '' ? null : optionOf(value)}
      onValueChange={(option) => onChange(option?.value ?? '')}
      options={currencies.map(optionOf)}
    />
  )
}
