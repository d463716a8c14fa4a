'use client'

import { Check, Minus } from 'lucide-react'
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { FieldError } from './field.tsx'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children' | 'ref'> {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** Keeps the label for screen readers only, as in a table's first column. */
  hideLabel?: boolean
  indeterminate?: boolean
  onCheckedChange?: (checked: boolean) => void
}

interface ToggleRowProps {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  hideLabel?: boolean
  className?: string
  children: ReactNode
}

function ToggleRow({ id, label, hint, error, hideLabel, className, children }: ToggleRowProps) {
  return (
    <div className={cx('flex items-start gap-2', className)}>
      {children}
      <div className={hideLabel ? 'sr-only' : 'flex min-w-0 flex-col gap-0.5'}>
        <label htmlFor={id} className="text-sm text-ink">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-ink-faint">
            {hint}
          </p>
        )}
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      </div>
    </div>
  )
}

function describe(id: string, hint: ReactNode, error: ReactNode): string | undefined {
  return cx(hint && `${id}-hint`, error && `${id}-error`) || undefined
}

const mark = 'pointer-events-none absolute inset-0 m-auto size-3 text-accent-ink'

/** A native checkbox with its own label: it needs no `Field` around it. */
export function Checkbox(props: CheckboxProps) {
  const { label, hint, error, hideLabel, indeterminate = false, onCheckedChange, className, ...rest } = props
  const made = useId()
  const id = rest.id ?? made
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = indeterminate
  }, [indeterminate])
  return (
    <ToggleRow {...{ id, label, hint, error, hideLabel, className }}>
      <span className="relative mt-0.5 inline-flex size-4 shrink-0">
        <input
          {...rest}
          ref={ref}
          id={id}
          type="checkbox"
          aria-describedby={describe(id, hint, error)}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            rest.onChange?.(event)
            onCheckedChange?.(event.currentTarget.checked)
          }}
          className="peer size-4 cursor-pointer appearance-none rounded-[3px] border border-line-control bg-surface-raised checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger"
        />
        {indeterminate ? (
          <Minus aria-hidden strokeWidth={3} className={mark} />
        ) : (
          <Check aria-hidden strokeWidth={3} className={cx(mark, 'hidden peer-checked:block')} />
        )}
      </span>
    </ToggleRow>
  )
}

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'children' | 'role'> {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  hideLabel?: boolean
  onCheckedChange?: (checked: boolean) => void
}

/** For what takes effect at once; a choice that waits for Save is a `Checkbox`. */
export function Switch(props: SwitchProps) {
  const { label, hint, error, hideLabel, onCheckedChange, className, ...rest } = props
  const made = useId()
  const id = rest.id ?? made
  return (
    <ToggleRow {...{ id, label, hint, error, hideLabel, className }}>
      <span className="relative mt-0.5 inline-flex h-4 w-7 shrink-0">
        <input
          {...rest}
          id={id}
          type="checkbox"
          role="switch"
          aria-describedby={describe(id, hint, error)}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            rest.onChange?.(event)
            onCheckedChange?.(event.currentTarget.checked)
          }}
          className="peer h-4 w-7 cursor-pointer appearance-none rounded-full border border-line-control bg-surface-sunken transition-colors checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-60"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-[3px] left-[3px] size-2.5 rounded-full bg-line-control transition-transform peer-checked:translate-x-3 peer-checked:bg-accent-ink"
        />
      </span>
    </ToggleRow>
  )
}
