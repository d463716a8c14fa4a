import type { SettingsPage } from '../../plugins/screen-plugin.ts'
import { screenPlugins } from '../../plugins/screen-plugins.ts'
import { CompanyScreen } from './company-screen.tsx'
import { GeneralScreen } from './general-screen.tsx'
import { RetentionScreen } from './retention-screen.tsx'

const permission = 'settings:read'

/** The host's own. The first one is the settings themselves. */
export const ownSettingsPages: readonly SettingsPage[] = [
  { slug: '', words: 'settings.company', permission, component: CompanyScreen },
  { slug: 'general', words: 'settings.general', permission, component: GeneralScreen },
  { slug: 'retention', words: 'settings.retention', permission, component: RetentionScreen },
]

/** By its address, whoever may see it and in whatever edition. */
export const findSettingsPage = (slug: string): SettingsPage | undefined =>
  [...ownSettingsPages, ...screenPlugins.flatMap((plugin) => plugin.settingsPages ?? [])].find(
    (page) => page.slug === slug,
  )

export const hrefOfSettings = (slug: string) => (slug === '' ? '/settings' : `/settings/${slug}`)
