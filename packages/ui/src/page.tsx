'use client'

import { ChevronRight } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { UiLink, type LinkProps } from './link.tsx'

export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <UiLink
      {...rest}
      className={cx(
        'rounded-sm text-accent underline decoration-accent-line underline-offset-2 hover:decoration-current',
        className,
      )}
    />
  )
}

export interface Breadcrumb {
  label: string
  href?: string
}

export interface PageHeaderProps {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  breadcrumbs?: readonly Breadcrumb[]
  /** Beside the title: a state, a date. */
  meta?: ReactNode
}

export function PageHeader({ title, description, actions, breadcrumbs, meta }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {breadcrumbs && breadcrumbs.length > 0 && <Breadcrumbs items={breadcrumbs} />}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-medium tracking-tight text-ink">{title}</h1>
          {meta}
        </div>
        {description && <p className="mt-0.5 max-w-2xl text-sm text-ink-muted">{description}</p>}
      </div>
      {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

function Breadcrumbs({ items }: { items: readonly Breadcrumb[] }) {
  const t = useTranslations('ui')
  return (
    <nav aria-label={t('breadcrumbs')} className="no-print mb-1 text-xs text-ink-faint">
      <ol className="flex flex-wrap items-center gap-1">
        {items.map((item, index) => (
          <li key={item.href ?? item.label} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3" />}
            {item.href ? (
              <UiLink href={item.href} className="rounded-sm hover:text-ink hover:underline">
                {item.label}
              </UiLink>
            ) : (
              <span aria-current={index === items.length - 1 ? 'page' : undefined}>{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface HeadingProps {
  id?: string
  level: 2 | 3
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
}

function Heading({ id, level, title, description, actions }: HeadingProps) {
  const Tag = level === 2 ? 'h2' : 'h3'
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div className="min-w-0">
        <Tag id={id} className="text-sm font-medium text-ink">
          {title}
        </Tag>
        {description && <p className="text-xs text-ink-faint">{description}</p>}
      </div>
      {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  )
}

export interface CardProps {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
  /** No padding, for a table or list that has its own. */
  flush?: boolean
  footer?: ReactNode
  className?: string
  children?: ReactNode
}

export function Card({
  title,
  description,
  actions,
  level = 2,
  flush,
  footer,
  className,
  children,
}: CardProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('flex min-w-0 flex-col rounded-md border border-line bg-surface-raised', className)}
    >
      {title && (
        <header className="flex min-h-11 items-center border-b border-line px-4 py-2">
          <Heading {...{ id, level, title, description, actions }} />
        </header>
      )}
      <div className={cx('min-w-0 flex-1', flush ? '*:border-0' : 'p-4')}>{children}</div>
      {footer && (
        <footer className="border-t border-line px-4 py-2.5 text-sm text-ink-muted">{footer}</footer>
      )}
    </section>
  )
}

export interface SectionProps {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
  id?: string
  className?: string
  children?: ReactNode
}

export function Section({ title, description, actions, level = 2, id, className, children }: SectionProps) {
  const made = useId()
  const headingId = `${id ?? made}-title`
  return (
    <section id={id} aria-labelledby={headingId} className={cx('mt-8 first:mt-0', className)}>
      <div className="mb-2 flex">
        <Heading id={headingId} {...{ level, title, description, actions }} />
      </div>
      {children}
    </section>
  )
}

export interface DescriptionItem {
  term: ReactNode
  value: ReactNode
  hint?: ReactNode
}

const columnClass = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-2 lg:grid-cols-3' }

export function DescriptionList(props: { items: readonly DescriptionItem[]; columns?: 1 | 2 | 3 }) {
  const columns = props.columns ?? 1
  return (
    <dl className={cx('grid gap-x-8 text-sm', columnClass[columns])}>
      {props.items.map((item, index) => (
        <div key={index} className="grid grid-cols-[minmax(7rem,2fr)_3fr] gap-3 border-b border-line py-2">
          <dt className="text-ink-faint">{item.term}</dt>
          <dd className="min-w-0 break-words text-ink">
            {item.value}
            {item.hint && <div className="text-xs text-ink-faint">{item.hint}</div>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
