'use client'

import { RadioGroup } from 'radix-ui'
import { useFormatter } from 'use-intl'
import { cx } from './cx.ts'

export interface FilterChip<Value extends string = string> {
  value: Value
  label: string
  count?: number
}

export interface FilterChipsProps<Value extends string = string> {
  /** What is filtered: "Status". */
  label: string
  options: readonly FilterChip<Value>[]
  value: Value
  onValueChange: (value: Value) => void
  className?: string
}

/** One choice of a few: arrow keys move between chips, as between radio buttons. */
export function FilterChips<Value extends string>(props: FilterChipsProps<Value>) {
  const { label, options, value, onValueChange, className } = props
  const format = useFormatter()
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onValueChange(next as Value)}
      className={cx('flex flex-wrap gap-1', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={cx(
            'inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap transition-colors duration-100',
            option.value === value
              ? 'border-accent-line bg-accent-soft text-accent'
              : 'border-line bg-surface-raised text-ink-muted hover:bg-surface-hover hover:text-ink',
          )}
        >
          <span>{option.label}</span>
          {option.count !== undefined && <span className="tabular-nums">{format.number(option.count)}</span>}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
