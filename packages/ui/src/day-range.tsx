'use client'

import { useId, useState } from 'react'
import { isDay } from './day.ts'
import { TextInput } from './inputs.tsx'

export interface DayRangeProps {
  /** What the days are of. */
  label: string
  /** What each end is called when it is read aloud. */
  fromLabel: string
  toLabel: string
  /** `YYYY-MM-DD`, or '' for an open end; both days are included. */
  from: string
  to: string
  onChange: (changes: { from?: string; to?: string }) => void
}

/** The first and the last of the days that are meant. */
export function DayRange({ label, fromLabel, toLabel, from, to, onChange }: DayRangeProps) {
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
      <Day label={fromLabel} value={from} onChange={(day) => onChange({ from: day })} />
      <Day label={toLabel} value={to} onChange={(day) => onChange({ to: day })} />
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
