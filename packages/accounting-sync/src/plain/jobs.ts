import type { Knex } from 'knex'
import type { HostJobs, HostLog } from '../host.ts'
import type { SyncJob } from '../engine/jobs.ts'
import type { Ports } from './ports.ts'

const TABLE = 'accounting_plain_jobs'

/**
 * A table of jobs: one row for each key that waits, asked for in the caller's transaction, so that none comes
 * before what it is about. Asked for again while it is being done, it is done once more afterwards.
 */
export function jobTable(db: Knex, { clock, ids }: Pick<Ports, 'clock' | 'ids'>): HostJobs {
  const put = async (
    trx: Knex,
    job: { kind: string; key: string; every: number | null; payload: Payload },
  ) => {
    const { kind, key, every, payload } = job
    const { rows } = await trx.raw(
      `insert into accounting_plain_jobs as job (job_id, tenant, kind, key, every_seconds, payload, due_at)
       values (:id, :tenant, :kind, :key, :every, :payload, :now)
       on conflict (kind, key, recurring) do update set payload = excluded.payload, failed = 0,
         every_seconds = excluded.every_seconds, asked = job.asked + 1,
         due_at = case when job.recurring then job.due_at else excluded.due_at end
       returning job_id`,
      {
        id: ids.uuid(),
        tenant: payload.tenant,
        kind,
        key,
        every,
        payload: JSON.stringify(payload),
        now: clock.now(),
      },
    )
    return String(rows[0].job_id)
  }
  return {
    scheduleJob: (kind, payload, { singletonKey = ids.uuid(), trx = db } = {}) =>
      put(trx, { kind, key: singletonKey, every: null, payload }),
    scheduleRecurringJob: (kind, { everySeconds }, payload, { singletonKey, trx = db }) =>
      put(trx, { kind, key: singletonKey, every: everySeconds, payload }),
    cancelJob: async (id, _tenant, { trx = db } = {}) =>
      (await trx(TABLE).where({ job_id: id }).delete()) > 0,
  }
}

export interface Working {
  db: Knex
  jobs: readonly SyncJob[]
  ports: Pick<Ports, 'clock' | 'ids'>
  log: HostLog
  /** So many are done at once by this process; more processes share the table. */
  atOnce?: number
  everyMilliseconds?: number
  /** After so long, a job that nobody finished is taken by somebody else: whoever had it has died. */
  holdSeconds?: number
}

/** Does what is due until it is told to stop, and comes back once nothing of it runs any more. */
export async function workJobs(working: Working, signal: AbortSignal): Promise<void> {
  const { ports, log, atOnce = 4, everyMilliseconds = 500 } = working
  const running = new Set<Promise<void>>()
  while (!signal.aborted) {
    const taken = await take(working, atOnce - running.size).catch((error: unknown): Taken[] => {
      log.error({ why: whyOf(error) }, 'the table of jobs cannot be read')
      return []
    })
    for (const each of taken) {
      const done: Promise<void> = work(working, each, signal)
        .catch((error: unknown) =>
          log.error({ kind: each.kind, why: whyOf(error) }, 'a job is not written off'),
        )
        .finally(() => running.delete(done))
      running.add(done)
    }
    await ports.clock.sleep(everyMilliseconds, signal).catch(() => {})
  }
  await Promise.all(running)
}

const MOST_TRIES = 5

async function work({ db, jobs, ports, log }: Working, taken: Taken, signal: AbortSignal): Promise<void> {
  const mine = () => db(TABLE).where({ job_id: taken.job_id, held_by: taken.held_by })
  const letGo = (changes: object = {}) => mine().update({ held_by: null, held_until: null, ...changes })
  const writeOff = async () => {
    // What was asked for meanwhile may be about something that this one did not see.
    if (!taken.recurring && (await mine().where({ asked: taken.asked }).delete()) > 0) return
    await letGo({ failed: 0 })
  }
  const job = jobs.find((each) => each.kind === taken.kind)
  try {
    // It may have been taken at the moment at which it was told to stop.
    signal.throwIfAborted()
    if (job === undefined) throw new Error('nobody here knows how')
    await job.run(taken.payload, signal)
  } catch (error) {
    // Stopped, not failed: whoever comes next does it.
    if (signal.aborted) return void (await letGo())
    const failed = taken.failed + 1
    log.error({ kind: taken.kind, failed, why: whyOf(error) }, 'a job failed')
    // A recurring one comes again by itself. Any other is a hint to look now: lost, the next schedule looks.
    if (!taken.recurring && failed >= MOST_TRIES) return await writeOff()
    const due_at = new Date(ports.clock.now().getTime() + 1000 * 2 ** (2 * failed))
    return void (await letGo(taken.recurring ? {} : { failed, due_at }))
  }
  await writeOff()
}

async function take({ db, ports, holdSeconds = 900 }: Working, most: number): Promise<Taken[]> {
  if (most <= 0) return []
  const now = ports.clock.now()
  const { rows } = await db.raw(
    `with taken as (
       update accounting_plain_jobs set held_by = :by, held_until = :until,
         due_at = case when recurring then cast(:now as timestamptz) + every_seconds * interval '1 second'
                       else due_at end
       where job_id in (
         select job_id from accounting_plain_jobs
         where due_at <= :now and (held_until is null or held_until <= :now)
         order by due_at, job_id limit :most for update skip locked)
       returning job_id, kind, payload, recurring, asked, failed, held_by)
     select * from taken order by job_id`,
    { by: ports.ids.uuid(), until: new Date(now.getTime() + holdSeconds * 1000), now, most },
  )
  return rows
}

interface Payload {
  tenant: string | null
  [key: string]: unknown
}

interface Taken {
  job_id: string
  kind: string
  payload: Payload
  recurring: boolean
  asked: number
  failed: number
  held_by: string
}

const whyOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
