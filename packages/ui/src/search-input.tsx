'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useRef, type ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { controlClass } from './field.tsx'
import { Kbd } from './text.tsx'
import { useControllable } from './use-controllable.ts'

export interface SearchInputProps extends Omit<
  ComponentProps<'input'>,
  'value' | 'defaultValue' | 'type' | 'ref'
> {
  /** What it searches, e.g. "Search invoices": its name and, unless another is given, its placeholder. */
  label: string
  value?: string
  defaultValue?: string
  onValueChange?: (value: string) => void
  /** `/` focuses it from anywhere on the page. On unless switched off. */
  shortcut?: boolean
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

export function SearchInput(props: SearchInputProps) {
  const { label, value, defaultValue = '', onValueChange, shortcut = true, className, ...rest } = props
  const t = useTranslations('ui')
  const [text, setText] = useControllable(value, defaultValue, onValueChange)
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!shortcut) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.defaultPrevented || isTyping(event.target)) return
      event.preventDefault()
      ref.current?.focus()
      ref.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [shortcut])
  const clear = () => {
    setText('')
    ref.current?.focus()
  }
  return (
    <span className={cx('group relative inline-flex w-64 max-w-full items-center', className)}>
      <Search aria-hidden className="pointer-events-none absolute left-2.5 size-3.5 text-ink-faint" />
      <input
        placeholder={label}
        {...rest}
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        aria-keyshortcuts={shortcut ? '/' : undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          rest.onKeyDown?.(event)
          if (event.key !== 'Escape' || !text) return
          // The first Esc clears; only the next one may close whatever this sits in.
          event.stopPropagation()
          event.preventDefault()
          clear()
        }}
        className={cx(controlClass, 'h-8 px-8')}
      />
      {text ? (
        <button
          type="button"
          aria-label={t('clearSearch')}
          onClick={clear}
          className="absolute right-1.5 inline-flex size-5 items-center justify-center rounded-md text-ink-faint hover:bg-surface-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : (
        shortcut && <Kbd className="pointer-events-none absolute right-2 group-focus-within:hidden">/</Kbd>
      )}
    </span>
  )
}
