'use client'

import { useMay } from '@tieout/platform/web'
import { TabNav } from '@tieout/ui'
import { useTranslations } from 'use-intl'

/** The pages about one client. */
export function ClientTabs({ clientId, active }: { clientId: string; active: 'details' | 'statement' }) {
  const t = useTranslations('billing.receivables.tabs')
  const may = useMay('report:read')
  if (!may) return null
  return (
    <TabNav
      label={t('label')}
      className="no-print mb-4"
      items={[
        { href: `/clients/${clientId}`, label: t('details'), active: active === 'details' },
        { href: `/clients/${clientId}/statement`, label: t('statement'), active: active === 'statement' },
      ]}
    />
  )
}
