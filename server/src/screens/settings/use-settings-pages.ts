'use client'

import { useSession } from '@tieout/platform/web'
import type { SettingsPage } from '../../plugins/screen-plugin.ts'
import { useScreenPlugins } from '../../plugins/use-screen-plugins.ts'
import { hrefOfSettings, ownSettingsPages } from './settings-pages.ts'

/** Where the settings begin for this person; undefined where there are none. */
export function useSettingsHref(): string | undefined {
  const first = useSettingsPages().find((page) => page.allowed)
  return first && hrefOfSettings(first.slug)
}

/** Every page of the settings, and whether this person may open it. */
export function useSettingsPages(): (SettingsPage & { allowed: boolean })[] {
  const { permissions } = useSession()
  const contributed = useScreenPlugins().flatMap((plugin) => plugin.settingsPages ?? [])
  return [...ownSettingsPages, ...contributed].map((page) => ({
    ...page,
    allowed: permissions.includes(page.permission),
  }))
}
