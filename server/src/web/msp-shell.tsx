'use client'

import { countUnreadNotifications } from '@tieout/platform/contract'
import { useApiQuery, useSession } from '@tieout/platform/web'
import { AppShell, IconButton, SearchTrigger } from '@tieout/ui'
import { Bell } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { PluginBanners } from '../plugins/plugin-banners.tsx'
import { MspPalette } from './msp-palette.tsx'
import { useNavigation } from './use-navigation.ts'
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
      <PluginBanners />
      {children}
      <MspPalette open={searching} onOpenChange={setSearching} />
    </AppShell>
  )
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
