'use client'

import { useTranslations } from 'use-intl'
import { useCallback } from 'react'
import type { DraftMistake } from './draft-form.ts'

/** Where the field stands that a mistake is about, so that the list of mistakes leads there. */
export const fieldIdOf = (formId: string, { lineKey, field }: Pick<DraftMistake, 'lineKey' | 'field'>) =>
  [formId, lineKey, field].filter(Boolean).join('-')

/** What is wrong with a field: in words of its own, else for the kind of mistake, else as the server says it. */
export function useMistakeWords(): (mistake: DraftMistake) => string {
  const t = useTranslations('billing.editor.mistakes')
  return useCallback(
    ({ field, reason, message }) => {
      const key = [`${field}.${reason}`, `${field}.any`, `kinds.${reason}`].find((each) => t.has(each))
      return key ? t(key) : message
    },
    [t],
  )
}

export function mistakeAt(
  mistakes: readonly DraftMistake[],
  field: string,
  lineKey?: string,
): DraftMistake | undefined {
  return mistakes.find((each) => each.field === field && each.lineKey === lineKey)
}
