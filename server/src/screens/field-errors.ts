'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

/** What the server said about one field, in the reader's language where the reason has words here. */
export function useFieldError(): (
  error: ApiError | null | undefined,
  ...names: string[]
) => string | undefined {
  const t = useTranslations('fields')
  return useCallback(
    (error, ...names) => {
      const found = error?.problem.fields?.find((each) => names.includes(each.field))
      if (!found) return undefined
      const key = `reasons.${found.reason}`
      return t.has(key) ? t(key) : found.message
    },
    [t],
  )
}

/** True when the error is already said beside the fields, so that saying it again would be noise. */
export function isAboutFields(error: ApiError | null | undefined, names: readonly string[]): boolean {
  const fields = error?.problem.fields ?? []
  return fields.length > 0 && fields.every((each) => names.includes(each.field))
}
