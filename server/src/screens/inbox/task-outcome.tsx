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
  const { kind, resolution, title, response } = task
  const action = resolution ? words.action(`inbox.${kind}.${resolution}`, title.params) : ''
  const outcome = resolution && words.outcome(kind, resolution, { ...title.params, ...response })
  const note = [response?.note, response?.reason].find((each) => typeof each === 'string')
  return (
    <Banner
      tone={task.status === 'done' ? 'success' : 'neutral'}
      title={
        task.status === 'done'
          ? t('doneBy', { name: task.completedBy?.displayName ?? t('somebody'), action })
          : t('closedByItself')
      }
    >
      {outcome && <span className="mr-1.5 text-ink">{outcome}</span>}
      <RelativeTime at={task.completedAt} />
      {typeof note === 'string' && <p className="mt-1 max-w-2xl whitespace-pre-line text-ink">{note}</p>}
    </Banner>
  )
}
