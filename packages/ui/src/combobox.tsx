'use client'

import { ChevronDown, X } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'
import { OptionList, optionId, type ComboboxOption } from './combobox-options.tsx'
import { cx } from './cx.ts'
import { controlClass, useFieldControl } from './field.tsx'
import { popupClass } from './menu.tsx'
import { usePortalContainer } from './portal-container.tsx'

export type { ComboboxOption } from './combobox-options.tsx'

export interface ComboboxProps {
  value: ComboboxOption | null
  onValueChange: (option: ComboboxOption | null) => void
  options: readonly ComboboxOption[]
  query?: string
  /** Given, the caller searches and `options` is shown as it is; without it the options are filtered here. */
  onQueryChange?: (query: string) => void
  loading?: boolean
  placeholder?: string
  /** Submits the chosen value with the form. */
  name?: string
  clearable?: boolean
  disabled?: boolean
  /** Its name where there is no `Field` around it. */
  label?: string
  id?: string
  className?: string
}

function matches(option: ComboboxOption, query: string): boolean {
  const text = `${option.label} ${option.hint ?? ''}`.toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Everything the list does, apart from how it looks. */
function useCombobox(props: ComboboxProps) {
  const { value, options, onQueryChange, onValueChange } = props
  const [open, setOpen] = useState(false)
  const [ownQuery, setOwnQuery] = useState('')
  const [active, setActive] = useState(-1)
  const query = props.query ?? ownQuery
  const shown = onQueryChange ? options : options.filter((option) => matches(option, query))
  // Results that come in shorter than before must not leave the mark on a line that is gone.
  const at = Math.min(active, shown.length - 1)
  const ask = (text: string) => {
    setOwnQuery(text)
    if (text !== query) onQueryChange?.(text)
  }
  const show = () => {
    if (props.disabled || open) return
    ask('')
    setActive(value ? options.findIndex((option) => option.value === value.value) : -1)
    setOpen(true)
  }
  const hide = () => {
    setOpen(false)
    ask('')
  }
  const pick = (option: ComboboxOption | null) => {
    onValueChange(option)
    hide()
  }
  const type = (text: string) => {
    setOpen(true)
    setActive(0)
    ask(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[at]
    const last = shown.length - 1
    const go = (index: number) => {
      event.preventDefault()
      if (open) setActive(index)
      else show()
    }
    if (event.key === 'ArrowDown') go(at >= last ? 0 : at + 1)
    else if (event.key === 'ArrowUp') go(at <= 0 ? last : at - 1)
    else if (!open) return
    else if (event.key === 'PageDown') go(Math.min(last, at + 8))
    else if (event.key === 'PageUp') go(Math.max(0, at - 8))
    else if (event.key === 'Tab') hide()
    else if (event.key === 'Escape') {
      event.preventDefault()
      hide()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (chosen) pick(chosen)
    }
  }
  return { open, show, hide, pick, type, query, shown, at, setActive, onKeyDown }
}

export function Combobox(props: ComboboxProps) {
  const { value, loading = false, label } = props
  const box = useCombobox(props)
  const listId = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const container = usePortalContainer()
  const [place, setPlace] = useState<HTMLElement | null>(null)
  return (
    <div ref={setPlace} className={cx('w-full min-w-0', props.className)}>
      <Radix.Root open={box.open} onOpenChange={(open) => (open ? box.show() : box.hide())}>
        <Radix.Anchor asChild>
          <span ref={anchor} className="relative flex w-full min-w-0 items-center">
            <Box {...props} box={box} listId={listId} />
          </span>
        </Radix.Anchor>
        {/* In place rather than at the end of the page, where it would stand outside every landmark. */}
        <Radix.Portal container={container ?? place}>
          <Radix.Content
            align="start"
            sideOffset={4}
            // The list inside is what is announced; a dialog around it would only be in the way.
            role="presentation"
            onOpenAutoFocus={(event) => event.preventDefault()}
            onCloseAutoFocus={(event) => event.preventDefault()}
            onInteractOutside={(event) => {
              if (event.target instanceof Node && anchor.current?.contains(event.target))
                event.preventDefault()
            }}
            className={cx(popupClass, 'w-(--radix-popover-trigger-width) min-w-56')}
          >
            <OptionList
              id={listId}
              label={label}
              options={box.shown}
              active={box.at}
              selected={value?.value}
              loading={loading}
              query={box.query}
              onPick={box.pick}
              onHover={box.setActive}
            />
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </div>
  )
}

interface BoxProps extends ComboboxProps {
  box: ReturnType<typeof useCombobox>
  listId: string
}

function Box({ box, listId, value, placeholder, name, clearable, disabled, label, id }: BoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const field = useFieldControl({ id })
  const activeId = box.open && box.at >= 0 ? optionId(listId, box.at) : undefined
  const clears = Boolean(clearable && value && !disabled)
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])
  const clear = () => {
    box.pick(null)
    input.current?.focus()
  }
  return (
    <>
      <input
        {...field}
        ref={input}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={box.open}
        aria-controls={box.open ? listId : undefined}
        aria-activedescendant={activeId}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        placeholder={value?.label ?? placeholder}
        value={box.open ? box.query : (value?.label ?? '')}
        onChange={(event) => box.type(event.currentTarget.value)}
        onClick={box.show}
        onBlur={() => box.open && box.hide()}
        onKeyDown={box.onKeyDown}
        className={cx(controlClass, 'h-8 truncate', clears ? 'pr-14' : 'pr-8')}
      />
      {name && <input type="hidden" name={name} value={value?.value ?? ''} />}
      {clears && <Clear onClear={clear} />}
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-3.5 text-ink-faint" />
    </>
  )
}

function Clear({ onClear }: { onClear: () => void }) {
  const t = useTranslations('ui')
  return (
    <button
      type="button"
      aria-label={t('clearChoice')}
      onClick={onClear}
      className="absolute right-7 inline-flex size-5 items-center justify-center rounded-md text-ink-faint hover:bg-surface-hover hover:text-ink"
    >
      <X aria-hidden className="size-3.5" />
    </button>
  )
}
