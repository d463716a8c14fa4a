'use client'

import { countTasks, countUnreadNotifications } from '@tieout/platform/contract'
import { useApiQuery, useMay, useSession } from '@tieout/platform/web'
import { AppShell, IconButton, SearchTrigger, type NavGroup } from '@tieout/ui'
import {
  Banknote,
  Bell,
  Building2,
  Clock,
  House,
  Inbox,
  ListChecks,
  Mail,
  ReceiptText,
  ScrollText,
  Settings,
  Tags,
  Users,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usePathname, useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { useSettingsHref } from '../screens/settings/use-settings-pages.ts'
import { MspPalette } from './msp-palette.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame around every page of the provider's side. */
export function MspShell({ children }: { children: ReactNode }) {
  const session = useSession()
  const [searching, setSearching] = useState(false)
  return (
    <AppShell
      brand={<span className="font-medium">{session.tenant?.name}</span>}
      groups={useNavigation()}
      search={<SearchTrigger onOpen={() => setSearching(true)} />}
      actions={<NotificationBell />}
      user={<UserMenu profileHref="/profile" signInHref="/sign-in" />}
    >
      {children}
      <MspPalette open={searching} onOpenChange={setSearching} />
    </AppShell>
  )
}

function useNavigation(): NavGroup[] {
  const t = useTranslations('app.nav')
  const pathname = usePathname()
  const may = {
    clients: useMay('client:read'),
    inbox: useMay('inbox:read'),
    invoices: useMay('invoice:read'),
    payments: useMay('payment:read'),
    receivables: useMay('report:read'),
    catalogue: useMay('billing_settings:read'),
    users: useMay('user:read'),
    jobs: useMay('job:read'),
    mail: useMay('mail:read'),
    audit: useMay('audit:read'),
  }
  const settingsHref = useSettingsHref()
  const counts = useApiQuery(countTasks, {}, { enabled: may.inbox, refetchInterval: 30_000 })
  const item = (href: string, label: string, icon: NavGroup['items'][number]['icon'], count?: number) => ({
    href,
    label,
    icon,
    count,
    active: href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`),
  })
  const groups: NavGroup[] = [
    {
      id: 'work',
      label: t('work'),
      items: [
        item('/', t('home'), House),
        ...(may.inbox ? [item('/inbox', t('inbox'), Inbox, counts.data?.open)] : []),
        ...(may.clients ? [item('/clients', t('clients'), Building2)] : []),
      ],
    },
    {
      id: 'billing',
      label: t('billing'),
      items: [
        ...(may.invoices ? [item('/invoices', t('invoices'), ReceiptText)] : []),
        ...(may.payments ? [item('/payments', t('payments'), Banknote)] : []),
        ...(may.receivables ? [item('/receivables', t('receivables'), Clock)] : []),
        ...(may.catalogue
          ? [
              {
                ...item('/billing-settings/services', t('catalogue'), Tags),
                active: pathname.startsWith('/billing-settings'),
              },
            ]
          : []),
      ],
    },
    {
      id: 'company',
      label: t('company'),
      items: [
        ...(may.users ? [item('/people', t('people'), Users)] : []),
        ...(settingsHref
          ? [{ ...item(settingsHref, t('settings'), Settings), active: pathname.startsWith('/settings') }]
          : []),
        ...(may.jobs ? [item('/jobs', t('jobs'), ListChecks)] : []),
        ...(may.mail ? [item('/mail', t('mail'), Mail)] : []),
        ...(may.audit ? [item('/audit', t('audit'), ScrollText)] : []),
      ],
    },
  ]
  return groups.filter((group) => group.items.length > 0)
}

function NotificationBell() {
  const t = useTranslations('app')
  const router = useRouter()
  const unread = useApiQuery(countUnreadNotifications, {}, { refetchInterval: 15_000 })
  const count = unread.data?.unread ?? 0
  return (
    <span className="relative inline-flex">
      <IconButton
        icon={Bell}
        variant="ghost"
        label={t('bell', { count })}
        onClick={() => router.push('/notifications')}
      />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute -right-0.5 -top-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-[10px] font-medium leading-4 tabular-nums text-accent-ink"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </span>
  )
}
