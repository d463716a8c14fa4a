'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { Skeleton } from './text.tsx'

export interface ComboboxOption {
  value: string
  label: string
  hint?: string
}

interface OptionListProps {
  id: string
  label: string | undefined
  options: readonly ComboboxOption[]
  active: number
  selected: string | undefined
  loading: boolean
  query: string
  onPick: (option: ComboboxOption) => void
  onHover: (index: number) => void
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

export function OptionList(props: OptionListProps) {
  const { id, options, loading, query } = props
  const t = useTranslations('ui')
  const waiting = loading && options.length === 0
  return (
    <>
      <ul
        id={id}
        role="listbox"
        aria-label={props.label ?? t('options')}
        aria-busy={loading}
        className={cx('max-h-64 overflow-y-auto', options.length > 0 && 'p-1')}
      >
        {options.map((option, index) => (
          <li
            key={option.value}
            id={optionId(id, index)}
            role="option"
            aria-selected={option.value === props.selected}
            // The input keeps the focus: a pointer that took it would close the list before the click lands.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => props.onHover(index)}
            onClick={() => props.onPick(option)}
            className={cx(
              'flex min-h-7 cursor-pointer items-center gap-2 rounded-md px-2 py-1',
              index === props.active && 'bg-surface-hover',
            )}
          >
            <Check
              aria-hidden
              className={cx('size-3.5 shrink-0 text-accent', option.value !== props.selected && 'invisible')}
            />
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint && <span className="text-xs text-ink-faint">{option.hint}</span>}
          </li>
        ))}
      </ul>
      {waiting && (
        <div className="space-y-2 p-3">
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
        </div>
      )}
      <p role="status" className={options.length > 0 || waiting ? 'sr-only' : 'p-3 text-sm text-ink-muted'}>
        {loading
          ? t('loading')
          : options.length === 0
            ? query
              ? t('noMatch', { query })
              : t('nothingToChoose')
            : t('results', { count: options.length })}
      </p>
    </>
  )
}
