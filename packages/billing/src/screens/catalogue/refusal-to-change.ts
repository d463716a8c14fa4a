'use client'

import { useMay } from '@tieout/platform/web'
import { useTranslations } from 'use-intl'

/** Why somebody may look at the billing settings but not touch them. */
export function useRefusalToChange(): string | undefined {
  const t = useTranslations('billing.services')
  return useMay('billing_settings:update') ? undefined : t('mayNotChange')
}
