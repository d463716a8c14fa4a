'use client'

import { Button, Field, FilterChips, SearchInput, Select, TextInput } from '@tieout/ui'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { paymentMethod } from '../../contract/index.ts'
import { ClientChoice } from '../invoices/client-choice.tsx'
import { useSettled } from '../use-settled.ts'
import { idOrNothing, oneOf, type ListFilters } from './list-filters.ts'
import { PAYMENT_STATES, type PaymentFilter } from './payment-filters.ts'
import { useMethodText } from './payment-words.ts'

export function PaymentFilterBar({ filters }: { filters: ListFilters<PaymentFilter> }) {
  const t = useTranslations('billing.payments')
  const methodText = useMethodText()
  const { values, show, replace } = filters
  return (
    <div className="mb-3 flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <PaymentSearch value={values.search} onChange={(search) => replace({ search })} />
        <FilterChips
          label={t('fields.state')}
          value={oneOf(PAYMENT_STATES, values.state) ?? 'all'}
          onValueChange={(state) => show({ state: state === 'all' ? '' : state })}
          options={PAYMENT_STATES.map((value) => ({ value, label: t(`filters.${value}`) }))}
        />
      </div>
      <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-3 lg:grid-cols-[2fr_repeat(3,minmax(0,1fr))_auto]">
        <ClientFilter value={values.client} onChange={(client) => show({ client })} />
        <Field label={t('fields.method')}>
          <Select
            value={values.method}
            onChange={(event) => show({ method: event.currentTarget.value })}
            options={[
              { value: '', label: t('filters.anyMethod') },
              ...paymentMethod.options.map((value) => ({ value, label: methodText(value) })),
            ]}
          />
        </Field>
        {(['from', 'to'] as const).map((end) => (
          <Field key={end} label={t(`filters.${end}`)}>
            <TextInput
              type="date"
              value={values[end]}
              onChange={(event) => replace({ [end]: event.currentTarget.value })}
            />
          </Field>
        ))}
        {filters.narrowed && (
          <Button variant="ghost" icon={X} onClick={filters.clear}>
            {t('clearFilters')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Typed here and asked for when it stands still; what the address says later wins again. */
function PaymentSearch({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const t = useTranslations('billing.payments')
  const [typed, setTyped] = useState(value)
  const settled = useSettled(typed)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (settled !== value && settled === typed) onChange(settled)
    // Only what was typed is to be told, not what came from the address.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  return <SearchInput label={t('search')} value={typed} onValueChange={setTyped} maxLength={100} />
}

/** Narrows a list to one client. */
export function ClientFilter({ value, onChange }: { value: string; onChange: (clientId: string) => void }) {
  const t = useTranslations('billing.payments')
  const clientId = idOrNothing(value)
  return (
    <Field label={t('fields.client')}>
      <ClientChoice
        value={clientId === undefined ? null : { clientId }}
        onChange={(client) => onChange(client?.clientId ?? '')}
        placeholder={t('filters.anyClient')}
        clearable
      />
    </Field>
  )
}
