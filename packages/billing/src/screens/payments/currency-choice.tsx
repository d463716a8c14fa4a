'use client'

import { useApiQuery, useMay } from '@tieout/platform/web'
import { Field, Select } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { clientBalance } from '../../contract/index.ts'

export interface CurrencyChoiceProps {
  clientId: string | undefined
  value: string
  onChange: (currency: string) => void
}

/** The client's own currency, and any other in which something is open. */
export function CurrencyChoice({ clientId, value, onChange }: CurrencyChoiceProps) {
  const t = useTranslations('billing.payments.form')
  const may = useMay('invoice:read')
  const balance = useApiQuery(
    clientBalance,
    { clientId: clientId ?? '' },
    { enabled: may && clientId !== undefined },
  )
  const known = balance.data?.currencies.map((each) => each.currency) ?? []
  const currencies = [...new Set([value, ...known])].filter((each) => each !== '').toSorted()
  return (
    <Field label={t('currency')}>
      <Select
        value={value}
        disabled={currencies.length < 2}
        onChange={(event) => onChange(event.currentTarget.value)}
        options={currencies.map((currency) => ({ value: currency, label: currency }))}
      />
    </Field>
  )
}
