'use client'

import { useTranslations } from 'use-intl'
import type { ErrorCode } from '../contract/index.ts'

/** What happened, why, and what to do about it: in words of the reader, from the table of errors. */
export function useErrorWords(): (
  code: ErrorCode,
  named: { document: string; system: string },
) => { sentence: string; why: string; fix: string } {
  const t = useTranslations('accounting.errors')
  return (code, named) => ({
    sentence: t(`${code}.sentence`, named),
    why: t(`${code}.why`, named),
    fix: t(`${code}.fix`, named),
  })
}
