'use client'

import { countTasks, listTasks, type TaskSummary } from '@tieout/platform/contract'
import { useApiPages, useApiQuery, useMay, useProblemText } from '@tieout/platform/web'
import {
  Button,
  DataTable,
  EmptyState,
  LinkButton,
  PageHeader,
  TabNav,
  UiLink,
  type Column,
} from '@tieout/ui'
import { Inbox, Plus, SearchX, Settings2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { CreateTaskDialog } from './create-task-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isNarrowed, readFilters, toInput, writeFilters, type InboxFilters } from './inbox-filters.ts'
import { DueText, PriorityBadge, StatusBadge, TaskHolder, TaskMoney } from './task-badges.tsx'
import { useTaskWords } from './task-words.ts'

/** What one is asked to do. What is shown stands in the address: back works, and a link can be sent. */
export function InboxScreen() {
  const t = useTranslations('inbox')
  const filters = readFilters(useSearchParams())
  const counts = useApiQuery(countTasks, {}, { refetchInterval: 30_000 })
  const tabs = (['open', 'done'] as const).map((status) => ({
    href: writeFilters({ ...filters, status }),
    label: t(`list.tabs.${status}`),
    count: status === 'open' ? counts.data?.open : undefined,
    active: filters.status === status,
  }))
  return (
    <>
      <PageHeader title={t('list.title')} description={t('list.description')} actions={<HeaderActions />} />
      <TabNav label={t('list.title')} items={tabs} />
      <FilterBar filters={filters} counts={counts.data} />
      <TaskTable filters={filters} />
    </>
  )
}

function HeaderActions() {
  const t = useTranslations('inbox')
  const [creating, setCreating] = useState(false)
  const mayCreate = useMay('inbox:create')
  const mayManage = useMay('inbox:manage')
  return (
    <>
      {mayManage && (
        <LinkButton asChild icon={Settings2}>
          <UiLink href="/inbox/definitions">{t('definitions.title')}</UiLink>
        </LinkButton>
      )}
      {mayCreate && (
        <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
          {t('create.open')}
        </Button>
      )}
      {creating && <CreateTaskDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function TaskTable({ filters }: { filters: InboxFilters }) {
  const t = useTranslations('inbox')
  const problemText = useProblemText()
  const pages = useApiPages<TaskSummary>(listTasks, toInput(filters))
  return (
    <DataTable
      label={t('list.title')}
      columns={useColumns(pages.rows.some((task) => task.money))}
      rows={pages.rows}
      rowKey={(task) => task.taskId}
      rowHref={(task) => `/inbox/${task.taskId}`}
      loading={pages.loading}
      error={
        pages.error && {
          message: problemText(pages.error) ?? '',
          requestId: pages.error.problem.requestId,
          onRetry: () => void pages.refetch(),
        }
      }
      empty={<NothingHere filters={filters} />}
      paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
    />
  )
}

/** A column of amounts only where there are some: on a phone it is what pushes the due date out. */
function useColumns(withMoney: boolean): Column<TaskSummary>[] {
  const t = useTranslations('inbox.list.columns')
  const words = useTaskWords()
  const columns: Column<TaskSummary>[] = [
    {
      key: 'task',
      header: t('task'),
      cell: (task) => (
        <span className="block py-1 whitespace-normal">
          {words.sentence(task.title)}
          <span className="block text-xs font-normal text-ink-faint">{words.kind(task.kind)}</span>
        </span>
      ),
    },
    { key: 'money', header: t('money'), align: 'right', cell: (task) => <TaskMoney money={task.money} /> },
    { key: 'status', header: t('status'), hideBelow: 'sm', cell: (task) => <StatusBadge task={task} /> },
    {
      key: 'priority',
      header: t('priority'),
      hideBelow: 'md',
      cell: (task) => <PriorityBadge priority={task.priority} />,
    },
    { key: 'due', header: t('due'), cell: (task) => <DueText task={task} /> },
    { key: 'holder', header: t('holder'), hideBelow: 'lg', cell: (task) => <TaskHolder task={task} /> },
  ]
  return columns.filter((column) => withMoney || column.key !== 'money')
}

function NothingHere({ filters }: { filters: InboxFilters }) {
  const t = useTranslations('inbox.empty')
  if (isNarrowed(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('filtered')}
        body={t('filteredBody')}
        action={
          <LinkButton asChild size="sm">
            <UiLink href={filters.status === 'done' ? '/inbox?status=done' : '/inbox'}>{t('showAll')}</UiLink>
          </LinkButton>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={Inbox}
      title={t(filters.status === 'done' ? 'done' : 'open')}
      body={t(filters.status === 'done' ? 'doneBody' : 'openBody')}
    />
  )
}
