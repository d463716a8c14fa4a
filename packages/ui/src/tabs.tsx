'use client'

import { Tabs as Radix } from 'radix-ui'
import { useEffect, useRef, type ReactNode } from 'react'
import { useFormatter } from 'use-intl'
import { cx } from './cx.ts'
import { UiLink } from './link.tsx'

export interface TabItem<Value extends string = string> {
  value: Value
  label: ReactNode
  count?: number
  content?: ReactNode
}

export interface TabsProps<Value extends string = string> {
  /** What the tabs are views of. */
  label: string
  items: readonly TabItem<Value>[]
  value?: Value
  defaultValue?: Value
  onValueChange?: (value: Value) => void
  className?: string
}

const list = 'flex gap-4 overflow-x-auto border-b border-line'

const tab =
  '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm whitespace-nowrap text-ink-muted hover:text-ink focus-visible:-outline-offset-2'

const tabOn = 'border-accent! text-ink!'

export function Count({ value }: { value: number }) {
  const format = useFormatter()
  return <span className="text-xs text-ink-faint tabular-nums">{format.number(value)}</span>
}

export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, items, value, defaultValue, onValueChange, className } = props
  return (
    <Radix.Root
      value={value}
      defaultValue={defaultValue ?? items[0]?.value}
      onValueChange={(next) => onValueChange?.(next as Value)}
      className={className}
    >
      <Radix.List aria-label={label} className={list}>
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className={cx(tab, 'data-[state=active]:border-accent data-[state=active]:text-ink')}
          >
            {item.label}
            {item.count !== undefined && <Count value={item.count} />}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

export interface TabNavProps {
  label: string
  items: readonly { href: string; label: ReactNode; count?: number; active: boolean }[]
  className?: string
}

/** The same look for tabs that are routes; those are links, and are announced as such. */
export function TabNav({ label, items, className }: TabNavProps) {
  const nav = useRef<HTMLElement>(null)
  const active = items.find((item) => item.active)?.href
  // On a narrow window the one that is on may lie beyond the edge.
  useEffect(() => {
    if (active === undefined) return
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])
  return (
    <nav ref={nav} aria-label={label} className={cx(list, className)}>
      {items.map((item) => (
        <UiLink
          key={item.href}
          href={item.href}
          aria-current={item.active ? 'page' : undefined}
          className={cx(tab, item.active && tabOn)}
        >
          {item.label}
          {item.count !== undefined && <Count value={item.count} />}
        </UiLink>
      ))}
    </nav>
  )
}
