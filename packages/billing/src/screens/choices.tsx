'use client'

import { useApiQuery, useMay } from '@tieout/platform/web'
import { Combobox, Select } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { currencies, countries, taxOptions, termsOptions, type ClientView } from '../contract/index.ts'
import { useCodeNames } from './words.ts'

const CODES = { currency: currencies, region: countries }

/** A currency or a country, found by its code or its name. */
export function CodeChoice(props: {
  kind: 'currency' | 'region'
  value: string
  onChange: (code: string) => void
}) {
  const nameOf = useCodeNames(props.kind)
  const optionOf = (code: string) => ({ value: code, label: code, hint: nameOf(code) })
  return (
    <Combobox
      value={props.value === '' ? null : optionOf(props.value)}
      onValueChange={(option) => props.onChange(option?.value ?? '')}
      options={CODES[props.kind].map(optionOf)}
      clearable={props.kind === 'region'}
    />
  )
}

interface ChoiceProps {
  value: string
  onChange: (id: string) => void
  known?: ClientView
}

export function TermsChoice({ value, onChange, known }: ChoiceProps) {
  const t = useTranslations('billing.form')
  const offered = useApiQuery(termsOptions, {}, { enabled: useMay('invoice:read') }).data?.items ?? []
  return (
    <Select
      placeholder={t('companyTerms')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      options={withCurrent(
        offered.map((each) => ({ value: each.termsId, label: each.name })),
        known?.termsId,
        known?.termsName,
      )}
    />
  )
}

export function TaxRegionChoice({ value, onChange, known }: ChoiceProps) {
  const t = useTranslations('billing.form')
  const offered = useApiQuery(taxOptions, {}, { enabled: useMay('invoice:read') }).data?.items ?? []
  return (
    <Select
      placeholder={t('noTaxRegion')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      options={withCurrent(
        offered.map((each) => ({ value: each.taxRegionId, label: each.name })),
        known?.taxRegionId,
        known?.taxRegionName,
      )}
    />
  )
}

interface Option {
  value: string
  label: string
}

/** What is out of use stays to be seen with whoever has it. */
function withCurrent(options: Option[], id: string | null | undefined, name: string | null | undefined) {
  if (!id || options.some((each) => each.value === id)) return options
  return [...options, { value: id, label: name ?? id }]
}
