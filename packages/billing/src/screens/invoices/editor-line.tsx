'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Button, Checkbox, Combobox, Field, Money, TextArea, TextInput, useMoney } from '@tieout/ui'
import { useState, type Dispatch, type ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { serviceOptions, type ServiceOption } from '../../contract/index.ts'
import { formatAmount } from '../../money/input.ts'
import { useSettled } from '../use-settled.ts'
import type { DraftChange } from './draft-changes.ts'
import type { DraftMistake, LineForm } from './draft-form.ts'
import { fieldIdOf, mistakeAt, useMistakeWords } from './editor-words.ts'

export interface EditorLineProps {
  id: string
  line: LineForm
  position: number
  isLast: boolean
  currency: string
  locked: boolean
  net: number | undefined
  mistakes: readonly DraftMistake[]
  onChange: Dispatch<DraftChange>
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

export function EditorLine(props: EditorLineProps) {
  const { line, position, locked, currency, net } = props
  const t = useTranslations('billing.editor.line')
  const locale = useLocale()
  const set = (fields: Partial<LineForm>) => props.onChange({ kind: 'line', key: line.key, fields })
  const propose = (service: ServiceOption | null) =>
    set(service === null ? { serviceId: null } : proposal(service, currency, locale))
  const text = (
    field: TextField,
    options: { numeric?: boolean; date?: boolean; required?: boolean } = {},
  ) => (
    <LineField {...props} field={ERRORS[field]} label={t(field)} required={options.required}>
      <TextInput
        numeric={options.numeric}
        inputMode={options.numeric ? 'decimal' : undefined}
        type={options.date ? 'date' : 'text'}
        disabled={locked}
        autoComplete="off"
        value={line[field]}
        onChange={(event) => set({ [field]: event.currentTarget.value })}
      />
    </LineField>
  )
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 text-xs text-ink-faint">{t('title', { position })}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_3fr_minmax(8.5rem,1fr)_minmax(9rem,1fr)_minmax(6rem,1fr)]">
        <LineField {...props} field="serviceId" label={t('service')}>
          <ServiceChoice line={line} currency={currency} disabled={locked} onChange={propose} />
        </LineField>
        <LineField {...props} field="description" label={t('description')} required>
          <TextArea
            rows={1}
            disabled={locked}
            value={line.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
        </LineField>
        {text('quantity', { numeric: true, required: true })}
        {text('unitPrice', { numeric: true, required: true })}
        {text('discount', { numeric: true })}
      </div>
      <div className="mt-3 flex flex-wrap items-end gap-3">
        <div className="grid grid-cols-2 gap-3">
          {text('serviceFrom', { date: true })}
          {text('serviceTo', { date: true })}
        </div>
        <Checkbox
          className="pb-1.5"
          label={t('taxable')}
          disabled={locked}
          checked={line.taxable}
          onCheckedChange={(taxable) => set({ taxable })}
        />
        <p className="ml-auto pb-1.5 text-sm">
          <span className="mr-2 text-ink-faint">{t('net')}</span>
          {net === undefined || currency === '' ? '–' : <Money minor={net} currency={currency} />}
        </p>
        {!locked && <LineTools {...props} />}
      </div>
    </fieldset>
  )
}

type TextField = 'quantity' | 'unitPrice' | 'discount' | 'serviceFrom' | 'serviceTo'

/** The server names amounts by what they are; the form holds their text. */
const ERRORS: Record<TextField, string> = {
  quantity: 'quantity',
  unitPrice: 'unitPriceMinor',
  discount: 'discountMinor',
  serviceFrom: 'serviceFrom',
  serviceTo: 'serviceTo',
}

interface LineFieldProps {
  id: string
  line: LineForm
  mistakes: readonly DraftMistake[]
  field: string
  label: string
  required?: boolean
  children: ReactNode
}

function LineField({ id, line, mistakes, field, label, required, children }: LineFieldProps) {
  const mistakeWords = useMistakeWords()
  const mistake = mistakeAt(mistakes, field, line.key)
  return (
    <Field
      id={fieldIdOf(id, { lineKey: line.key, field })}
      label={label}
      required={required}
      error={mistake && mistakeWords(mistake)}
    >
      {children}
    </Field>
  )
}

function LineTools({ position, isLast, onMove, onRemove }: EditorLineProps) {
  const t = useTranslations('billing.editor.line')
  return (
    <span className="flex gap-1">
      <Button
        size="sm"
        aria-label={t('moveUp', { position })}
        disabledReason={position === 1 ? t('isFirst') : undefined}
        onClick={() => onMove(-1)}
      >
        ↑
      </Button>
      <Button
        size="sm"
        aria-label={t('moveDown', { position })}
        disabledReason={isLast ? t('isLast') : undefined}
        onClick={() => onMove(1)}
      >
        ↓
      </Button>
      <Button size="sm" aria-label={t('removeThis', { position })} onClick={onRemove}>
        {t('remove')}
      </Button>
    </span>
  )
}

/** What a new line proposes of a service; its author may change all of it. */
const proposal = (service: ServiceOption, currency: string, locale: string): Partial<LineForm> => ({
  serviceId: service.serviceId,
  description: service.description ?? service.name,
  taxable: service.taxable,
  // A price in another currency would be a wrong one.
  ...(service.currency === currency && { unitPrice: formatAmount(service.unitPriceMinor, currency, locale) }),
})

interface ServiceChoiceProps {
  line: LineForm
  currency: string
  disabled: boolean
  onChange: (service: ServiceOption | null) => void
}

function ServiceChoice({ line, currency, disabled, onChange }: ServiceChoiceProps) {
  const t = useTranslations('billing.editor.line')
  const money = useMoney()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<ServiceOption | null>(null)
  const search = useSettled(query.trim())
  const found = useApiQuery(
    serviceOptions,
    { ...(search && { search }), ...(currency && { currency }) },
    { enabled: !disabled, placeholderData: (previous) => previous },
  )
  const services = found.data?.items ?? []
  // Of a stored line only the id is known; its description began as the service's own words.
  const name = chosen?.serviceId === line.serviceId ? chosen?.name : line.description.split('\n')[0]
  return (
    <Combobox
      value={line.serviceId === null ? null : { value: line.serviceId, label: name ?? '' }}
      onValueChange={(option) => {
        const service = services.find((each) => each.serviceId === option?.value) ?? null
        setChosen(service)
        onChange(service)
      }}
      options={services.map((service) => ({
        value: service.serviceId,
        label: service.name,
        hint: money({ minor: service.unitPriceMinor, currency: service.currency }),
      }))}
      query={query}
      onQueryChange={setQuery}
      loading={found.isFetching}
      placeholder={t('anyService')}
      clearable
      disabled={disabled}
    />
  )
}
