'use client'

import { Check, type LucideIcon } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { UiLink } from './link.tsx'

export interface MenuItem {
  id: string
  label: ReactNode
  icon?: LucideIcon
  /** Small print at the right: a shortcut, a count. */
  hint?: ReactNode
  href?: string
  onSelect?: () => void
  danger?: boolean
  /** Why it cannot be chosen now; written under the label. */
  disabledReason?: string
  /** Given, the item is a choice that is on or off. */
  checked?: boolean
}

export type MenuEntry = MenuItem | { id: string; separator: true } | { id: string; heading: string }

export interface MenuProps {
  /** A `Button` or `IconButton`. */
  trigger: ReactElement
  items: readonly MenuEntry[]
  align?: 'start' | 'end'
}

export const popupClass =
  'ui-enter z-60 rounded-md border border-line bg-surface-raised text-sm text-ink shadow-md focus:outline-none'

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            popupClass,
            'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1',
          )}
        >
          {items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if ('separator' in entry) return <Radix.Separator className="my-1 h-px bg-line" />
  if ('heading' in entry) {
    return <Radix.Label className="px-2 py-1 text-xs text-ink-faint">{entry.heading}</Radix.Label>
  }
  const className = cx(
    'flex min-h-7 w-full cursor-pointer items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-surface-hover',
    entry.disabledReason ? 'text-ink-faint' : entry.danger ? 'text-danger' : 'text-ink',
  )
  const shared = { className, disabled: Boolean(entry.disabledReason), onSelect: entry.onSelect }
  if (entry.checked !== undefined) {
    return (
      <Radix.CheckboxItem {...shared} checked={entry.checked}>
        <ItemBody item={entry} />
      </Radix.CheckboxItem>
    )
  }
  if (entry.href && !entry.disabledReason) {
    return (
      <Radix.Item {...shared} asChild>
        <UiLink href={entry.href}>
          <ItemBody item={entry} />
        </UiLink>
      </Radix.Item>
    )
  }
  return (
    <Radix.Item {...shared}>
      <ItemBody item={entry} />
    </Radix.Item>
  )
}

function ItemBody({ item }: { item: MenuItem }) {
  const Icon = item.icon
  return (
    <>
      {item.checked !== undefined && (
        <Check aria-hidden className={cx('size-3.5 shrink-0', !item.checked && 'invisible')} />
      )}
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.disabledReason && <span className="block text-xs">{item.disabledReason}</span>}
      </span>
      {item.hint && <span className="text-xs text-ink-faint">{item.hint}</span>}
    </>
  )
}
