'use client'

import { PageHeader, TabNav } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useScreensHost } from './screens-host.tsx'

export type SyncTab = 'overview' | 'mapping' | 'transactions' | 'batches'

/** The way between the pages of the sync; it stands on each of them. */
export function SyncTabs({ active, className }: { active: SyncTab; className?: string }) {
  const t = useTranslations('accounting.tabs')
  const { href, may } = useScreensHost()
  if (!may('watch')) return null
  const places: Record<SyncTab, string> = {
    overview: href.settings(),
    mapping: href.mapping('client'),
    transactions: href.transactions(),
    batches: href.batches(),
  }
  return (
    <TabNav
      label={t('label')}
      className={className}
      items={(Object.keys(places) as SyncTab[]).map((tab) => ({
        href: places[tab],
        label: t(tab),
        active: tab === active,
      }))}
    />
  )
}

export interface SyncPageProps {
  tab: SyncTab
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  meta?: ReactNode
  children: ReactNode
}

/** A page of the sync with an address of its own: its head, the tabs, and what it is about. */
export function SyncPage({ tab, children, ...head }: SyncPageProps) {
  return (
    <>
      <PageHeader {...head} />
      <SyncTabs active={tab} className="mb-4" />
      {children}
    </>
  )
}
