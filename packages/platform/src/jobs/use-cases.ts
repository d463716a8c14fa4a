import { z } from 'zod'
import { implement, implementSystem, type Implementation, type TenantContext } from '../access/application.ts'
import * as contract from '../contract/jobs.ts'
import { decodeCursor, encodeCursor } from '../contract/paging.ts'
import { badInput, conflict, notFound } from '../problem.ts'
import type { JobBoard, JobListing, JobPosition } from './board.ts'
import type { IJobRunner } from './runner.ts'
import { findSchedule, listSchedules, type Schedule } from './schedules.ts'

export interface JobServices {
  runner: IJobRunner
  board: JobBoard
}

/** The Jobs screen of a tenant, and the operator's list of what went wrong anywhere. */
export function jobUseCases(services: JobServices): Implementation[] {
  return [...jobsOfTenant(services), ...schedulesOfTenant(services), ...jobsForOperator(services)]
}

function jobsOfTenant({ runner, board }: JobServices): Implementation[] {
  return [
    implement(contract.listJobs, async ({ trx, tenant }, { cursor, limit, ...filter }) => {
      const found = await board.list(trx, tenant, { ...filter, after: jobPosition(cursor), limit: limit + 1 })
      return pageOf(found, limit, toItem, toJobCursor)
    }),
    implement(contract.getJob, async (ctx, { jobId }) => toItem(await jobOf(board, ctx, jobId))),
    implement(contract.retryJob, async (ctx, { jobId }) => {
      const before = await jobOf(board, ctx, jobId)
      if (!(await board.retry(ctx.trx, ctx.tenant, jobId))) {
        throw conflict('job-not-failed', 'Only a failed job can be run again.', { state: before.state })
      }
      const after = await jobOf(board, ctx, jobId)
      await auditJob(ctx, 'job.retried', before, after)
      return toItem(after)
    }),
    implement(contract.cancelJob, async (ctx, { jobId }) => {
      const before = await jobOf(board, ctx, jobId)
      if (!(await runner.cancelJob(jobId, ctx.tenant, { trx: ctx.trx }))) {
        throw conflict('job-not-waiting', 'This job is running or over and cannot be called off.', {
          state: before.state,
        })
      }
      const after = await jobOf(board, ctx, jobId)
      await auditJob(ctx, 'job.cancelled', before, after)
      return toItem(after)
    }),
  ]
}

function schedulesOfTenant({ runner }: JobServices): Implementation[] {
  return [
    implement(contract.listSchedules, async ({ trx, tenant }, { cursor, limit }) => {
      const found = await listSchedules(trx, tenant, { after: schedulePosition(cursor), limit: limit + 1 })
      return pageOf(found, limit, toScheduleItem, ({ kind, singletonKey }) => [kind, singletonKey])
    }),
    implement(contract.runSchedule, async (ctx, { scheduleId }) => {
      const schedule = await findSchedule(ctx.trx, ctx.tenant, scheduleId)
      if (!schedule) throw notFound('schedule')
      const { kind, singletonKey, payload } = schedule
      // The key of the schedule: a second click finds the first one's job waiting.
      const jobId = await runner.scheduleJob(kind, payload, { singletonKey, trx: ctx.trx })
      await ctx.audit({
        action: 'schedule.run_requested',
        entityType: 'schedule',
        entityId: scheduleId,
        after: { kind, jobId },
      })
      return { jobId }
    }),
  ]
}

function jobsForOperator({ board }: JobServices): Implementation[] {
  return [
    implementSystem(contract.listTroubledJobs, async ({ database }, { cursor, limit }) => {
      const after = jobPosition(cursor)
      const found = await database.withSystem((trx) => board.troubled(trx, { after, limit: limit + 1 }))
      return pageOf(
        found,
        limit,
        (job) => ({ ...toItem(job), tenant: job.tenant, tenantName: job.tenantName, trouble: job.trouble }),
        toJobCursor,
      )
    }),
  ]
}

async function jobOf(board: JobBoard, { trx, tenant }: TenantContext, jobId: string): Promise<JobListing> {
  const job = await board.find(trx, tenant, jobId)
  if (!job) throw notFound('job')
  return job
}

function auditJob(ctx: TenantContext, action: string, before: JobListing, after: JobListing): Promise<void> {
  return ctx.audit({
    action,
    entityType: 'job',
    entityId: after.id,
    before: { state: before.state },
    after: { kind: after.kind, state: after.state },
  })
}

function toItem(job: JobListing) {
  const { id, kind, state, attempts, createdAt, dueAt, startedAt, finishedAt, error } = job
  return { jobId: id, kind, state, attempts, createdAt, dueAt, startedAt, finishedAt, error }
}

function toScheduleItem(schedule: Schedule) {
  const { scheduleId, kind, singletonKey, recurrence, lastRunAt, nextDueAt } = schedule
  return { scheduleId, kind, singletonKey, recurrence, lastRunAt, nextDueAt }
}

/** One more than a page was read, which tells whether there is a next one. */
function pageOf<T, I>(
  found: T[],
  limit: number,
  toItem: (each: T) => I,
  positionOf: (each: T) => [string, string],
): { items: I[]; nextCursor: string | null } {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: last && found.length > limit ? encodeCursor(positionOf(last)) : null,
  }
}

const toJobCursor = ({ position }: JobListing): [string, string] => [position.createdAt, position.id]

const jobCursor = z.tuple([z.iso.datetime(), z.uuid()])
const storable = z.string().refine((text) => !text.includes('\u0000'))
const scheduleCursor = z.tuple([storable, storable])

function jobPosition(cursor: string | undefined): JobPosition | null {
  if (cursor === undefined) return null
  const parsed = jobCursor.safeParse(decodeCursor(cursor))
  if (!parsed.success) throw badInput('cursor: is not one of ours')
  const [createdAt, id] = parsed.data
  return { createdAt, id }
}

function schedulePosition(cursor: string | undefined): { kind: string; singletonKey: string } | null {
  if (cursor === undefined) return null
  const parsed = scheduleCursor.safeParse(decodeCursor(cursor))
  if (!parsed.success) throw badInput('cursor: is not one of ours')
  const [kind, singletonKey] = parsed.data
  return { kind, singletonKey }
}
