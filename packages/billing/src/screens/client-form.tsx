'use client'

import { Checkbox, ErrorSummary, Field, TextArea, TextInput } from '@tieout/ui'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ClientFields, ClientView } from '../contract/index.ts'
import { CodeChoice, TaxRegionChoice, TermsChoice } from './choices.tsx'
import { readForm, type FormValues } from './form-values.ts'
import { useMistakeText, type FieldMistake } from './words.ts'

export interface ClientFormProps {
  /** Connects the submit button, which stands outside. */
  id: string
  initial: FormValues
  /** The client as it is, to name terms and a tax region that are no longer offered. */
  known?: ClientView
  /** What the server found wrong with what was sent last. */
  refused: readonly FieldMistake[]
  /** A refusal that is about no field. */
  problem?: string
  onSubmit: (fields: ClientFields) => void
}

const TEXTS = {
  identity: ['displayName', 'legalName', 'email', 'phone'],
  address: ['addressLine1', 'addressLine2', 'city', 'region', 'postalCode'],
} as const

export function ClientForm({ id, initial, known, refused, problem, onSubmit }: ClientFormProps) {
  const t = useTranslations('billing')
  const mistakeText = useMistakeText()
  const [values, setValues] = useState(initial)
  const [found, setFound] = useState<readonly FieldMistake[] | null>(null)
  const mistakes = found ?? refused
  const set = (name: keyof ClientFields) => (value: string) =>
    setValues((before) => ({ ...before, [name]: value }))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readForm(values)
    setFound(read.mistakes)
    if (read.fields) onSubmit(read.fields)
  }
  const field = (name: keyof ClientFields, control: ReactNode, hint?: string) => {
    const mistake = mistakes.find((each) => each.field === name)
    return (
      <Field
        key={name}
        id={fieldId(id, name)}
        label={t(`fields.${name}`)}
        hint={hint}
        error={mistake && mistakeText(mistake)}
        required={name === 'displayName' || name === 'currency'}
      >
        {control}
      </Field>
    )
  }
  const text = (name: keyof ClientFields) =>
    field(
      name,
      <TextInput
        autoComplete="off"
        value={values[name]}
        onChange={(event) => set(name)(event.currentTarget.value)}
      />,
    )
  const errors = mistakes.map((each) => ({ fieldId: fieldId(id, each.field), message: mistakeText(each) }))
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <ErrorSummary errors={problem && errors.length === 0 ? [{ message: problem }] : errors} />
      <div className="grid gap-3 sm:grid-cols-2">
        {TEXTS.identity.map(text)}
        {field(
          'currency',
          <CodeChoice kind="currency" value={values.currency} onChange={set('currency')} />,
          t('form.currencyHint'),
        )}
        <BillingFields {...{ values, set, field, known }} />
        {TEXTS.address.map(text)}
        {field('country', <CodeChoice kind="region" value={values.country} onChange={set('country')} />)}
      </div>
      {field(
        'notes',
        <TextArea value={values.notes} onChange={(event) => set('notes')(event.currentTarget.value)} />,
        t('form.notesHint'),
      )}
    </form>
  )
}

interface BillingFieldsProps {
  values: FormValues
  set: (name: keyof ClientFields) => (value: string) => void
  field: (name: keyof ClientFields, control: ReactNode, hint?: string) => ReactNode
  known?: ClientView
}

function BillingFields({ values, set, field, known }: BillingFieldsProps) {
  const t = useTranslations('billing')
  return (
    <>
      {field(
        'termsId',
        <TermsChoice value={values.termsId} onChange={set('termsId')} known={known} />,
        t('form.termsHint'),
      )}
      {field(
        'taxRegionId',
        <TaxRegionChoice value={values.taxRegionId} onChange={set('taxRegionId')} known={known} />,
        t('form.taxRegionHint'),
      )}
      <Checkbox
        label={t('fields.taxExempt')}
        hint={t('form.taxExemptHint')}
        checked={values.taxExempt === 'true'}
        onCheckedChange={(checked) => set('taxExempt')(String(checked))}
        className="self-end"
      />
    </>
  )
}

const fieldId = (formId: string, name: string) => `${formId}-${name}`
