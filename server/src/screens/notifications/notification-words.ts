'use client'

import type { Notification } from '@tieout/platform/contract'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { humanised, useTaskWords } from '../inbox/task-words.ts'

/** A notification as a sentence. One that speaks of a task is given the task's own sentence. */
export function useNotificationText(): (notification: Pick<Notification, 'kind' | 'params'>) => string {
  const t = useTranslations()
  const words = useTaskWords()
  return useMemo(
    () =>
      ({ kind, params }) => {
        const key = `notifications.${kind}`
        if (!t.has(key)) return humanised(kind)
        const { titleKey, taskKind } = params
        return t(key, {
          ...params,
          ...(typeof titleKey === 'string' && { title: words.sentence({ messageKey: titleKey, params }) }),
          ...(typeof taskKind === 'string' && { taskKind: words.kind(taskKind) }),
        })
      },
    [t, words],
  )
}
