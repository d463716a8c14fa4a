'use client'

import { useSession } from '@tieout/platform/web'
import { Banner } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { notFound } from 'next/navigation'
import { findPluginPage } from './plugin-pages.ts'
import { useScreenPlugins } from './use-screen-plugins.ts'

/** A page that a module brings, for whoever may see it, where the edition has the module. */
export function PluginPageScreen({ path }: { path: string }) {
  const t = useTranslations('problems')
  const { permissions } = useSession()
  const found = findPluginPage(path, useScreenPlugins())
  if (!found) notFound()
  const { page, params } = found
  if (!permissions.includes(page.permission)) return <Banner tone="warning">{t('not-allowed')}</Banner>
  const Page = page.component
  return <Page params={params} />
}
