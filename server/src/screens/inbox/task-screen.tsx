'use client'

import { getTask } from '@tieout/platform/contract'
import { useApiQuery, useProblemText } from '@tieout/platform/web'
import { Card, EmptyState, ErrorState, LinkButton, Money, PageHeader, Skeleton, UiLink } from '@tieout/ui'
import { ArrowLeft, SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { useScreenPlugins } from '../../plugins/use-screen-plugins.ts'
import { PriorityBadge, StatusBadge } from './task-badges.tsx'
import { TaskActions } from './task-actions.tsx'
import { TaskContext } from './task-context.tsx'
import { TaskFacts } from './task-facts.tsx'
import { TaskHistory } from './task-history.tsx'
import { TaskOutcome } from './task-outcome.tsx'
import { TaskTools } from './task-tools.tsx'
import { useTaskWords } from './task-words.ts'

export function TaskScreen({ taskId }: { taskId: string }) {
  const query = useApiQuery(getTask, { taskId })
  const problemText = useProblemText()
  if (query.data) return <OpenedTask task={query.data} />
  if (!query.error) return <TaskSkeleton />
  const { status, requestId } = query.error.problem
  // An id that is no id, a task that is gone, a task of others: to the reader all the same.
  if (status === 404 || status === 403 || status === 400) return <NoSuchTask />
  return (
    <ErrorState
      message={problemText(query.error) ?? ''}
      requestId={requestId}
      onRetry={() => void query.refetch()}
    />
  )
}

function OpenedTask({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox')
  const words = useTaskWords()
  const title = words.sentence(task.title)
  const description = words.sentence(task.description)
  const Panel = useScreenPlugins().find((plugin) => plugin.tasks?.[task.kind])?.tasks?.[task.kind]?.panel
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: t('list.title'), href: '/inbox' }, { label: words.kind(task.kind) }]}
        title={
          <>
            {title}
            {task.money && (
              <span className="ml-3 tabular-nums">
                <Money minor={task.money.minor} currency={task.money.currency} />
              </span>
            )}
          </>
        }
        meta={
          <>
            <StatusBadge task={task} />
            <PriorityBadge priority={task.priority} />
          </>
        }
        actions={<TaskTools task={task} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <TaskOutcome task={task} />
          {description !== '' && (
            <p className="max-w-2xl text-base whitespace-pre-line text-ink">{description}</p>
          )}
          {Panel && <Panel task={task} />}
          {task.status === 'open' && <TaskActions task={task} />}
          {/* Whoever brings a panel shows there what its tasks are about. */}
          {!Panel && <TaskContext task={task} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <TaskFacts task={task} />
          <TaskHistory task={task} />
        </div>
      </div>
    </>
  )
}

function NoSuchTask() {
  const t = useTranslations('inbox.task')
  return (
    <EmptyState
      icon={SearchX}
      title={t('gone')}
      body={t('goneBody')}
      action={
        <LinkButton asChild icon={ArrowLeft}>
          <UiLink href="/inbox">{t('backToInbox')}</UiLink>
        </LinkButton>
      }
    />
  )
}

function TaskSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <Skeleton className="h-7 w-80 max-w-full" />
      <Card>
        <div className="flex flex-col gap-3">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-8 w-40" />
        </div>
      </Card>
    </div>
  )
}
