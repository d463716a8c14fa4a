'use client'

import { Badge, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { CreditState } from '../../contract/index.ts'

const TONES: Record<CreditState, Tone> = {
  available: 'success',
  spent: 'neutral',
  expired: 'warning',
  withdrawn: 'danger',
}

export function CreditStateBadge({ state }: { state: CreditState }) {
  const t = useTranslations('billing.credits.states')
  return <Badge tone={TONES[state]}>{t(state)}</Badge>
}
