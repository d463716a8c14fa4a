'use client'

import { getJob } from '@tieout/platform/contract'
import { useApiQuery, useProblemText } from '@tieout/platform/web'
import { DateTimeText, DescriptionList, Drawer, ErrorState, Skeleton } from '@tieout/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { JobButtons } from './job-actions.tsx'
import { isMoving, JobStateBadge, type Job } from './job-states.tsx'
import { useKindName } from './job-words.ts'

/** One job with its last failure, without leaving the list. */
export function JobDrawer({ jobId, onClose }: { jobId: string | null; onClose: () => void }) {
  const t = useTranslations('jobs')
  const problemText = useProblemText()
  const kindName = useKindName()
  const query = useApiQuery(
    getJob,
    { jobId: jobId ?? '' },
    {
      enabled: jobId !== null,
      refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 5000 : false),
    },
  )
  const job = query.data
  return (
    <Drawer
      open={jobId !== null}
      onOpenChange={(open) => !open && onClose()}
      title={job ? kindName(job.kind) : t('drawer.title')}
      footer={job && <JobButtons job={job} />}
    >
      {query.error && (
        <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      )}
      {!job && !query.error && <Skeleton className="h-64 w-full" />}
      {job && <Facts job={job} />}
    </Drawer>
  )
}

function Facts({ job }: { job: Job }) {
  const t = useTranslations('jobs')
  const format = useFormatter()
  const moment = (key: 'created' | 'due' | 'started' | 'finished', at: string | null) =>
    at ? [{ term: t(`columns.${key}`), value: <DateTimeText at={at} /> }] : []
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList
        items={[
          {
            term: t('runs.state'),
            value: <JobStateBadge state={job.state} />,
            hint: t(`stateHints.${job.state}`),
          },
          { term: t('columns.attempts'), value: format.number(job.attempts) },
          ...moment('created', job.createdAt),
          ...moment('due', job.startedAt ? null : job.dueAt),
          ...moment('started', job.startedAt),
          ...moment('finished', job.finishedAt),
          {
            term: t('drawer.id'),
            value: <code className="font-mono text-xs break-all select-all">{job.jobId}</code>,
          },
        ]}
      />
      {job.error && (
        <section className="flex flex-col gap-1.5">
          <h3 className="text-sm font-medium">{t('drawer.error')}</h3>
          <pre className="overflow-x-auto rounded-md border border-line bg-surface-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap">
            {job.error}
          </pre>
        </section>
      )}
    </div>
  )
}
