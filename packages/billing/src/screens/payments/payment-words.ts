'use client'

import { useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { SplitMistake } from './split.ts'

/** Methods and providers bring their own words; what we have no name for is shown as it is. */
export function useMethodText(): (method: string) => string {
  const t = useTranslations('billing.payments.methods')
  return (method) => (t.has(method) ? t(method) : method)
}

/** What is wrong with an amount somebody typed. */
export function useAmountMistake(): (mistake: SplitMistake, currency: string) => string {
  const t = useTranslations('billing.payments.amounts')
  const money = useMoney()
  return (mistake, currency) => {
    if (mistake.kind === 'over-payment') {
      const owed = money({ minor: mistake.owedMinor, currency })
      return mistake.owedMinor === 0
        ? t('nothing-owed', { number: mistake.number })
        : t('over-payment', { number: mistake.number, amount: owed })
    }
    if (mistake.kind === 'more-than-payment') {
      return t('more-than-payment', { amount: money({ minor: mistake.byMinor, currency }) })
    }
    if (mistake.kind === 'more-than-credit') {
      return t('more-than-credit', { amount: money({ minor: mistake.leftMinor, currency }) })
    }
    return t.has(mistake.kind) ? t(mistake.kind) : t('not-a-number')
  }
}
