'use client'

import type { listJobs, ResultOf } from '@tieout/platform/contract'
import { useMay } from '@tieout/platform/web'
import { Badge, type Tone } from '@tieout/ui'
import {
  Ban,
  CalendarClock,
  CircleCheck,
  CircleX,
  Clock,
  Play,
  RotateCw,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'

export type Job = ResultOf<typeof listJobs>['items'][number]
export type JobState = Job['state']

/** Each state: how it looks, and what can be done in it. */
const STATES: Record<JobState, { tone: Tone; icon: LucideIcon; actions: readonly JobAction[] }> = {
  running: { tone: 'accent', icon: Play, actions: [] },
  waiting: { tone: 'neutral', icon: Clock, actions: ['cancel'] },
  retrying: { tone: 'warning', icon: RotateCw, actions: ['cancel'] },
  scheduled: { tone: 'neutral', icon: CalendarClock, actions: ['cancel'] },
  failed: { tone: 'danger', icon: CircleX, actions: ['retry'] },
  done: { tone: 'success', icon: CircleCheck, actions: [] },
  cancelled: { tone: 'neutral', icon: Ban, actions: [] },
}

export type JobAction = 'retry' | 'cancel'

export const JOB_STATES = Object.keys(STATES) as JobState[]

/** Something is about to change by itself, so looking again is worth while. */
export const isMoving = ({ state }: Job) => state === 'running' || state === 'waiting' || state === 'retrying'

export function JobStateBadge({ state }: { state: JobState }) {
  const t = useTranslations('jobs.states')
  return (
    <Badge tone={STATES[state].tone} icon={STATES[state].icon}>
      {t(state)}
    </Badge>
  )
}

/** Why this cannot be done with the job now; nothing when it can. */
export function useReasonAgainst(): (job: Job, action: JobAction) => string | undefined {
  const t = useTranslations('jobs')
  const may = useMay('job:update')
  return (job, action) => {
    if (!may) return t('mayNot')
    return STATES[job.state].actions.includes(action) ? undefined : t(`actions.${action}.notNow`)
  }
}
