'use client'

import type { ApiError } from '../contract/index.ts'
import { useTranslations } from 'use-intl'
import { useCallback } from 'react'

/** A refusal in the reader's language where we have the words, else in the server's. */
export function useProblemText(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations('problems')
  return useCallback(
    (error) => {
      if (!error) return undefined
      const { code, detail, extra } = error.problem
      return t.has(code) ? t(code, plainValues(extra)) : detail
    },
    [t],
  )
}

function plainValues(extra: Record<string, unknown> | undefined): Record<string, string | number> {
  const values: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(extra ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') values[key] = value
  }
  return values
}

/** What the server said about one field of a form. */
export function fieldError(error: ApiError | null | undefined, field: string): string | undefined {
  return error?.problem.fields?.find((each) => each.field === field)?.message
}
