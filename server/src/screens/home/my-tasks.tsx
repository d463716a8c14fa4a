'use client'

import { listTasks, type TaskSummary } from '@tieout/platform/contract'
import { useApiQuery, useProblemText } from '@tieout/platform/web'
import { Card, EmptyState, ErrorState, Skeleton, TextLink, UiLink } from '@tieout/ui'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DueText, PriorityBadge, TaskMoney } from '../inbox/task-badges.tsx'
import { useTaskWords } from '../inbox/task-words.ts'

const TOP = 5

export function MyTasks() {
  const t = useTranslations('home.tasks')
  const problemText = useProblemText()
  const query = useApiQuery(listTasks, { assigned: 'mine', limit: TOP }, { refetchInterval: 30_000 })
  const tasks = query.data?.items ?? []
  return (
    <Card
      flush
      title={t('title')}
      footer={tasks.length > 0 && <TextLink href="/inbox?view=mine">{t('all')}</TextLink>}
    >
      {query.error && (
        <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Rows />}
      {query.data && tasks.length === 0 && (
        <EmptyState
          icon={CircleCheck}
          title={t('none')}
          body={t('noneBody')}
          action={<TextLink href="/inbox">{t('openInbox')}</TextLink>}
        />
      )}
      {tasks.length > 0 && (
        <ul className="divide-y divide-line">
          {tasks.map((task) => (
            <TaskLine key={task.taskId} task={task} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function TaskLine({ task }: { task: TaskSummary }) {
  const words = useTaskWords()
  return (
    <li className="relative flex items-start gap-4 px-4 py-2.5 text-sm hover:bg-surface-hover">
      <span className="min-w-0 flex-1">
        <UiLink href={`/inbox/${task.taskId}`} className="font-medium after:absolute after:inset-0">
          {words.sentence(task.title)}
        </UiLink>
        <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-faint">
          <PriorityBadge priority={task.priority} />
          {words.kind(task.kind)}
          {task.dueAt && <DueText task={task} />}
        </span>
      </span>
      <TaskMoney money={task.money} />
    </li>
  )
}

export function Rows() {
  return (
    <div className="flex flex-col gap-4 p-4" aria-busy="true">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} className="h-4 w-2/3" />
      ))}
    </div>
  )
}
