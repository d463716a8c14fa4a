import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cx(
        'inline-flex h-4 min-w-4 items-center justify-center rounded-[3px] border border-line bg-surface-sunken px-1 font-sans text-[0.6875rem] leading-none text-ink-faint',
        className,
      )}
    >
      {children}
    </kbd>
  )
}

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>
}

/** The first letters of the first and last word, as they are written in any script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0] ? [...words[0]][0] : undefined
  const lastWord = words.length > 1 ? words[words.length - 1] : undefined
  const last = lastWord ? [...lastWord][0] : undefined
  return `${first ?? '?'}${last ?? ''}`.toLocaleUpperCase()
}

export interface AvatarProps {
  name: string
  size?: 'sm' | 'md'
  /** Set when the name is written beside it, so that it is not read twice. */
  decorative?: boolean
}

export function Avatar({ name, size = 'md', decorative }: AvatarProps) {
  return (
    <span
      role={decorative ? undefined : 'img'}
      aria-label={decorative ? undefined : name}
      aria-hidden={decorative || undefined}
      title={decorative ? undefined : name}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full border border-line bg-neutral-soft font-medium text-ink-muted select-none',
        size === 'sm' ? 'size-5 text-[0.625rem]' : 'size-7 text-xs',
      )}
    >
      {initialsOf(name)}
    </span>
  )
}

/** A grey shape in the place of what is coming; hidden from screen readers, which hear `aria-busy` instead. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('ui-skeleton block h-3 rounded-md', className)} />
}

export interface ProgressBarProps {
  label: string
  /** From 0 to `max`. Leave out when how much is left is unknown. */
  value?: number
  max?: number
  /** Text beside the label, e.g. "12 of 40". */
  detail?: ReactNode
  hideLabel?: boolean
}

export function ProgressBar({ label, value, max = 100, detail, hideLabel }: ProgressBarProps) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, max === 0 ? 1 : value / max))
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {!hideLabel && (
        <div className="flex justify-between gap-4 text-xs text-ink-muted" aria-hidden>
          <span>{label}</span>
          {detail && <span className="tabular-nums">{detail}</span>}
        </div>
      )}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={typeof detail === 'string' ? detail : undefined}
        className="h-1.5 overflow-hidden rounded-full bg-neutral-soft"
      >
        {share === undefined ? (
          <div className="ui-sweep h-full w-1/4 rounded-full bg-accent" />
        ) : (
          <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        )}
      </div>
    </div>
  )
}
