'use client'

import { Button, useDateText } from '@tieout/ui'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { DAY_FILTERS, type InvoiceFilters } from './invoice-filters.ts'

interface ActiveFiltersProps {
  filters: InvoiceFilters
  onChange: (change: Partial<InvoiceFilters>) => void
  onClear: () => void
}

/** What narrows the list besides the fields that say so themselves, each to be taken away by a click. */
export function ActiveFilters({ filters, onChange, onClear }: ActiveFiltersProps) {
  const t = useTranslations('billing.invoices')
  const dateText = useDateText()
  const active = [
    // A link brings it, such as a figure of the ageing; it has no field.
    { name: 'currency', text: filters.currency },
    ...DAY_FILTERS.map((name) => ({
      name,
      text: filters[name] && `${t(`filters.${name}`)} ${dateText(filters[name])}`,
    })),
  ].filter(({ text }) => text !== '')
  if (active.length === 0) return null
  return (
    <ul aria-label={t('filters.active')} className="flex flex-wrap items-center gap-1.5">
      {active.map(({ name, text }) => (
        <li key={name}>
          <Button
            size="sm"
            icon={X}
            aria-label={t('filters.remove', { filter: text })}
            onClick={() => onChange({ [name]: '' })}
          >
            {text}
          </Button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={onClear}>
          {t('list.showAll')}
        </Button>
      </li>
    </ul>
  )
}
