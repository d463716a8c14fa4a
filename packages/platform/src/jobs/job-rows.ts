import type { Transaction } from '../db/tenancy.ts'
import type { JobListing, JobPage, JobQuery, Trouble, TroubledJob } from './board.ts'
import type { JobState } from './runner.ts'

/**
 * Our own SQL on pg-boss's job table, for what its interface cannot say: whose a job is, and changes
 * that hold only if the job is still in the state we think. The table is shared by all tenants, so
 * every statement here that serves one names it. The clock is the queue's own, as in pg-boss.
 */
const TENANT = `job.data->>'tenant'`

const STATE = `case
    when job.state = 'created' and job.start_after > pgboss.job_now() then 'scheduled'
    when job.state = 'retry' and job.start_after > pgboss.job_now() then 'retrying'
    when job.state in ('created', 'retry') then 'waiting'
    when job.state = 'active' then 'running'
    when job.state = 'completed' then 'done'
    else job.state::text
  end`

const ERROR = `coalesce(job.output->>'message', job.output->'value'->>'message')`

const LISTING = `
  job.id, job.name as kind, ${TENANT} as tenant, ${STATE} as state,
  case when job.started_on is null then 0 else job.retry_count + 1 end as attempts,
  job.created_on, job.started_on, job.completed_on, job.start_after, ${ERROR} as error,
  to_char(job.created_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position`

export async function listJobs(trx: Transaction, tenant: string, query: JobQuery): Promise<JobListing[]> {
  const rows: ListingRow[] = await trx('pgboss.job as job')
    .select(trx.raw(LISTING))
    .whereRaw(`${TENANT} = ?`, [tenant])
    .modify((jobs) => {
      if (query.state) void jobs.whereRaw(`${STATE} = ?`, [query.state])
      if (query.kind) void jobs.where('job.name', query.kind)
      if (query.search) {
        void jobs.whereRaw(
          `position(lower(?) in lower(concat_ws(' ', job.name, job.id::text, ${ERROR}))) > 0`,
          [query.search],
        )
      }
      if (query.after) void jobs.whereRaw(...isAfter(query.after))
    })
    .orderBy([
      { column: 'job.created_on', order: 'desc' },
      { column: 'job.id', order: 'desc' },
    ])
    .limit(query.limit)
  return rows.map(toListing)
}

export async function findJob(
  trx: Transaction,
  tenant: string | null,
  id: string,
): Promise<JobListing | null> {
  const row: ListingRow | undefined = await trx('pgboss.job as job')
    .select(trx.raw(LISTING))
    .whereRaw(...isJobOf(tenant, id))
    .first()
  return row ? toListing(row) : null
}

/** A job that has not begun, or pauses between runs; a running one is left alone. */
export async function cancelWaiting(trx: Transaction, tenant: string | null, id: string): Promise<boolean> {
  const cancelled = await trx('pgboss.job as job')
    .whereRaw(...isJobOf(tenant, id))
    .whereRaw(`job.state in ('created', 'retry')`)
    .update({ state: 'cancelled', completed_on: trx.raw('pgboss.job_now()') })
  return cancelled > 0
}

export async function retryFailed(trx: Transaction, tenant: string, id: string): Promise<boolean> {
  const retried = await trx('pgboss.job as job')
    .whereRaw(...isJobOf(tenant, id))
    .whereRaw(`job.state = 'failed'`)
    .update({
      state: 'retry',
      retry_limit: trx.raw('retry_count + 1'),
      start_after: trx.raw('pgboss.job_now()'),
      // Its retention while it waits is counted anew, or the nightly clean-up would take it.
      keep_until: trx.raw('pgboss.job_now() + (keep_until - start_after)'),
      completed_on: null,
    })
  return retried > 0
}

/**
 * The waiting job of this key starts no later than in so many seconds, and not before this
 * transaction ends, because its row is locked until then. False when it has begun meanwhile.
 */
