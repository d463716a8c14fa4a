'use client'

import { Banner, RelativeTime, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { AcceptedView } from '../../contract/index.ts'

/** Who lives with a difference, and how much it is; in a sentence. */
export function useAcceptedWords(): (accepted: AcceptedView) => string {
  const t = useTranslations('accounting.documents.accepted')
  const money = useMoney()
  return ({ amountMinor, currency, byName }) => {
    const by = byName ?? t('somebody')
    if (amountMinor === 0) return t('withoutMoney', { by })
    return t('by', { by, amount: money({ minor: Math.abs(amountMinor), currency }) })
  }
}

/** A difference that somebody accepted is one still: it says so as long as it is there. */
export function AcceptedNote({ accepted }: { accepted: AcceptedView | null }) {
  const words = useAcceptedWords()
  if (accepted === null) return null
  return (
    <Banner tone="neutral" title={words(accepted)}>
      <p className="break-words">{accepted.reason}</p>
      <p className="text-xs text-ink-faint">
        <RelativeTime at={accepted.at} />
      </p>
    </Banner>
  )
}
