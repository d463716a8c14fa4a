'use client'

import { TextInput } from '@tieout/ui'
import { useId, useState } from 'react'
import { isDay, type DayFilter, type InvoiceFilters } from './invoice-filters.ts'

export interface DateRangeProps {
  /** What the days are of. */
  label: string
  /** What each end is called when it is read aloud. */
  ends: readonly { filter: DayFilter; label: string }[]
  filters: InvoiceFilters
  onChange: (change: Partial<InvoiceFilters>) => void
}

/** The first and the last of the days to show. */
export function DateRange({ label, ends, filters, onChange }: DateRangeProps) {
  const id = useId()
  return (
    <span
      role="group"
      aria-labelledby={id}
      className="grid grid-cols-[auto_9rem_9rem] items-center gap-1.5 max-sm:w-full max-sm:grid-cols-2"
    >
      <span id={id} className="text-xs text-ink-muted max-sm:col-span-2">
        {label}
      </span>
      {ends.map((end) => (
        <Day
          key={end.filter}
          label={end.label}
          value={filters[end.filter]}
          onChange={(day) => onChange({ [end.filter]: day })}
        />
      ))}
    </span>
  )
}

interface DayProps {
  label: string
  value: string
  onChange: (day: string) => void
}

/** Whoever types a year passes through the years 2, 20 and 202; only a day of our time is told. */
function Day({ label, value, onChange }: DayProps) {
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    setTyped(value)
  }
  const change = (day: string) => {
    setTyped(day)
    if (day === '' || isDay(day)) onChange(day)
  }
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
