'use client'

import { useFormatter, useNow, useTranslations } from 'use-intl'
import type { ResultOf, getOperation } from '../../contract/index.ts'

export type OneTransaction = ResultOf<typeof getOperation>

/** Reasons of the engine's own for leaving something out, where no person gave one. */
const BY_ITSELF = ['voided', 'reopened', 'document_gone', 'already_there'] as const

/** How a transaction stands, as one plain sentence. */
export function useStandingWords(system: string): (one: OneTransaction) => string {
  const t = useTranslations('accounting.transactions.standing')
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 })
  return (one) => {
    const named = { document: one.number, system }
    if (one.status === 'pending') {
      const when = one.nextAttemptAt === null ? null : new Date(one.nextAttemptAt)
      const soon = when === null || when <= now ? t('soon') : format.relativeTime(when, now)
      return t(`pending.${one.waitReason ?? 'due'}`, { ...named, when: soon })
    }
    if (one.status !== 'skipped') return t(one.status, named)
    const own = one.skip?.byName == null && BY_ITSELF.find((each) => each === one.skip?.reason)
    if (own) return t(`skipped.${own}`, named)
    const by = one.skip?.byName ?? t('somebody')
    return t('skipped.byPerson', { ...named, by, reason: one.skip?.reason ?? '' })
  }
}
