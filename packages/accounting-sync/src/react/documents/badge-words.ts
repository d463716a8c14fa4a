'use client'

import { useTranslations } from 'use-intl'
import type { BadgeView } from '../../contract/index.ts'
import { useErrorWords } from '../error-words.ts'

export type Missing = NonNullable<BadgeView['operation']>['missing'][number]

/** What is missing, such as "an item for Firewall appliance". */
export function useMissingWords(): (missing: Missing) => string {
  const t = useTranslations('accounting.documents.missing')
  return ({ what, entityId, name }) => {
    if (what === 'item' && entityId === null) return t('itemForNoService')
    if (what === 'tax_code' && entityId === 'none') return t('codeForNoTax')
    return name === null ? t(`${what}Unnamed`) : t(what, { name })
  }
}

/** Why a document stands as it does, in one sentence; `document` is what it is called here. */
export function useBadgeSentence(): (badge: BadgeView, document: string, system: string) => string {
  const t = useTranslations('accounting.documents')
  const missingWords = useMissingWords()
  const errorWords = useErrorWords()
  return (badge, document, system) => {
    const named = { document, system }
    const { state, excludedBecause, operation, verified } = badge
    if (excludedBecause !== null && (state === 'not_synced' || state === 'queued')) {
      return t('sentence.kept_out', { ...named, reason: excludedBecause })
    }
    if (state === 'error') {
      const code = operation?.errorCode ?? null
      return code === null ? t('sentence.error', named) : errorWords(code, named).sentence
    }
    if (state !== 'queued') return t(`sentence.${state === 'synced' && verified ? 'verified' : state}`, named)
    const [first, ...others] = operation?.missing ?? []
    if (operation?.waitReason === 'unmapped' && first !== undefined) {
      return t('waits.named', { what: missingWords(first), more: others.length })
    }
    return t(`waits.${operation?.waitReason ?? 'due'}`, named)
  }
}
