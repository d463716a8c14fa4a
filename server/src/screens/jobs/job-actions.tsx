'use client'

import { cancelJob, retryJob } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, IconButton, toast } from '@tieout/ui'
import { Ban, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useReasonAgainst, type Job, type JobAction } from './job-states.tsx'
import { useKindName } from './job-words.ts'

const COMMANDS = {
  retry: { command: retryJob, icon: RotateCw },
  cancel: { command: cancelJob, icon: Ban },
} as const

const ACTIONS = ['retry', 'cancel'] as const satisfies readonly JobAction[]

function useJobAction(job: Job, action: JobAction) {
  const t = useTranslations('jobs.actions')
  const problemText = useProblemText()
  const kind = useKindName()(job.kind)
  const reasonAgainst = useReasonAgainst()
  const command = useApiCommand<typeof retryJob>(COMMANDS[action].command, {
    onSuccess: () => toast.success(t(`${action}.done`, { kind })),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return {
    icon: COMMANDS[action].icon,
    busy: command.isPending,
    disabledReason: reasonAgainst(job, action),
    onClick: () => command.mutate({ jobId: job.jobId }),
  }
}

/** In a row only what may make sense there; the drawer shows both, with the reason against one. */
export function JobRowActions({ job }: { job: Job }) {
  if (job.state === 'done' || job.state === 'cancelled') return null
  return <RowAction job={job} action={job.state === 'failed' ? 'retry' : 'cancel'} />
}

function RowAction({ job, action }: { job: Job; action: JobAction }) {
  const t = useTranslations('jobs.actions')
  const kind = useKindName()(job.kind)
  return <IconButton {...useJobAction(job, action)} size="sm" label={t(`${action}.of`, { kind })} />
}

export function JobButtons({ job }: { job: Job }) {
  return ACTIONS.map((action) => <JobButton key={action} job={job} action={action} />)
}

function JobButton({ job, action }: { job: Job; action: JobAction }) {
  const t = useTranslations('jobs.actions')
  const button = useJobAction(job, action)
  return (
    <Button {...button} variant={action === 'retry' && !button.disabledReason ? 'primary' : 'secondary'}>
      {t(`${action}.label`)}
    </Button>
  )
}
