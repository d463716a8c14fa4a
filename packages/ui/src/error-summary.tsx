'use client'

import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type MouseEvent } from 'react'
import { useTranslations } from 'use-intl'

export interface FormError {
  /** The `id` given to the `Field`; without one the error is about the form as a whole. */
  fieldId?: string
  message: string
}

export interface ErrorSummaryProps {
  errors: readonly FormError[]
  /** Replaces "There are 2 problems". */
  title?: string
}

/** At the top of a form after a failed save: takes the focus, and leads to each field. */
export function ErrorSummary({ errors, title }: ErrorSummaryProps) {
  const t = useTranslations('ui')
  const ref = useRef<HTMLDivElement>(null)
  const key = errors.map((error) => error.message).join('\n')
  useEffect(() => {
    if (key) ref.current?.focus()
  }, [key])
  if (errors.length === 0) return null
  return (
    <div
      ref={ref}
      role="alert"
      tabIndex={-1}
      className="rounded-md border border-danger-line bg-danger-soft p-3 text-sm text-ink"
    >
      <p className="flex items-center gap-1.5 font-medium text-danger">
        <CircleAlert aria-hidden className="size-3.5" />
        {title ?? t('errorSummary', { count: errors.length })}
      </p>
      <ul className="mt-1 list-disc space-y-0.5 pl-8">
        {errors.map((error) => (
          <li key={`${error.fieldId ?? ''}:${error.message}`}>
            {error.fieldId ? (
              <a
                href={`#${error.fieldId}`}
                onClick={(event) => goTo(event, error.fieldId)}
                className="text-danger underline underline-offset-2"
              >
                {error.message}
              </a>
            ) : (
              error.message
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A link to an input scrolls to it without focusing it; what is wanted is the cursor in the field. */
function goTo(event: MouseEvent, fieldId: string | undefined) {
  const field = fieldId ? document.getElementById(fieldId) : null
  if (!field) return
  event.preventDefault()
  field.focus()
}
