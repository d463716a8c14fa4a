'use client'

import { useMay } from '@tieout/platform/web'
import { TabNav } from '@tieout/ui'
import { useTranslations } from 'next-intl'

export function PeopleTabs({ active }: { active: 'users' | 'roles' }) {
  const t = useTranslations('people')
  const tabs = [
    { href: '/people', label: t('users.title'), active: active === 'users', may: useMay('user:read') },
    { href: '/people/roles', label: t('roles.title'), active: active === 'roles', may: useMay('role:read') },
  ]
  const items = tabs.filter((tab) => tab.may || tab.active)
  return (
    <TabNav
      label={t('title')}
      items={items.map(({ href, label, active: on }) => ({ href, label, active: on }))}
    />
  )
}