export async function pullForward(
  trx: Transaction,
  kind: string,
  queueKey: string,
  inSeconds: number,
): Promise<boolean> {
  const touched = await trx('pgboss.job')
    .where({ name: kind, singleton_key: queueKey, state: 'created' })
    .update({
      start_after: trx.raw(`least(start_after, pgboss.job_now() + ? * interval '1 second')`, [inSeconds]),
    })
  return touched > 0
}

export interface HeldJob {
  id: string
  kind: string
  /** pg-boss's count of runs before this one; names the run that is given back. */
  retryCount: number
}

/** Hands running jobs to whoever comes next, at once and without using up a run. */
export async function giveBack(trx: Transaction, held: readonly HeldJob[]): Promise<number> {
  const { rowCount }: { rowCount: number } = await trx.raw(
    `update pgboss.job as job
        set state = 'retry', retry_limit = job.retry_limit + 1, heartbeat_on = null,
            start_after = pgboss.job_now()
       from unnest(?::text[], ?::uuid[], ?::int[]) as held (name, id, retry_count)
      where job.name = held.name and job.id = held.id and job.state = 'active'
        and job.retry_count = held.retry_count`,
    [held.map((each) => each.kind), held.map((each) => each.id), held.map((each) => each.retryCount)],
  )
  return rowCount
}

/** Silent: two missed heartbeats or long past its time, so nobody supervises. Overdue: a quarter of an hour. */
const TROUBLE = `case
    when job.state = 'failed' then 'failed'
    when job.state = 'active' and (
      job.heartbeat_on + job.heartbeat_seconds * interval '3 seconds' < pgboss.job_now()
      or job.started_on + job.expire_seconds * interval '1 second' + interval '5 minutes' < pgboss.job_now()
    ) then 'silent'
    when job.state in ('created', 'retry') and job.start_after < pgboss.job_now() - interval '15 minutes'
      then 'overdue'
  end`

export async function listTroubled(trx: Transaction, page: JobPage): Promise<TroubledJob[]> {
  const rows: TroubledRow[] = await trx('pgboss.job as job')
    .select(trx.raw(LISTING), trx.raw(`${TROUBLE} as trouble`))
    .select(trx.raw(`(select name from tenants where tenants.tenant = (${TENANT})::uuid) as tenant_name`))
    .whereRaw(`job.state not in ('completed', 'cancelled')`)
    .whereRaw(`${TROUBLE} is not null`)
    .modify((jobs) => {
      if (page.after) void jobs.whereRaw(...isAfter(page.after))
    })
    .orderBy([
      { column: 'job.created_on', order: 'desc' },
      { column: 'job.id', order: 'desc' },
    ])
    .limit(page.limit)
  return rows.map((row) => ({ ...toListing(row), trouble: row.trouble, tenantName: row.tenant_name }))
}

/** The table's key begins with the queue's name, so an id is looked up in each of the few queues. */
function isJobOf(tenant: string | null, id: string): [string, (string | null)[]] {
  return [
    `job.name in (select name from pgboss.queue) and job.id = ?::uuid
     and ${TENANT} is not distinct from ?`,
    [id, tenant],
  ]
}

function isAfter(position: { createdAt: string; id: string }): [string, string[]] {
  return ['(job.created_on, job.id) < (?::timestamptz, ?::uuid)', [position.createdAt, position.id]]
}

interface ListingRow {
  id: string
  kind: string
  tenant: string | null
  state: JobState
  attempts: number
  created_on: string
  started_on: string | null
  completed_on: string | null
  start_after: string
  error: string | null
  position: string
}

interface TroubledRow extends ListingRow {
  trouble: Trouble
  tenant_name: string | null
}

function toListing(row: ListingRow): JobListing {
  return {
    id: row.id,
    kind: row.kind,
    tenant: row.tenant,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_on,
    startedAt: row.started_on,
    finishedAt: row.completed_on,
    error: row.error,
    dueAt: row.start_after,
    position: { createdAt: row.position, id: row.id },
  }
}
