import type { Transaction } from '../db/tenancy.ts'

/**
 * The job queue as modules see it. The queue is a wake-up hint, never the truth: a handler reads
 * what is due from its own tables and must be harmless when run twice.
 */
export interface IJobRunner {
  /** Before `start`. One queue per kind. */
  registerHandler<P extends JobPayload>(kind: string, handler: JobHandler<P>, options?: HandlerOptions): void
  /**
   * As soon as possible. `null` when the singleton key is already waiting: that is a success, and the
   * waiting job starts no later than this one would have, nor before the given transaction ends.
   */
  scheduleJob(kind: string, payload: JobPayload, options?: ScheduleOptions): Promise<string | null>
  scheduleJobAt(
    kind: string,
    at: Date,
    payload: JobPayload,
    options?: ScheduleOptions,
  ): Promise<string | null>
  /** Registers or replaces; repeating it is harmless. Answers the id of the schedule. */
  scheduleRecurringJob(
    kind: string,
    recurrence: Recurrence,
    payload: JobPayload,
    options: RecurringOptions,
  ): Promise<string>
  /**
   * A job that is not running yet, or a recurring schedule by its id. False when there was nothing
   * left to cancel. Tenant `null` means work that crosses tenants, here and in `getJobStatus`.
   */
  cancelJob(id: string, tenant: string | null, options?: CancelOptions): Promise<boolean>
  getJobStatus(id: string, tenant: string | null): Promise<JobStatus | null>
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
  /**
   * At most one waiting job per kind, tenant and key. A running one does not count, nor one that
   * waits out its pause after a failure: fresh work must not wait for that.
   */
  singletonKey?: string
  /**
   * Enqueues inside this transaction: the job exists if and only if it commits. Do it last: the key
   * stays locked until then.
   */
  trx?: Transaction
  /** Higher runs first. Default 0. */
  priority?: number
}

export interface CancelOptions {
  trx?: Transaction
}

/** An interval is at least a minute. A cron has five fields, see `cron.ts`. */
export type Recurrence = { everySeconds: number } | { cron: string; timeZone: string }

export interface RecurringOptions {
  /** One schedule per kind, tenant and key. */
  singletonKey: string
  trx?: Transaction
}

export type JobState = 'waiting' | 'running' | 'retrying' | 'done' | 'failed' | 'cancelled' | 'scheduled'

export interface JobStatus {
  id: string
  kind: string
  tenant: string | null
  /** `scheduled` waits for its time, `retrying` waits out the pause after a failure. */
  state: JobState
  /** Runs begun so far. */
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
