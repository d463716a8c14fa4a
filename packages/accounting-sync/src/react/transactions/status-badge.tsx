'use client'

import { Badge, type Tone } from '@tieout/ui'
import {
  CircleCheckBig,
  CircleAlert,
  CircleCheck,
  CircleMinus,
  CircleSlash,
  Clock,
  FileWarning,
  Hand,
  RefreshCw,
  Send,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { AnyStatus } from './transaction-filters.ts'

const LOOK: Record<AnyStatus, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'neutral', icon: Clock },
  in_progress: { tone: 'accent', icon: Send },
  done: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleAlert },
  skipped: { tone: 'neutral', icon: CircleMinus },
  applied: { tone: 'success', icon: CircleCheck },
  changed: { tone: 'success', icon: RefreshCw },
  reversed: { tone: 'neutral', icon: Undo2 },
  differs: { tone: 'warning', icon: TriangleAlert },
  held: { tone: 'warning', icon: Hand },
  quarantined: { tone: 'danger', icon: FileWarning },
  nothing: { tone: 'neutral', icon: CircleSlash },
  settled: { tone: 'neutral', icon: CircleCheckBig },
}

export function StatusBadge({ status }: { status: AnyStatus }) {
  const t = useTranslations('accounting.transactions.status')
  return <Badge {...LOOK[status]}>{t(status)}</Badge>
}
