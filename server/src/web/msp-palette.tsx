'use client'

import { listClients } from '@tieout/billing/contract'
import { listTasks } from '@tieout/platform/contract'
import { api, useMay } from '@tieout/platform/web'
import { CommandPalette, type CommandGroup } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { usePluginNavigation } from '../plugins/use-plugin-navigation.ts'
import { useTaskWords } from '../screens/inbox/task-words.ts'
import { useSettingsHref } from '../screens/settings/use-settings-pages.ts'

/** ⌘K: any screen, any client, any task that the person may see. */
export function MspPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('app')
  const words = useTaskWords()
  const router = useRouter()
  const mayClients = useMay('client:read')
  const mayInbox = useMay('inbox:read')
  const screens = useScreens()
  const go = (href: string) => () => {
    onOpenChange(false)
    router.push(href)
  }
  const find = async (query: string): Promise<CommandGroup[]> => {
    if (query.trim() === '') return []
    const [clients, found] = await Promise.all([
      mayClients ? api(listClients, { search: query, limit: 6 }) : null,
      mayInbox ? api(listTasks, { search: query, limit: 6 }) : null,
    ])
    return [
      {
        id: 'clients',
        label: t('nav.clients'),
        items: (clients?.items ?? []).map((client) => ({
          id: client.clientId,
          label: client.displayName,
          hint: client.email ?? undefined,
          onSelect: go(`/clients/${client.clientId}`),
        })),
      },
      {
        id: 'tasks',
        label: t('nav.inbox'),
        items: (found?.items ?? []).map((task) => ({
          id: task.taskId,
          label: words.sentence(task.title),
          onSelect: go(`/inbox/${task.taskId}`),
        })),
      },
    ]
  }
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      onQuery={find}
      groups={[
        {
          id: 'screens',
          label: t('screens'),
          items: screens
            .filter((each) => each.shown)
            .map(({ id, label }) => ({ id, label, onSelect: go(id) })),
        },
      ]}
    />
  )
}

/** The screens this person may open. */
function useScreens(): { id: string; label: string; shown: boolean }[] {
  const t = useTranslations('app')
  const settingsHref = useSettingsHref()
  const plugged = usePluginNavigation()
  return [
    { id: '/', label: t('nav.home'), shown: true },
    { id: '/inbox', label: t('nav.inbox'), shown: useMay('inbox:read') },
    { id: '/clients', label: t('nav.clients'), shown: useMay('client:read') },
    { id: '/invoices', label: t('nav.invoices'), shown: useMay('invoice:read') },
    { id: '/payments', label: t('nav.payments'), shown: useMay('payment:read') },
    { id: '/receivables', label: t('nav.receivables'), shown: useMay('report:read') },
    { id: '/billing-settings/services', label: t('nav.catalogue'), shown: useMay('billing_settings:read') },
    ...plugged.map(({ href, label }) => ({ id: href, label, shown: true })),
    { id: '/notifications', label: t('nav.notifications'), shown: true },
    { id: '/people', label: t('nav.people'), shown: useMay('user:read') },
    { id: settingsHref ?? '/settings', label: t('nav.settings'), shown: settingsHref !== undefined },
    { id: '/jobs', label: t('nav.jobs'), shown: useMay('job:read') },
    { id: '/mail', label: t('nav.mail'), shown: useMay('mail:read') },
    { id: '/audit', label: t('nav.audit'), shown: useMay('audit:read') },
    { id: '/profile', label: t('profile'), shown: true },
  ]
}
