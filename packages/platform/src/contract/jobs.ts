import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText, searchText, uuid } from './text.ts'
import { defineCommand, defineQuery, mspWith, operatorOnly } from './use-case.ts'

/** What the product does by itself: jobs that ran or wait, and what recurs. */
export const jobState = z.enum(['waiting', 'scheduled', 'running', 'retrying', 'done', 'failed', 'cancelled'])

/** Which part of the product a job belongs to; screens translate it by the key `jobs.kinds.<kind>`. */
const jobKind = z
  .string()
  .max(100)
  .regex(/^[\w.\-/]+$/)

const jobId = uuid
const scheduleId = uuid

export const jobItem = z.object({
  jobId,
  kind: jobKind,
  state: jobState,
  /** Runs begun so far. */
  attempts: z.number(),
  createdAt: instantText,
  /** When it may start: at once, at its time, or after its pause. */
  dueAt: instantText,
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  /** Message of the last failure. */
  error: z.string().nullable(),
})

export const listJobs = defineQuery({
  name: 'job.list',
  summary: 'The tenant’s background jobs, newest first.',
  access: mspWith('job:read'),
  input: z.object({
    ...pageInput,
    state: jobState.optional(),
    kind: jobKind.optional(),
    /** Part of a kind, a job id or an error message. */
    search: searchText.optional(),
  }),
  output: page(jobItem),
  http: { method: 'GET', path: '/jobs' },
})

export const getJob = defineQuery({
  name: 'job.get',
  summary: 'One background job with the message of its last failure.',
  access: mspWith('job:read'),
  input: z.object({ jobId }),
  output: jobItem,
  http: { method: 'GET', path: '/jobs/:jobId' },
})

export const retryJob = defineCommand({
  name: 'job.retry',
  summary: 'Run a failed job once more, now.',
  access: mspWith('job:update'),
  input: z.object({ jobId }),
  output: jobItem,
  http: { method: 'POST', path: '/jobs/:jobId/retry' },
})

export const cancelJob = defineCommand({
  name: 'job.cancel',
  summary: 'Call off a job that is not running.',
  access: mspWith('job:update'),
  input: z.object({ jobId }),
  output: jobItem,
  http: { method: 'POST', path: '/jobs/:jobId/cancel' },
})

export const recurrence = z.union([
  z.object({ everySeconds: z.number() }),
  z.object({ cron: z.string(), timeZone: z.string() }),
])

export const scheduleItem = z.object({
  scheduleId,
  kind: jobKind,
  /** Tells apart schedules of one kind, such as one per connection. */
  singletonKey: z.string(),
  recurrence,
  lastRunAt: instantText.nullable(),
  nextDueAt: instantText,
})

export const listSchedules = defineQuery({
  name: 'schedule.list',
  summary: 'What recurs for this tenant, and when it is due next.',
  access: mspWith('job:read'),
  input: z.object(pageInput),
  output: page(scheduleItem),
  http: { method: 'GET', path: '/job-schedules' },
})

export const runSchedule = defineCommand({
  name: 'schedule.run_now',
  summary: 'Run a recurring job now, besides its schedule.',
  access: mspWith('job:update'),
  input: z.object({ scheduleId }),
  /** `null` when such a job is waiting already; asking twice makes one. */
  output: z.object({ jobId: jobId.nullable() }),
  http: { method: 'POST', path: '/job-schedules/:scheduleId/run', status: 202 },
})

export const troubledJob = jobItem.extend({
  /** `null` for work that crosses tenants. */
  tenant: uuid.nullable(),
  tenantName: z.string().nullable(),
  /** `failed` has used up its runs; `silent` runs without a sign of life; `overdue` is fetched by nobody. */
  trouble: z.enum(['failed', 'silent', 'overdue']),
})

export const listTroubledJobs = defineQuery({
  name: 'operator.jobs',
  summary: 'Failed and stuck jobs of all tenants, newest first.',
  access: operatorOnly,
  input: z.object(pageInput),
  output: page(troubledJob),
  http: { method: 'GET', path: '/operator/jobs' },
})
