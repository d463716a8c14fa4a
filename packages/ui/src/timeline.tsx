'use client'

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { toneText, type Tone } from './badge.tsx'
import { cx } from './cx.ts'
import { RelativeTime } from './dates.tsx'
import { UiLink } from './link.tsx'

export interface TimelineItem {
  id: string
  who: ReactNode
  what: ReactNode
  /** An ISO instant. */
  when: string
  icon?: LucideIcon
  tone?: Tone
  detail?: ReactNode
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label?: string }) {
  return (
    <ol aria-label={label} className="text-sm">
      {items.map((item) => (
        <li key={item.id} className="group/event relative flex gap-3 pb-4 last:pb-0">
          <span
            aria-hidden
            className="absolute top-5 bottom-0 left-[0.6875rem] w-px bg-line group-last/event:hidden"
          />
          <Mark icon={item.icon} tone={item.tone ?? 'neutral'} />
          <div className="min-w-0 flex-1 pt-0.5">
            <p className="flex flex-wrap items-baseline gap-x-1.5 text-ink-muted">
              <span className="font-medium text-ink">{item.who}</span>
              <span>{item.what}</span>
              <RelativeTime at={item.when} className="ml-auto text-xs whitespace-nowrap text-ink-faint" />
            </p>
            {item.detail && <div className="mt-1 text-xs text-ink-muted">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Mark({ icon: Icon, tone }: { icon: LucideIcon | undefined; tone: Tone }) {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex size-6 shrink-0 items-center justify-center bg-surface-raised',
        toneText[tone],
      )}
    >
      {Icon ? <Icon className="size-3.5" /> : <span className="size-1.5 rounded-full bg-current" />}
    </span>
  )
}

export interface StatProps {
  label: ReactNode
  value: ReactNode
  hint?: ReactNode
  href?: string
  tone?: Tone
}

export function Stat({ label, value, hint, href, tone }: StatProps) {
  const amount = (
    <span className={cx('text-xl font-medium tabular-nums', tone ? toneText[tone] : 'text-ink')}>
      {value}
    </span>
  )
  return (
    <div className="relative min-w-36 flex-1 bg-surface-raised px-4 py-3 has-[a:hover]:bg-surface-hover">
      <p className="text-xs text-ink-faint">
        {href ? (
          // The whole figure is the target, while the link's name stays its label.
          <UiLink href={href} className="after:absolute after:inset-0">
            {label}
          </UiLink>
        ) : (
          label
        )}
      </p>
      <p className="mt-0.5">{amount}</p>
      {hint && <p className="mt-0.5 text-xs text-ink-faint">{hint}</p>}
    </div>
  )
}

/** Figures side by side, ruled like a ledger's columns. */
export function StatRow({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-px overflow-hidden rounded-md border border-line bg-line">
      {children}
    </div>
  )
}
