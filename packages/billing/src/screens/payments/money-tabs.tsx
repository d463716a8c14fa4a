'use client'

import { useMay } from '@tieout/platform/web'
import { TabNav } from '@tieout/ui'
import { useTranslations } from 'use-intl'

/** What clients have paid, and what else they can pay with. */
export function MoneyTabs({ active }: { active: 'payments' | 'credits' }) {
  const t = useTranslations('billing')
  const may = { payments: useMay('payment:read'), credits: useMay('credit:read') }
  if (!may.payments || !may.credits) return null
  return (
    <TabNav
      label={t('payments.pages')}
      className="mb-4"
      items={[
        { href: '/payments', label: t('payments.title'), active: active === 'payments' },
        { href: '/credits', label: t('credits.title'), active: active === 'credits' },
      ]}
    />
  )
}
