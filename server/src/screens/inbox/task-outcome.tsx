'use client'

import { Banner, RelativeTime } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { useTaskWords } from './task-words.ts'

/** How it ended, where one looks first. */
export function TaskOutcome({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.task')
  const words = useTaskWords()
  if (task.status === 'open' || !task.completedAt) return null
  const action = task.resolution ? words.action(`inbox.${task.kind}.${task.resolution}`) : ''
  const note = typeof task.response?.note === 'string' ? task.response.note : null
  return (
    <Banner
      tone={task.status === 'done' ? 'success' : 'neutral'}
      title={
        task.status === 'done'
          ? t('doneBy', { name: task.completedBy?.displayName ?? t('somebody'), action })
          : t('closedByItself')
      }
    >
      <RelativeTime at={task.completedAt} />
      {note && <p className="mt-1 max-w-2xl whitespace-pre-line text-ink">{note}</p>}
    </Banner>
  )
}
