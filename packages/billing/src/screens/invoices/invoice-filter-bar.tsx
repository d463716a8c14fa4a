'use client'

import type { ResultOf } from '@tieout/platform/contract'
import { DayRange, FilterChips, Select, SettledSearch } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { invoiceType, MOST_COUNTED, type countInvoices } from '../../contract/index.ts'
import { ActiveFilters } from './active-filters.tsx'
import { ClientChoice } from './client-choice.tsx'
import { STATUSES, withoutFilters, type InvoiceFilters, type StatusChip } from './invoice-filters.ts'

export interface InvoiceFilterBarProps {
  filters: InvoiceFilters
  counts: ResultOf<typeof countInvoices> | undefined
  onChange: (change: Partial<InvoiceFilters>, how?: 'push' | 'replace') => void
  /** Those of other modules. */
  chips?: ReactNode
}

export function InvoiceFilterBar({ filters, counts, onChange, chips }: InvoiceFilterBarProps) {
  const t = useTranslations('billing.invoices')
  const format = useFormatter()
  const chip = (value: StatusChip, count?: number) => {
    const label = t(`chips.${value}`)
    // The server stops counting there; the exact figure would not be worth the wait.
    const isMore = count !== undefined && count > MOST_COUNTED
    return isMore ? { value, label: `${label} ${format.number(MOST_COUNTED)}+` } : { value, label, count }
  }
  return (
    <div className="mb-3 flex flex-col gap-2">
      <FilterChips<StatusChip>
        label={t('fields.status')}
        value={filters.status}
        onValueChange={(status) => onChange({ status })}
        options={STATUSES.map((value) => chip(value, counts?.[value]))}
      />
      {chips}
      <div className="flex flex-wrap items-center gap-2">
        <Search value={filters.search} onSettled={(search) => onChange({ search }, 'replace')} />
        <span className="w-44 max-sm:w-full">
          <Select
            aria-label={t('fields.type')}
            placeholder={t('filters.anyType')}
            value={filters.type}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              onChange({ type: invoiceType.options.find((each) => each === chosen) ?? '' })
            }}
            options={invoiceType.options.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
        </span>
        <span className="w-56 max-sm:w-full">
          <ClientChoice
            label={t('fields.client')}
            placeholder={t('filters.anyClient')}
            clearable
            value={filters.clientId === '' ? null : { clientId: filters.clientId }}
            onChange={(client) => onChange({ clientId: client?.clientId ?? '' })}
          />
        </span>
        <DayRange
          label={t('filters.issued')}
          fromLabel={t('filters.from')}
          toLabel={t('filters.to')}
          from={filters.from}
          to={filters.to}
          onChange={onChange}
        />
        <DayRange
          label={t('filters.due')}
          fromLabel={t('filters.dueFrom')}
          toLabel={t('filters.dueTo')}
          from={filters.dueFrom}
          to={filters.dueTo}
          onChange={({ from = filters.dueFrom, to = filters.dueTo }) =>
            onChange({ dueFrom: from, dueTo: to })
          }
        />
      </div>
      <ActiveFilters
        filters={filters}
        onChange={onChange}
        onClear={() => onChange(withoutFilters(filters))}
      />
    </div>
  )
}

function Search(props: { value: string; onSettled: (text: string) => void }) {
  const t = useTranslations('billing.invoices.filters')
  return <SettledSearch label={t('search')} className="max-sm:w-full" {...props} />
}
