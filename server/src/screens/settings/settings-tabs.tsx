'use client'

import { useMay } from '@tieout/platform/web'
import { Banner, PageHeader, TabNav } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

const SECTIONS = ['company', 'general', 'retention'] as const
export type SettingsSection = (typeof SECTIONS)[number]

const hrefOf = (section: SettingsSection) => (section === 'company' ? '/settings' : `/settings/${section}`)

/** What every page of the settings has around its form. */
export function SettingsFrame({ active, children }: { active: SettingsSection; children: ReactNode }) {
  const t = useTranslations('settings')
  const may = useMay('settings:update')
  return (
    <>
      <PageHeader title={t('title')} description={t(`${active}.description`)} />
      <TabNav
        label={t('title')}
        items={SECTIONS.map((section) => ({
          href: hrefOf(section),
          label: t(`${section}.title`),
          active: section === active,
        }))}
      />
      <div className="mt-4 flex max-w-3xl flex-col gap-4">
        {!may && <Banner>{t('readOnly')}</Banner>}
        {children}
      </div>
    </>
  )
}
