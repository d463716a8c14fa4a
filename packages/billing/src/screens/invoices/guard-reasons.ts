'use client'

import type { ApiError } from '@tieout/platform/contract'
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

/** Why another module refuses: in its words at `refusals.<guard>`, else in the sentence it gave. */
export function useGuardReasons(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations()
  return (error) => {
    if (error?.problem.code !== 'refused-by-guard') return undefined
    const { data } = refusedByGuard.safeParse(error.problem.extra)
    const sentences = data?.refusals.map(({ messageKey, params, reason }) => {
      const key = `refusals.${data.guard}.${messageKey}`
      return t.has(key) ? t(key, params) : reason
    })
    return sentences && [...new Set(sentences)].join(' ')
  }
}
