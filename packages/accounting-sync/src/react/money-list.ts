'use client'

import { useMoney } from '@tieout/ui'
import { useFormatter } from 'use-intl'
import type { Money } from '../contract/index.ts'

/** Sums of several currencies, which do not add up, one after the other. */
export function useMoneyList(): (sums: readonly Money[]) => string {
  const money = useMoney()
  const format = useFormatter()
  return (sums) =>
    format.list(
      sums.map(({ amountMinor, currency }) => money({ minor: amountMinor, currency })),
      { type: 'conjunction' },
    )
}
