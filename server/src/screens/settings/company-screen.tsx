'use client'

import { countries } from '@tieout/billing/contract'
import { companySettings, type ResultOf } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import { Combobox, Field, TextInput, toast } from '@tieout/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useFieldError } from '../field-errors.ts'
import { OnceLoaded, SettingsForm } from './settings-form.tsx'
import { useSettingsForm } from './use-settings-form.ts'

type Company = ResultOf<typeof companySettings.get>
type CompanyField = keyof Company

const LONGEST: Partial<Record<CompanyField, number>> = {
  postalCode: 20,
  taxNumber: 50,
  phone: 50,
  email: 254,
}
const FIELDS = [
  'legalName',
  'taxNumber',
  'addressLine1',
  'addressLine2',
  'postalCode',
  'city',
  'region',
  'country',
  'phone',
  'email',
  'website',
] as const satisfies readonly CompanyField[]

const KEYBOARDS: Partial<Record<CompanyField, 'tel' | 'email' | 'url'>> = {
  phone: 'tel',
  email: 'email',
  website: 'url',
}

/** What stands on letters and invoices. */
export function CompanyScreen() {
  const query = useApiQuery(companySettings.get, {})
  return <OnceLoaded query={query}>{(stored) => <CompanyForm stored={stored} />}</OnceLoaded>
}

function CompanyForm({ stored }: { stored: Company }) {
  const t = useTranslations('settings')
  const fieldError = useFieldError()
  const form = useSettingsForm<CompanyField>(stored)
  const command = useApiCommand(companySettings.update, {
    onSuccess() {
      form.reset()
      toast.success(t('saved'))
    },
  })
  return (
    <SettingsForm
      title={t('company.title')}
      dirty={form.dirty}
      busy={command.isPending}
      error={command.error}
      fields={FIELDS}
      onSave={() => command.mutate(form.changes)}
      onDiscard={() => {
        form.reset()
        command.reset()
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map((name) => (
          <Field
            key={name}
            label={t(`company.fields.${name}`)}
            hint={name === 'website' ? t('company.websiteHint') : undefined}
            error={fieldError(command.error, name)}
          >
            {name === 'country' ? (
              <CountryChoice value={form.values.country} onChange={form.set('country')} />
            ) : (
              <TextInput
                type={KEYBOARDS[name] ?? 'text'}
                maxLength={LONGEST[name] ?? 200}
                value={form.values[name]}
                onChange={(event) => form.set(name)(event.currentTarget.value)}
              />
            )}
          </Field>
        ))}
      </div>
    </SettingsForm>
  )
}

function CountryChoice({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const locale = useLocale()
  const may = useMay('settings:update')
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' })
    return countries
      .map((code) => ({ value: code, label: names.of(code) ?? code, hint: code }))
      .toSorted((one, other) => one.label.localeCompare(other.label, locale))
  }, [locale])
  return (
    <Combobox
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => onChange(option?.value ?? '')}
      options={options}
      disabled={!may}
      clearable
    />
  )
}
