'use client'

import { listJobs } from '@tieout/platform/contract'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterChips,
  RelativeTime,
  SettledSearch,
} from '@tieout/ui'
import { ListChecks, SearchX } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useAddressFilters } from '../address-filters.ts'
import { useTablePages } from '../table-pages.ts'
import { JobDrawer } from './job-drawer.tsx'
import { JobRowActions } from './job-actions.tsx'
import { isMoving, JOB_STATES, JobStateBadge, type Job } from './job-states.tsx'
import { useKindName } from './job-words.ts'
import { JobsHeader } from './jobs-tabs.tsx'

const FILTERS = ['state', 'search'] as const
const REFRESH_EVERY = 5000

/** What the product does by itself: what ran, what waits, what failed. */
export function JobsScreen() {
  const t = useTranslations('jobs')
  const { values, narrowed, show, replace, clear } = useAddressFilters(FILTERS)
  const [opened, setOpened] = useState<string | null>(null)
  const { table, rows, refetch } = useTablePages<Job>(listJobs, {
    limit: 40,
    state: JOB_STATES.find((state) => state === values.state),
    search: values.search || undefined,
  })
  useRefreshing(rows.some(isMoving), refetch)
  return (
    <>
      <JobsHeader active="runs" />
      <div className="my-3 flex flex-wrap items-center gap-2">
        <FilterChips
          label={t('runs.state')}
          value={values.state}
          onValueChange={(state) => show({ state })}
          options={[
            { value: '', label: t('runs.all') },
            ...JOB_STATES.map((value) => ({ value: value as string, label: t(`states.${value}`) })),
          ]}
        />
        <SettledSearch
          label={t('runs.search')}
          value={values.search}
          onSettled={(search) => replace({ search })}
          className="ml-auto max-md:ml-0"
        />
      </div>
      <DataTable
        {...table}
        label={t('runs.title')}
        columns={useColumns()}
        rowKey={(job) => job.jobId}
        onRowOpen={(job) => setOpened(job.jobId)}
        rowActions={rowActions}
        empty={<NoJobs narrowed={narrowed} onClear={clear} />}
      />
      <JobDrawer jobId={opened} onClose={() => setOpened(null)} />
    </>
  )
}

const rowActions = (job: Job) => <JobRowActions job={job} />

function useRefreshing(moving: boolean, refetch: () => unknown) {
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => void refetch(), REFRESH_EVERY)
    return () => clearInterval(timer)
  }, [moving, refetch])
}

function useColumns(): Column<Job>[] {
  const t = useTranslations('jobs')
  const format = useFormatter()
  const kindName = useKindName()
  return [
    {
      key: 'kind',
      header: t('columns.kind'),
      cell: (job) => (
        <span className="block max-w-md py-1 max-sm:max-w-44">
          <span className="block truncate">{kindName(job.kind)}</span>
          {job.error && job.state !== 'done' && (
            <span className="block truncate text-xs font-normal text-ink-faint">{job.error}</span>
          )}
        </span>
      ),
    },
    { key: 'state', header: t('runs.state'), cell: (job) => <JobStateBadge state={job.state} /> },
    {
      key: 'attempts',
      header: t('columns.attempts'),
      align: 'right',
      hideBelow: 'md',
      cell: (job) => format.number(job.attempts),
    },
    {
      key: 'created',
      header: t('columns.created'),
      align: 'right',
      hideBelow: 'lg',
      cell: (job) => <RelativeTime at={job.createdAt} />,
    },
    {
      key: 'last',
      header: t('columns.last'),
      align: 'right',
      hideBelow: 'sm',
      cell: (job) => <RelativeTime at={job.finishedAt ?? job.startedAt ?? job.dueAt} />,
    },
  ]
}

function NoJobs({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useTranslations('jobs.empty')
  if (!narrowed) return <EmptyState icon={ListChecks} title={t('title')} body={t('body')} />
  return (
    <EmptyState
      icon={SearchX}
      title={t('filtered')}
      body={t('filteredBody')}
      action={
        <Button size="sm" onClick={onClear}>
          {t('showAll')}
        </Button>
      }
    />
  )
}
