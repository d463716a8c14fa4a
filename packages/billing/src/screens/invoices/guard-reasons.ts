'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { z } from 'zod'

const refusedByGuard = z.object({
  guard: z.string(),
  refusals: z
    .array(
      z.object({
        messageKey: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
        reason: z.string(),
      }),
    )
    .min(1),
})

/**
 * Why another module refuses: in its words at `refusals.<guard>`, else in the sentence it gave. What it says in minor
 * units of a currency is `amount` in them.
 */
export function useGuardReasons(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations()
  const money = useMoney()
  return (error) => {
    if (error?.problem.code !== 'refused-by-guard') return undefined
    const { data } = refusedByGuard.safeParse(error.problem.extra)
    const sentences = data?.refusals.map(({ messageKey, params, reason }) => {
      const key = `refusals.${data.guard}.${messageKey}`
      return t.has(key) ? t(key, { ...params, amount: amountIn(params, money) }) : reason
    })
    return sentences && [...new Set(sentences)].join(' ')
  }
}

function amountIn(
  { amountMinor, currency }: Readonly<Record<string, string | number>>,
  money: ReturnType<typeof useMoney>,
): string {
  if (typeof amountMinor !== 'number' || typeof currency !== 'string') return ''
  return money({ minor: amountMinor, currency })
}
