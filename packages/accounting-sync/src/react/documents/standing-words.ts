'use client'

import { useDateText, useMoney, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { useBadgeSentence } from './badge-words.ts'

const TONES = {
  not_synced: 'neutral',
  queued: 'accent',
  synced: 'success',
  drift: 'warning',
  error: 'danger',
  voided: 'neutral',
} as const

/** How a document stands, as one sentence: also why one that is not there yet is not. */
export function useStandingSentence(): (
  view: DocumentView,
  document: string,
  system: string,
) => { text: string; tone: Tone } {
  const t = useTranslations('accounting.documents.standing')
  const badgeSentence = useBadgeSentence()
  const dateText = useDateText()
  const money = useMoney()
  return (view, document, system) => {
    const { badge, outlook, standing, leftOut, missing } = view
    const named = { document, system, date: view.goLiveDate === null ? '' : dateText(view.goLiveDate) }
    const neutral = (text: string) => ({ text, tone: 'neutral' as const })
    if (badge === null || outlook === 'never') return neutral(t('prepayment', named))
    const apart = balancesApart(view)
    if (apart !== null) return { text: t('apart', { ...named, amount: money(apart) }), tone: 'accent' }
    if (badge.state !== 'not_synced' || badge.excludedBecause !== null) {
      const tone = badge.excludedBecause === null ? TONES[badge.state] : 'neutral'
      return { text: badgeSentence(badge, document, system), tone }
    }
    if (standing === 'cancelled') return neutral(t('cancelled', named))
    if (leftOut !== null) {
      return neutral(t('leftOut', { ...named, by: leftOut.byName ?? t('somebody'), reason: leftOut.reason }))
    }
    if (standing === 'draft' && missing.length > 0)
      return { text: t('draft.missing', named), tone: 'warning' }
    const when = standing === 'draft' ? 'draft' : 'posted'
    return neutral(t(`${when}.${outlook ?? 'off'}`, named))
  }
}

/** What is owed moves with every payment, which is no difference; but as long as it is apart, they do not agree. */
function balancesApart({ badge, here, there, expired }: DocumentView) {
  const isVerified = badge?.state === 'synced' && badge.verified && badge.excludedBecause === null
  if (!isVerified || here === null || there === null || expired !== null) return null
  if (here.balanceMinor === null || there.balanceMinor === null) return null
  const minor = Math.abs(here.balanceMinor - there.balanceMinor)
  return minor === 0 ? null : { minor, currency: here.currency }
}
