'use client'

import { Badge, type Tone } from '@tieout/ui'
import { CircleCheck, CircleMinus, FilePen, Send, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { BatchView } from '../../contract/index.ts'

export const BATCH_STATUSES = ['draft', 'delivering', 'delivered', 'cancelled'] as const

const LOOK: Record<BatchView['status'], { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: 'neutral', icon: FilePen },
  delivering: { tone: 'accent', icon: Send },
  delivered: { tone: 'success', icon: CircleCheck },
  cancelled: { tone: 'neutral', icon: CircleMinus },
}

export function BatchStatus({ status }: { status: BatchView['status'] }) {
  const t = useTranslations('accounting.batches.status')
  return <Badge {...LOOK[status]}>{t(status)}</Badge>
}

/** What a batch allows, by its state; null: nothing stands against it. */
const ALLOWED: Record<
  BatchView['status'],
  Record<'deliver' | 'cancel', 'onItsWay' | 'isOver' | 'cancelled' | null>
> = {
  draft: { deliver: null, cancel: null },
  delivering: { deliver: 'onItsWay', cancel: null },
  delivered: { deliver: 'isOver', cancel: 'isOver' },
  cancelled: { deliver: 'cancelled', cancel: 'cancelled' },
}

export function useBatchWhyNot(mayManage: boolean) {
  const t = useTranslations('accounting.batches.whyNot')
  return (action: 'deliver' | 'cancel', status: BatchView['status']): string | undefined => {
    const reason = mayManage ? ALLOWED[status][action] : 'notAllowed'
    return reason === null ? undefined : t(reason)
  }
}
