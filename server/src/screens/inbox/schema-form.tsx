'use client'

import { Checkbox, Field, Select, TextArea, TextInput } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { FormValues, SchemaField } from './schema-fields.ts'
import { useTaskWords } from './task-words.ts'

export interface SchemaFormProps {
  kind: string
  /** Controls that a module brings for some of the fields. */
  own?: (
    field: SchemaField,
    control: { id: string; value: string; onChange: (value: string) => void },
  ) => ReactNode
  /** Keeps ids apart where a task has several forms. */
  idPrefix: string
  fields: readonly SchemaField[]
  values: FormValues
  errors: Record<string, string | undefined>
  onChange: (name: string, value: string | boolean) => void
}

export function SchemaForm({ kind, own, idPrefix, fields, values, errors, onChange }: SchemaFormProps) {
  const words = useTaskWords()
  return (
    <div className="flex max-w-lg flex-col gap-3">
      {fields.map((field) => {
        const id = `${idPrefix}-${field.name}`
        const label = words.field(kind, field.name)
        const value = values[field.name]
        const error = errors[field.name]
        if (field.control === 'checkbox') {
          return (
            <Checkbox
              key={field.name}
              id={id}
              label={label}
              error={error}
              checked={value === true}
              onCheckedChange={(checked) => onChange(field.name, checked)}
            />
          )
        }
        return (
          <Field key={field.name} id={id} label={label} error={error} required={field.required}>
            {own?.(field, {
              id,
              value: String(value ?? ''),
              onChange: (next) => onChange(field.name, next),
            }) ?? (
              <Control
                kind={kind}
                field={field}
                value={String(value ?? '')}
                onChange={(next) => onChange(field.name, next)}
              />
            )}
          </Field>
        )
      })}
    </div>
  )
}

interface ControlProps {
  kind: string
  field: SchemaField
  value: string
  onChange: (value: string) => void
}

function Control({ kind, field, value, onChange }: ControlProps) {
  const t = useTranslations('inbox.task')
  const words = useTaskWords()
  if (field.control === 'choice') {
    return (
      <Select
        value={value}
        placeholder={t('choose')}
        onChange={(event) => onChange(event.currentTarget.value)}
        options={field.options.map((each) => ({ value: each, label: words.option(kind, field.name, each) }))}
      />
    )
  }
  if (field.control === 'long-text') {
    return <TextArea value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  }
  return (
    <TextInput
      type={field.control === 'email' || field.control === 'date' ? field.control : 'text'}
      inputMode={field.control === 'number' ? 'decimal' : undefined}
      numeric={field.control === 'number'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
