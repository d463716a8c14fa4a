'use client'

import { Slot } from 'radix-ui'
import type { LucideIcon } from 'lucide-react'
import { useId, type ComponentProps, type MouseEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: LucideIcon
  /** Work is under way: keeps its width, ignores clicks, stays focusable. */
  busy?: boolean
  /** Why it cannot be used now. The button stays focusable and says so in a tooltip. */
  disabledReason?: string
  /** For the rare case with nothing to explain; prefer `disabledReason`. */
  disabled?: boolean
}

const base =
  'relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed'

const sizes: Record<ButtonSize, string> = { sm: 'h-7 px-2 text-xs', md: 'h-8 px-3 text-sm' }

const variants: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover',
  secondary: 'border-line-strong bg-surface-raised text-ink hover:bg-surface-hover',
  ghost: 'border-transparent bg-transparent text-ink-muted hover:bg-surface-hover hover:text-ink',
  danger: 'border-danger bg-danger text-danger-ink hover:border-danger-hover hover:bg-danger-hover',
}

/** Still readable when it cannot be used: someone has to read what it would have done. */
const off = 'border-line bg-neutral-soft text-ink-faint'

export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md', isOff = false) {
  return cx(base, sizes[size], isOff ? off : variants[variant])
}

function swallow(event: MouseEvent) {
  event.preventDefault()
  event.stopPropagation()
}

export function Button(props: ButtonProps) {
  const { variant, size, icon: Icon, busy, disabledReason, className, children, type, ...rest } = props
  const reasonId = useId()
  const blocked = Boolean(busy || disabledReason)
  const describedBy = cx(rest['aria-describedby'], disabledReason && reasonId) || undefined
  const button = (
    <button
      {...rest}
      type={type ?? 'button'}
      className={cx(buttonClass(variant, size, Boolean(disabledReason || rest.disabled)), className)}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      onClick={blocked ? swallow : rest.onClick}
    >
      <span className={cx('inline-flex items-center gap-1.5', busy && 'opacity-0')}>
        {Icon && <Icon aria-hidden className="size-3.5" />}
        {children}
      </span>
      {busy && <BusyMark />}
    </button>
  )
  // A button that may have a reason keeps one shape, so that gaining or losing it takes no focus away.
  if (!('disabledReason' in props)) return button
  return (
    <>
      <Tooltip content={disabledReason} delay={0} silent>
        {button}
      </Tooltip>
      {disabledReason && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  )
}

/** Three dots over the label: the button keeps its width, and nothing spins. */
function BusyMark() {
  const t = useTranslations('ui')
  return (
    <span className="absolute inset-0 flex items-center justify-center gap-1">
      <span className="sr-only">{t('working')}</span>
      {[0, 1, 2].map((dot) => (
        <span
          key={dot}
          aria-hidden
          className="size-1 animate-pulse rounded-full bg-current"
          style={{ animationDelay: `${dot * 160}ms` }}
        />
      ))}
    </span>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'aria-label'> {
  icon: LucideIcon
  /** Its name: read aloud, and shown on hover. */
  label: string
}

export function IconButton({
  icon: Icon,
  label,
  size = 'md',
  variant = 'ghost',
  className,
  ...rest
}: IconButtonProps) {
  const square = size === 'sm' ? 'w-7 px-0' : 'w-8 px-0'
  const button = (
    <Button {...rest} size={size} variant={variant} aria-label={label} className={cx(square, className)}>
      <Icon aria-hidden className="size-4" />
    </Button>
  )
  // A reason brings its own tooltip, and two on one button would fight.
  return rest.disabledReason ? (
    button
  ) : (
    <Tooltip content={label} silent>
      {button}
    </Tooltip>
  )
}

export interface LinkButtonProps extends Omit<ComponentProps<'a'>, 'children'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: LucideIcon
  /** Give the child its own link, e.g. `<LinkButton asChild><Link href="/x">Open</Link></LinkButton>`. */
  asChild?: boolean
  children: ReactNode
}

export function LinkButton({
  variant,
  size,
  icon: Icon,
  asChild,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  const Root = asChild ? Slot.Root : 'a'
  return (
    <Root {...rest} className={cx(buttonClass(variant, size), className)}>
      {Icon && <Icon aria-hidden className="size-3.5" />}
      <Slot.Slottable>{children}</Slot.Slottable>
    </Root>
  )
}
