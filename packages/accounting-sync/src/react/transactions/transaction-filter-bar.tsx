'use client'

import { Button, DayRange, FilterChips, Select, SettledSearch } from '@tieout/ui'
import { X } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import { MOST_COUNTED, type ResultOf, type countOperations } from '../../contract/index.ts'
import { ClientChoice } from '../filters/client-choice.tsx'
import { KINDS, STATUSES, withoutFilters, type TransactionFilters } from './transaction-filters.ts'

export type Change = (changes: Partial<TransactionFilters>, how?: 'push' | 'replace') => void

interface TransactionFilterBarProps {
  filters: TransactionFilters
  counts: ResultOf<typeof countOperations> | undefined
  onChange: Change
}

export function TransactionFilterBar({ filters, counts, onChange }: TransactionFilterBarProps) {
  const t = useTranslations('accounting.transactions')
  const format = useFormatter()
  const chip = (value: TransactionFilters['status'], label: string, count: number | undefined) =>
    count !== undefined && count > MOST_COUNTED
      ? { value, label: `${label} ${format.number(MOST_COUNTED)}+` }
      : { value, label, count }
  const all = counts && STATUSES.reduce((sum, each) => sum + counts[each], 0)
  return (
    <div className="mb-3 flex flex-col gap-2">
      <FilterChips<TransactionFilters['status']>
        label={t('columns.status')}
        value={filters.status}
        onValueChange={(status) => onChange({ status })}
        options={[
          chip('all', t('all'), all),
          ...STATUSES.map((each) => chip(each, t(`status.${each}`), counts?.[each])),
        ]}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SettledSearch
          className="max-sm:w-full"
          label={t('filters.search')}
          value={filters.search}
          onSettled={(search) => onChange({ search }, 'replace')}
        />
        <span className="w-44 max-sm:w-full">
          <Select
            aria-label={t('columns.type')}
            placeholder={t('filters.anyType')}
            value={filters.kind}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              onChange({ kind: KINDS.find((each) => each === chosen) ?? '' })
            }}
            options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        </span>
        <span className="w-56 max-sm:w-full">
          <ClientChoice
            label={t('columns.client')}
            placeholder={t('filters.anyClient')}
            clientId={filters.clientId}
            onChange={(client) => onChange({ clientId: client?.id ?? '' })}
          />
        </span>
        <DayRange
          label={t('filters.changed')}
          fromLabel={t('filters.from')}
          toLabel={t('filters.to')}
          from={filters.from}
          to={filters.to}
          onChange={onChange}
        />
      </div>
      <Brought filters={filters} onChange={onChange} />
    </div>
  )
}

/** What only a link brings, each to be taken away by a click. */
function Brought({ filters, onChange }: Pick<TransactionFilterBarProps, 'filters' | 'onChange'>) {
  const t = useTranslations('accounting.transactions')
  const active = [
    { name: 'batchId', text: filters.batchId && t('filters.oneBatch') },
    { name: 'documentId', text: filters.documentId && t('filters.oneDocument') },
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
        <Button size="sm" variant="ghost" onClick={() => onChange(withoutFilters())}>
          {t('showAll')}
        </Button>
      </li>
    </ul>
  )
}
