'use client'

import { Command } from 'cmdk'
import { Dialog as Radix } from 'radix-ui'
import { Search, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { overlayClass, panelClass } from './dialog.tsx'
import { cx } from './cx.ts'
import { useReturnFocus } from './return-focus.ts'
import { Kbd } from './text.tsx'
import { useControllable } from './use-controllable.ts'

export interface CommandItem {
  id: string
  label: string
  hint?: string
  icon?: LucideIcon
  /** Other words it answers to. */
  keywords?: readonly string[]
  onSelect: () => void
}

export interface CommandGroup {
  id: string
  label: string
  items: readonly CommandItem[]
}

export interface CommandPaletteProps {
  /** Always at hand, and filtered here. */
  groups: readonly CommandGroup[]
  /** Found as one types, and shown below as they are. */
  onQuery?: (query: string) => Promise<readonly CommandGroup[]>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  placeholder?: string
}

function filterGroups(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const fits = (item: CommandItem) => {
    const text = [item.label, item.hint, ...(item.keywords ?? [])].join(' ').toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map((group) => ({ ...group, items: group.items.filter(fits) }))
    .filter((group) => group.items.length > 0)
}

const noGroups: readonly CommandGroup[] = []

/** Answers may come back out of order; only the one to the latest question counts. */
function useFound(query: string, onQuery: CommandPaletteProps['onQuery']) {
  const [found, setFound] = useState<{ query: string; groups: readonly CommandGroup[] }>({
    query: '',
    groups: noGroups,
  })
  useEffect(() => {
    if (!onQuery || !query.trim()) return
    let current = true
    const settle = (groups: readonly CommandGroup[]) => current && setFound({ query, groups })
    const timer = setTimeout(() => {
      onQuery(query.trim()).then(settle, () => settle(noGroups))
    }, 150)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query, onQuery])
  const asked = Boolean(onQuery && query.trim())
  return { groups: asked ? found.groups : noGroups, searching: asked && found.query !== query }
}

export function CommandPalette({ open: given, onOpenChange, ...rest }: CommandPaletteProps) {
  const t = useTranslations('ui')
  const [open, setOpen] = useControllable(given, false, onOpenChange)
  const focus = useReturnFocus()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.metaKey || event.ctrlKey) ||
        event.shiftKey ||
        event.altKey
      )
        return
      event.preventDefault()
      setOpen(!open)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          {...focus}
          aria-describedby={undefined}
          className={cx(panelClass, 'max-w-xl overflow-hidden')}
        >
          <Radix.Title className="sr-only">{t('commandPalette')}</Radix.Title>
          <Palette {...rest} onDone={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface PaletteProps extends Omit<CommandPaletteProps, 'open' | 'onOpenChange'> {
  onDone: () => void
}

function Palette({ groups, onQuery, placeholder, onDone }: PaletteProps) {
  const t = useTranslations('ui')
  const [query, setQuery] = useState('')
  const found = useFound(query, onQuery)
  const shown = [...filterGroups(groups, query), ...found.groups.filter((group) => group.items.length > 0)]
  return (
    <Command label={t('commandPalette')} shouldFilter={false} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={placeholder ?? t('commandPlaceholder')}
          className="h-11 min-w-0 flex-1 bg-transparent text-base text-ink outline-none!"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List
        label={t('results', { count: shown.length })}
        className="max-h-[60vh] overflow-y-auto p-1"
      >
        {shown.map((group) => (
          <Command.Group
            key={group.id}
            value={group.id}
            heading={group.label}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
          >
            {group.items.map((item) => (
              <Item key={item.id} item={item} value={`${group.id}/${item.id}`} onDone={onDone} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <p
        role="status"
        className={shown.length > 0 ? 'sr-only' : 'px-4 pt-2 pb-6 text-center text-sm text-ink-muted'}
      >
        {found.searching ? t('loading') : shown.length === 0 ? t('noMatch', { query }) : ''}
      </p>
    </Command>
  )
}

function Item({ item, value, onDone }: { item: CommandItem; value: string; onDone: () => void }) {
  const Icon = item.icon
  return (
    <Command.Item
      value={value}
      onSelect={() => {
        onDone()
        item.onSelect()
      }}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-sm data-[selected=true]:bg-surface-hover"
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint && <span className="text-xs text-ink-faint">{item.hint}</span>}
    </Command.Item>
  )
}

export interface SearchTriggerProps {
  onOpen: () => void
  label?: string
  className?: string
}

/** Looks like a search field, opens the palette. */
export function SearchTrigger({ onOpen, label, className }: SearchTriggerProps) {
  const t = useTranslations('ui')
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-haspopup="dialog"
      aria-keyshortcuts="Meta+K Control+K"
      className={cx(
        'flex h-8 w-64 min-w-0 items-center gap-2 rounded-md border border-line bg-surface-sunken px-2.5 text-left text-sm text-ink-faint hover:border-line-strong',
        className,
      )}
    >
      <Search aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 flex-1 truncate">{label ?? t('search')}</span>
      <span aria-hidden className="flex gap-0.5 max-sm:hidden">
        <Kbd>⌘</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  )
}
