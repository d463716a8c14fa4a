'use client'

import type { MailStatus } from '@tieout/platform/contract'
import { Badge, type Tone } from '@tieout/ui'
import { Archive, Clock, MailX, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'

const LOOK: Record<MailStatus, { tone: Tone; icon: LucideIcon | undefined }> = {
  waiting: { tone: 'accent', icon: Clock },
  sent: { tone: 'success', icon: undefined },
  failed: { tone: 'danger', icon: MailX },
  kept: { tone: 'warning', icon: Archive },
}

export function MailStatusBadge({ status }: { status: MailStatus }) {
  const t = useTranslations('mail.statuses')
  return (
    <Badge tone={LOOK[status].tone} icon={LOOK[status].icon}>
      {t(status)}
    </Badge>
  )
}
