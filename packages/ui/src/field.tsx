'use client'

import { CircleAlert } from 'lucide-react'
import { createContext, useContext, useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'

interface FieldWiring {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
}

const FieldContext = createContext<FieldWiring | null>(null)

export interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** One sentence saying what to do about it. */
  error?: ReactNode
  required?: boolean
  /** Give one when an `ErrorSummary` links here. */
  id?: string
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  className?: string
  children: ReactNode
}

/** Wires its one control: whichever of our inputs is inside takes its id, description and validity from here. */
export function Field({
  label,
  hint,
  error,
  required = false,
  id,
  hideLabel,
  className,
  children,
}: FieldProps) {
  const t = useTranslations('ui')
  const made = useId()
  const fieldId = id ?? made
  const hintId = `${fieldId}-hint`
  const errorId = `${fieldId}-error`
  const describedBy = cx(hint && hintId, error && errorId) || undefined
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={fieldId} className={hideLabel ? 'sr-only' : 'text-sm font-medium text-ink'}>
        {label}
        {required && <span className="ml-1.5 text-xs font-normal text-ink-faint">{t('required')}</span>}
      </label>
      {hint && (
        <p id={hintId} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
      <FieldContext.Provider value={{ id: fieldId, describedBy, invalid: Boolean(error), required }}>
        {children}
      </FieldContext.Provider>
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  )
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1 text-xs text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>{children}</span>
    </p>
  )
}

interface ControlProps {
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling'
  'aria-required'?: boolean | 'true' | 'false'
}

/**
 * What a control should carry. `aria-required` rather than `required`: a browser's own bubble would speak
 * before, and in other words than, the form's errors.
 */
export function useFieldControl(own: ControlProps): ControlProps {
  const field = useContext(FieldContext)
  if (!field) return own
  return {
    id: own.id ?? field.id,
    'aria-describedby': cx(own['aria-describedby'], field.describedBy) || undefined,
    'aria-invalid': own['aria-invalid'] ?? (field.invalid || undefined),
    'aria-required': own['aria-required'] ?? (field.required || undefined),
  }
}

export const controlClass =
  'w-full min-w-0 rounded-md border border-line-control bg-surface-raised px-2.5 text-sm text-ink transition-colors duration-100 hover:border-ink-faint disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-ink-faint aria-invalid:border-danger focus-visible:outline-offset-0'
