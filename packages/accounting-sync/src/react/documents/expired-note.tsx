'use client'

import { Banner, useDateText, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'

/** Nobody is asked for anything: it came by date, and goes by being used up there or given more time here. */
export function ExpiredNote({ expired, system }: { expired: DocumentView['expired']; system: string }) {
  const t = useTranslations('accounting.documents.expired')
  const money = useMoney()
  const dateText = useDateText()
  if (expired === null) return null
  const { amountMinor, currency, expiresOn } = expired
  const named = { amount: money({ minor: amountMinor, currency }), date: dateText(expiresOn), system }
  return (
    <Banner tone="warning" title={t('title', named)}>
      {t('body', named)}
    </Banner>
  )
}
