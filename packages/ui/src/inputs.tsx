'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { controlClass, useFieldControl } from './field.tsx'

export interface TextInputProps extends ComponentProps<'input'> {
  /** Numbers and amounts: right-aligned, in tabular figures. */
  numeric?: boolean
}

export function TextInput({ numeric, className, ...props }: TextInputProps) {
  const field = useFieldControl(props)
  return (
    <input
      type="text"
      {...props}
      {...field}
      className={cx(controlClass, 'h-8', numeric && 'text-right tabular-nums', className)}
    />
  )
}

export type TextAreaProps = ComponentProps<'textarea'>

export function TextArea({ className, ...props }: TextAreaProps) {
  const field = useFieldControl(props)
  return <textarea rows={3} {...props} {...field} className={cx(controlClass, 'py-1.5', className)} />
}

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean
}

export interface SelectProps extends ComponentProps<'select'> {
  /** A shorthand for `<option>` children. */
  options?: readonly SelectOption[]
  /** Shown first, with an empty value. */
  placeholder?: string
}

/** The browser's own select: every phone and screen reader already knows it. */
export function Select({ options, placeholder, className, children, ...props }: SelectProps) {
  const field = useFieldControl(props)
  return (
    <span className={cx('relative inline-flex w-full min-w-0', className)}>
      <select {...props} {...field} className={cx(controlClass, 'h-8 appearance-none pr-8')}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-ink-faint"
      />
    </span>
  )
}
