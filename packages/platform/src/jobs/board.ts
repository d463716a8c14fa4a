import type { Transaction } from '../db/tenancy.ts'
import type { IJobRunner, JobState, JobStatus } from './runner.ts'

/** A runner whose jobs people can look at. */
export interface WatchedRunner extends IJobRunner {
  board: JobBoard
}

/** What the screens ask of a runner: its jobs as people look at them. */
export interface JobBoard {
  /** A tenant's own jobs, newest first. */
  list(trx: Transaction, tenant: string, query: JobQuery): Promise<JobListing[]>
  find(trx: Transaction, tenant: string | null, id: string): Promise<JobListing | null>
  /** Gives a failed job one more run, now. False when there is no failed job of this id. */
  retry(trx: Transaction, tenant: string, id: string): Promise<boolean>
  /** Failed and stuck jobs of all tenants, newest first. */
  troubled(trx: Transaction, page: JobPage): Promise<TroubledJob[]>
}

export interface JobListing extends JobStatus {
  /** When it may start: now, at its time, or after its pause. */
  dueAt: string
  /** The place in the list, exact to what the queue stores. */
  position: JobPosition
}

export interface JobPosition {
  createdAt: string
  id: string
}

export interface JobPage {
  after: JobPosition | null
  limit: number
}

export interface JobQuery extends JobPage {
  state?: JobState
  kind?: string
  /** Part of a kind, an id or an error message. */
  search?: string
}

/** `failed` has used up its runs; `silent` runs without a sign of life; `overdue` is fetched by nobody. */
export type Trouble = 'failed' | 'silent' | 'overdue'

export interface TroubledJob extends JobListing {
  trouble: Trouble
  tenantName: string | null
}
