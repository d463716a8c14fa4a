'use client'

import { Badge } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ClientStatus } from '../contract/index.ts'

export function ClientStatusBadge({ status }: { status: ClientStatus }) {
  const t = useTranslations('billing.status')
  return <Badge tone={status === 'active' ? 'success' : 'neutral'}>{t(status)}</Badge>
}
