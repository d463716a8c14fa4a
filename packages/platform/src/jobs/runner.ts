import type { Transaction } from '../db/tenancy.ts'

/**
 * The job queue as modules see it. The queue is a wake-up hint, never the truth: a handler reads
 * what is due from its own tables and must be harmless when run twice.
 */
export interface IJobRunner {
  /** Before `start`. One queue per kind. */
  registerHandler<P extends JobPayload>(kind: string, handler: JobHandler<P>, options?: HandlerOptions): void
  /** As soon as possible. `null` when the singleton key is already waiting: that is a success. */
  scheduleJob(kind: string, payload: JobPayload, options?: ScheduleOptions): Promise<string | null>
  scheduleJobAt(kind: string, at: Date, payload: JobPayload, options?: ScheduleOptions): Promise<string | null>
  /** Registers or replaces; repeating it is harmless. Answers the id of the schedule. */
  scheduleRecurringJob(kind: string, recurrence: Recurrence, payload: JobPayload, options: RecurringOptions): Promise<string>
  /** A waiting job, or a recurring schedule by its id. False when there was nothing left to cancel. */
  cancelJob(id: string, tenant: string): Promise<boolean>
  getJobStatus(id: string, tenant: string): Promise<JobStatus | null>
  start(): Promise<void>
  /** Lets running handlers finish, up to the given time, then gives their jobs back. */
  stop(graceSeconds?: number): Promise<void>
  isHealthy(): Promise<boolean>
  getRunnerType(): string
}

/** Every job belongs to a tenant, or says openly that it crosses them. */
export interface JobPayload {
  tenant: string | null
  [key: string]: unknown
}

export type JobHandler<P extends JobPayload> = (job: RunningJob<P>) => Promise<void>

export interface RunningJob<P extends JobPayload> {
  id: string
  kind: string
  payload: P
  /** 1 on the first run. */
  attempt: number
  /** Aborted when the job times out or the runner stops: pass it on to outside calls. */
  signal: AbortSignal
}

export interface HandlerOptions {
  /** Total runs before the job counts as failed. Default 5. */
  attempts?: number
  /** First pause between runs, doubled each time with jitter. Default 5. */
  backoffSeconds?: number
  maxBackoffSeconds?: number
  /** A run longer than this is aborted and tried again. Default 300. */
  timeoutSeconds?: number
  /** Errors that no repetition can mend: the job fails at once. */
  isPermanent?: (error: unknown) => boolean
  /** Runs of this kind at once in this process. Default 2. */
  concurrency?: number
}

export interface ScheduleOptions {
  /** At most one waiting job per kind and key; a running one does not count. */
  singletonKey?: string
  /** Enqueues inside this transaction: the job exists if and only if it commits. */
  trx?: Transaction
  /** Higher runs first. Default 0. */
  priority?: number
}

export type Recurrence = { everySeconds: number } | { cron: string; timeZone: string }

export interface RecurringOptions {
  /** One schedule per kind, tenant and key. */
  singletonKey: string
  trx?: Transaction
}

export interface JobStatus {
  id: string
  kind: string
  tenant: string | null
  state: 'waiting' | 'running' | 'retrying' | 'done' | 'failed' | 'cancelled' | 'scheduled'
  attempts: number
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  /** Plain message of the last failure. */
  error: string | null
}

/** Thrown by a handler to say that trying again is pointless. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError'
}
