'use client'

import { listSchedules, runSchedule } from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText } from '@tieout/platform/web'
import { Button, DataTable, EmptyState, RelativeTime, toast, type Column } from '@tieout/ui'
import { CalendarClock, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTablePages } from '../table-pages.ts'
import { useKindName, useRecurrenceText, type ScheduleItem } from './job-words.ts'
import { JobsHeader } from './jobs-tabs.tsx'

/** What recurs, and when it is due next. */
export function SchedulesScreen() {
  const t = useTranslations('jobs.schedules')
  const { table } = useTablePages<ScheduleItem>(listSchedules, { limit: 50 })
  return (
    <>
      <JobsHeader active="schedules" />
      <div className="mt-3">
        <DataTable
          {...table}
          label={t('title')}
          columns={useColumns()}
          rowKey={(schedule) => schedule.scheduleId}
          empty={<EmptyState icon={CalendarClock} title={t('empty')} body={t('emptyBody')} />}
        />
      </div>
    </>
  )
}

function useColumns(): Column<ScheduleItem>[] {
  const t = useTranslations('jobs')
  const kindName = useKindName()
  const recurrenceText = useRecurrenceText()
  return [
    {
      key: 'kind',
      header: t('columns.kind'),
      cell: ({ kind, singletonKey }) => (
        <span className="block py-1">
          {kindName(kind)}
          {singletonKey !== kind && singletonKey !== '' && (
            <span className="block text-xs text-ink-faint">{singletonKey}</span>
          )}
        </span>
      ),
    },
    {
      key: 'every',
      header: t('schedules.recurrence'),
      hideBelow: 'sm',
      cell: (each) => recurrenceText(each.recurrence),
    },
    {
      key: 'last',
      header: t('schedules.lastRun'),
      align: 'right',
      hideBelow: 'md',
      cell: ({ lastRunAt }) =>
        lastRunAt ? (
          <RelativeTime at={lastRunAt} />
        ) : (
          <span className="text-ink-faint">{t('schedules.never')}</span>
        ),
    },
    {
      key: 'next',
      header: t('schedules.nextDue'),
      align: 'right',
      cell: (schedule) => <RelativeTime at={schedule.nextDueAt} />,
    },
    // The one thing this list is opened for, so it does not wait for a hover.
    {
      key: 'run',
      header: t('schedules.run'),
      hideHeader: true,
      align: 'right',
      cell: (schedule) => <RunNow schedule={schedule} />,
    },
  ]
}

function RunNow({ schedule }: { schedule: ScheduleItem }) {
  const t = useTranslations('jobs')
  const may = useMay('job:update')
  const problemText = useProblemText()
  const kind = useKindName()(schedule.kind)
  const command = useApiCommand(runSchedule, {
    refreshes: ['schedule', 'job'],
    onSuccess: ({ jobId }) =>
      toast.success(t(jobId ? 'schedules.started' : 'schedules.alreadyWaiting', { kind })),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (
    <Button
      size="sm"
      icon={Play}
      aria-label={t('schedules.runNowOf', { kind })}
      busy={command.isPending}
      disabledReason={may ? undefined : t('mayNot')}
      onClick={() => command.mutate({ scheduleId: schedule.scheduleId })}
    >
      {t('schedules.runNow')}
    </Button>
  )
}
