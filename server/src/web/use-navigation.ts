'use client'

import { countTasks, type Permission } from '@tieout/platform/contract'
import { useApiQuery, useSession } from '@tieout/platform/web'
import type { NavGroup, NavItem } from '@tieout/ui'
import {
  Banknote,
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
import { usePathname } from 'next/navigation'
import { usePluginNavigation } from '../plugins/use-plugin-navigation.ts'
import { useSettingsHref } from '../screens/settings/use-settings-pages.ts'

interface Entry {
  href: string
  label: string
  icon: NavItem['icon']
  /** Left out: everybody's. */
  permission?: Permission
  count?: number
  /** Lit on every address that begins with one of these; left out: with its own. */
  covers?: readonly string[]
}

/** Where this person may go. */
export function useNavigation(): NavGroup[] {
  const t = useTranslations('app.nav')
  const { permissions } = useSession()
  const pathname = usePathname()
  const groups = useEntries()
  const allowed = (entry: Entry) => entry.permission === undefined || permissions.includes(entry.permission)
  // What a module covers among the settings is lit there, and the settings are not.
  const lit = Object.values(groups)
    .flat()
    .map((entry) => longestCover(entry, pathname))
    .reduce((one, other) => (other.length > one.length ? other : one), '')
  return Object.entries(groups)
    .map(([id, entries]) => ({
      id,
      label: t(id),
      items: entries.filter(allowed).map(({ href, label, icon, count, covers }) => ({
        href,
        label,
        icon,
        count,
        active: lit !== '' && (covers ?? [href]).includes(lit),
      })),
    }))
    .filter((group) => group.items.length > 0)
}

const longestCover = ({ href, covers = [href] }: Entry, pathname: string): string =>
  covers
    .filter((each) => pathname === each || (each !== '/' && pathname.startsWith(`${each}/`)))
    .reduce((one, other) => (other.length > one.length ? other : one), '')

function useEntries(): Record<'work' | 'billing' | 'company', Entry[]> {
  const t = useTranslations('app.nav')
  const settingsHref = useSettingsHref()
  const plugged = usePluginNavigation()
  const mayInbox = useSession().permissions.includes('inbox:read')
  const tasks = useApiQuery(countTasks, {}, { enabled: mayInbox, refetchInterval: 30_000 })
  return {
    work: [
      { href: '/', label: t('home'), icon: House },
      { href: '/inbox', label: t('inbox'), icon: Inbox, permission: 'inbox:read', count: tasks.data?.open },
      { href: '/clients', label: t('clients'), icon: Building2, permission: 'client:read' },
    ],
    billing: [
      { href: '/invoices', label: t('invoices'), icon: ReceiptText, permission: 'invoice:read' },
      { href: '/payments', label: t('payments'), icon: Banknote, permission: 'payment:read' },
      { href: '/receivables', label: t('receivables'), icon: Clock, permission: 'report:read' },
      {
        href: '/billing-settings/services',
        label: t('catalogue'),
        icon: Tags,
        permission: 'billing_settings:read',
        covers: ['/billing-settings'],
      },
      ...plugged,
    ],
    company: [
      { href: '/people', label: t('people'), icon: Users, permission: 'user:read' },
      ...(settingsHref === undefined
        ? []
        : [{ href: settingsHref, label: t('settings'), icon: Settings, covers: ['/settings'] }]),
      { href: '/jobs', label: t('jobs'), icon: ListChecks, permission: 'job:read' },
      { href: '/mail', label: t('mail'), icon: Mail, permission: 'mail:read' },
      { href: '/audit', label: t('audit'), icon: ScrollText, permission: 'audit:read' },
    ],
  }
}
