'use client'

import { Banner, cx, PageHeader, TabNav } from '@tieout/ui'
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
    .filter((each) => each.allowed && !each.hidden)
    .map((each) => ({
      href: hrefOfSettings(each.slug),
      label: t(`${each.words}.title`),
      active: each === page,
    }))
  return (
    <>
      <PageHeader title={title} description={t(`${page.words}.description`)} />
      {tabs.length > 0 && <TabNav label={title} items={tabs} />}
      <div className={cx('mt-4 flex flex-col gap-4', !page.wide && 'max-w-3xl')}>
        {page.allowed ? <Page /> : <Banner tone="warning">{t('problems.not-allowed')}</Banner>}
      </div>
    </>
  )
}
