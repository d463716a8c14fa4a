'use client'

import { Card, DateTimeText, RelativeTime } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DueText, isAsleep } from './task-badges.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'

export function TaskFacts({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox')
  const facts: { term: string; value: ReactNode }[] = [
    { term: t('facts.due'), value: task.dueAt ? <DueText task={task} /> : t('facts.noDue') },
    {
      term: t('facts.assignees'),
      value: task.assignees.length === 0 ? t('everyone') : task.assignees.map((each) => each.name).join(', '),
    },
    { term: t('facts.claimedBy'), value: task.claimedBy?.displayName ?? t('facts.nobody') },
  ]
  if (task.status === 'open' && task.snoozedUntil && isAsleep(task)) {
    facts.push({ term: t('facts.snoozedUntil'), value: <DateTimeText at={task.snoozedUntil} /> })
  }
  facts.push({ term: t('facts.raised'), value: <RelativeTime at={task.raisedAt} /> })
  if (task.occurrences > 1) {
    facts.push(
      { term: t('facts.occurrences'), value: t('facts.times', { count: task.occurrences }) },
      { term: t('facts.lastRaised'), value: <RelativeTime at={task.lastRaisedAt} /> },
    )
  }
  return (
    <Card title={t('facts.title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
        {facts.map(({ term, value }) => (
          <div key={term} className="contents">
            <dt className="text-ink-faint">{term}</dt>
            <dd className="text-right break-words text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
