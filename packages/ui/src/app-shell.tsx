'use client'

import { Dialog as Radix } from 'radix-ui'
import { Menu as MenuIcon, X, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { overlayClass } from './dialog.tsx'
import { RenderLinkProvider, UiLink, type RenderLink } from './link.tsx'
import { Count } from './tabs.tsx'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  count?: number
  active?: boolean
}

export interface NavGroup {
  id: string
  label?: string
  items: readonly NavItem[]
}

export interface AppShellProps {
  brand: ReactNode
  groups: readonly NavGroup[]
  renderLink?: RenderLink
  /** The top bar, from left to right. */
  search?: ReactNode
  actions?: ReactNode
  user?: ReactNode
  /** Under the groups, at the nav's foot. */
  navFooter?: ReactNode
  /** Between the top bar and the page, at full width. */
  banner?: ReactNode
  children: ReactNode
}

export function AppShell({ renderLink, ...props }: AppShellProps) {
  const t = useTranslations('ui')
  return (
    <RenderLinkProvider renderLink={renderLink}>
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-accent px-3 py-1.5 text-sm text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skipToContent')}
      </a>
      <div className="min-h-screen bg-surface text-ink [--sticky-top:3rem] min-[56.25rem]:grid min-[56.25rem]:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
        <aside className="no-print sticky top-0 hidden h-screen flex-col border-r border-line bg-surface-sunken min-[56.25rem]:flex">
          <div className="flex h-12 shrink-0 items-center px-4 text-base font-medium">{props.brand}</div>
          <Nav groups={props.groups} footer={props.navFooter} />
        </aside>
        <div className="min-w-0">
          <TopBar {...props} />
          {props.banner && <div className="px-4 pt-4 min-[56.25rem]:px-6">{props.banner}</div>}
          {/* Focusable, so that the skip link moves the focus and not only the page. */}
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-[90rem] p-4 outline-none min-[56.25rem]:p-6"
          >
            {props.children}
          </main>
        </div>
      </div>
    </RenderLinkProvider>
  )
}

function TopBar({ brand, groups, search, actions, user, navFooter }: Omit<AppShellProps, 'renderLink'>) {
  return (
    <header className="no-print sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-4 min-[56.25rem]:px-6">
      <NavDrawer brand={brand} groups={groups} footer={navFooter} />
      <div className="flex min-w-0 flex-1 items-center">{search}</div>
      <div className="flex shrink-0 items-center gap-1">
        {actions}
        {user}
      </div>
    </header>
  )
}

function NavDrawer({
  brand,
  groups,
  footer,
}: {
  brand: ReactNode
  groups: readonly NavGroup[]
  footer: ReactNode
}) {
  const t = useTranslations('ui')
  const [open, setOpen] = useState(false)
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <IconButton icon={MenuIcon} label={t('openNavigation')} className="-ml-1.5 min-[56.25rem]:hidden" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className={cx(overlayClass, 'min-[56.25rem]:hidden')} />
        <Radix.Content
          aria-describedby={undefined}
          className="ui-enter fixed inset-y-0 left-0 z-50 flex w-64 max-w-[calc(100vw-3rem)] flex-col border-r border-line bg-surface-sunken shadow-lg focus:outline-none min-[56.25rem]:hidden"
        >
          <Radix.Title className="sr-only">{t('mainNavigation')}</Radix.Title>
          <div className="flex h-12 shrink-0 items-center justify-between pr-2 pl-4 text-base font-medium">
            {brand}
            <Radix.Close asChild>
              <IconButton icon={X} label={t('closeNavigation')} />
            </Radix.Close>
          </div>
          <Nav groups={groups} footer={footer} onNavigate={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface NavProps {
  groups: readonly NavGroup[]
  footer: ReactNode
  onNavigate?: () => void
}

function Nav({ groups, footer, onNavigate }: NavProps) {
  const t = useTranslations('ui')
  return (
    <>
      <nav aria-label={t('mainNavigation')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {groups.map((group) => (
          <div key={group.id} className="mt-4 first:mt-1">
            {group.label && <p className="px-2 pb-1 text-xs text-ink-faint">{group.label}</p>}
            <ul aria-label={group.label} className="space-y-px">
              {group.items.map((item) => (
                <li key={item.href}>
                  <NavLink item={item} onNavigate={onNavigate} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {footer && (
        <div className="shrink-0 border-t border-line px-4 py-2.5 text-xs text-ink-faint">{footer}</div>
      )}
    </>
  )
}

function NavLink({ item, onNavigate }: { item: NavItem; onNavigate: (() => void) | undefined }) {
  const Icon = item.icon
  return (
    <UiLink
      href={item.href}
      onClick={onNavigate}
      aria-current={item.active ? 'page' : undefined}
      className={cx(
        'flex h-8 items-center gap-2 rounded-md px-2 text-sm focus-visible:-outline-offset-2',
        item.active
          ? 'bg-accent-soft font-medium text-accent'
          : 'text-ink-muted hover:bg-surface-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.count !== undefined && <Count value={item.count} />}
    </UiLink>
  )
}
