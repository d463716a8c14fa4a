'use client'

import type { ApiError, ProblemDocument } from '@tieout/platform/contract'
import { useProblemText } from '@tieout/platform/web'
import { useLocale, useTranslations } from 'use-intl'
import { useCallback, useMemo } from 'react'

export type FieldMistake = NonNullable<ProblemDocument['fields']>[number]

/** A refusal in the reader's language: in the words of billing where it has some, else in everyone's. */
export function useRefusalText(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations('billing.problems')
  const others = useProblemText()
  return useCallback(
    (error) => (error && t.has(error.problem.code) ? t(error.problem.code) : others(error)),
    [t, others],
  )
}

/** What is wrong with one field: in words of its own, else for the kind of mistake, else as the server says it. */
export function useMistakeText(): (mistake: FieldMistake) => string {
  const t = useTranslations('billing.mistakes')
  return ({ field, reason, message }) => {
    const key = [`${field}.${reason}`, reason].find((each) => t.has(each))
    return key ? t(key) : message
  }
}

/** Names of currencies or countries as the reader calls them; the code where there is no name. */
export function useCodeNames(type: 'currency' | 'region'): (code: string) => string {
  const locale = useLocale()
  const names = useMemo(() => new Intl.DisplayNames(locale, { type }), [locale, type])
  return (code) => names.of(code) ?? code
}
