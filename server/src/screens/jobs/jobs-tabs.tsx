'use client'

import { PageHeader, TabNav } from '@tieout/ui'
import { useTranslations } from 'next-intl'

export function JobsHeader({ active }: { active: 'runs' | 'schedules' }) {
  const t = useTranslations('jobs')
  return (
    <>
      <PageHeader title={t('title')} description={t(`${active}.description`)} />
      <TabNav
        label={t('title')}
        items={[
          { href: '/jobs', label: t('runs.title'), active: active === 'runs' },
          { href: '/jobs/schedules', label: t('schedules.title'), active: active === 'schedules' },
        ]}
      />
    </>
  )
}
