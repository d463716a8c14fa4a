'use client'

import { RotateCw, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { toneIcons, toneText, type Tone } from './badge.tsx'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'

export interface EmptyStateProps {
  icon?: LucideIcon
  title: ReactNode
  body?: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, body, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-1 px-4 py-12 text-center">
      {Icon && <Icon aria-hidden className="mb-2 size-5 text-ink-faint" />}
      <p className="text-sm font-medium text-ink">{title}</p>
      {body && <div className="text-sm text-ink-muted">{body}</div>}
      {action && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  )
}

export interface ErrorStateProps {
  /** A plain sentence: what did not work, and what to do. */
  message: string
  title?: string
  /** What to quote to support. */
  requestId?: string
  onRetry?: () => void
}

export function ErrorState({ message, title, requestId, onRetry }: ErrorStateProps) {
  const t = useTranslations('ui')
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-1 px-4 py-12 text-center">
      <TriangleAlert aria-hidden className="mb-2 size-5 text-danger" />
      {title && <p className="text-sm font-medium text-ink">{title}</p>}
      <p className={cx('text-sm', title ? 'text-ink-muted' : 'text-ink')}>{message}</p>
      {onRetry && (
        <Button className="mt-3" size="sm" icon={RotateCw} onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
      {requestId && (
        <p className="mt-2 text-xs text-ink-faint select-all">{t('request', { id: requestId })}</p>
      )}
    </div>
  )
}

export interface BannerProps {
  tone?: Tone
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  onDismiss?: () => void
}

const bannerTones: Record<Tone, string> = {
  neutral: 'border-line bg-surface-sunken',
  accent: 'border-accent-line bg-accent-soft',
  success: 'border-success-line bg-success-soft',
  warning: 'border-warning-line bg-warning-soft',
  danger: 'border-danger-line bg-danger-soft',
}

export function Banner({ tone = 'neutral', title, children, action, onDismiss }: BannerProps) {
  const t = useTranslations('ui')
  const Icon = toneIcons[tone]
  return (
    <div
      // What has gone wrong interrupts; anything else waits until the reader pauses.
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border px-3 py-2 text-sm text-ink',
        bannerTones[tone],
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', toneText[tone])} />
      <div className="min-w-48 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={title ? 'text-ink-muted' : undefined}>{children}</div>}
      </div>
      {action && <div className="flex shrink-0 items-center gap-2">{action}</div>}
      {onDismiss && (
        <IconButton icon={X} size="sm" label={t('dismiss')} onClick={onDismiss} className="-my-1" />
      )}
    </div>
  )
}
