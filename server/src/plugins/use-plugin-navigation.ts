'use client'

import { useSession } from '@tieout/platform/web'
import { useTranslations } from 'next-intl'
import type { PluginNavigation } from './screen-plugin.ts'
import { useScreenPlugins } from './use-screen-plugins.ts'

/** Where modules lead this person. */
export function usePluginNavigation(): PluginNavigation[] {
  const t = useTranslations()
  const { permissions } = useSession()
  return useScreenPlugins()
    .flatMap((plugin) => plugin.navigation?.(t) ?? [])
    .filter(({ permission }) => permissions.includes(permission))
}
