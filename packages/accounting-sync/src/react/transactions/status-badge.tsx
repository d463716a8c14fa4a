'use client'

import { Badge, type Tone } from '@tieout/ui'
import { CircleAlert, CircleCheck, CircleMinus, Clock, Send, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Status } from './transaction-filters.ts'

const LOOK: Record<Status, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'neutral', icon: Clock },
  in_progress: { tone: 'accent', icon: Send },
  done: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleAlert },
  skipped: { tone: 'neutral', icon: CircleMinus },
}

export function StatusBadge({ status }: { status: Status }) {
  const t = useTranslations('accounting.transactions.status')
  return <Badge {...LOOK[status]}>{t(status)}</Badge>
}
