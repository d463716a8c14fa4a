import { CircleAlert, CircleCheck, CircleDot, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger'

export const toneIcons: Record<Tone, LucideIcon> = {
  neutral: CircleDot,
  accent: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
}

export const toneText: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  accent: 'text-accent',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
}

const tones: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-ink-muted',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

export interface BadgeProps {
  tone?: Tone
  /** Replaces the tone's own icon; `null` only on neutral ones, where no state hangs on it. */
  icon?: LucideIcon | null
  children: ReactNode
  className?: string
}

/** Never colour alone: the tone brings an icon, the children are the word. */
export function Badge({ tone = 'neutral', icon, children, className }: BadgeProps) {
  const Icon = icon === undefined ? toneIcons[tone] : icon
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded-md px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3 shrink-0" />}
      {children}
    </span>
  )
}

/** Each tone has its own outline as well as its colour, for those who cannot tell the colours apart. */
const shapes: Record<Tone, ReactNode> = {
  neutral: <circle cx="5" cy="5" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  accent: <rect x="1.5" y="1.5" width="7" height="7" rx="1" fill="currentColor" />,
  success: <circle cx="5" cy="5" r="3.75" fill="currentColor" />,
  warning: <path d="M5 1 9.3 8.6H.7z" fill="currentColor" />,
  danger: <path d="M5 .6 9.4 5 5 9.4.6 5z" fill="currentColor" />,
}

export interface StatusDotProps {
  tone: Tone
  /** The word beside it. */
  children: ReactNode
  className?: string
}

export function StatusDot({ tone, children, className }: StatusDotProps) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <svg aria-hidden viewBox="0 0 10 10" className={cx('size-2.5 shrink-0', toneText[tone])}>
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}
