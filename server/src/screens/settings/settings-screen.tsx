'use client'

import { Banner, PageHeader, TabNav } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { notFound } from 'next/navigation'
import { hrefOfSettings } from './settings-pages.ts'
import { useSettingsPages } from './use-settings-pages.ts'

/** One page of the settings, with the tabs to the others around it. */
export function SettingsScreen({ slug }: { slug: string }) {
  const t = useTranslations()
  const pages = useSettingsPages()
  const page = pages.find((each) => each.slug === slug)
  if (!page) notFound()
  const Page = page.component
  const title = t('settings.title')
  const tabs = pages
    .filter((each) => each.allowed)
    .map((each) => ({
      href: hrefOfSettings(each.slug),
      label: t(`${each.words}.title`),
      active: each === page,
    }))
  return (
    <>
      <PageHeader title={title} description={t(`${page.words}.description`)} />
      {tabs.length > 0 && <TabNav label={title} items={tabs} />}
      <div className="mt-4 flex max-w-3xl flex-col gap-4">
        {page.allowed ? <Page /> : <Banner tone="warning">{t('problems.not-allowed')}</Banner>}
      </div>
    </>
  )
}
