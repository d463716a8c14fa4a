import { setTimeout as pause } from 'node:timers/promises'
import { PgBoss, type Job, type JobResult, type QueueOptions } from 'pg-boss'
import type { Database } from '../db/tenancy.ts'
import type { Log } from '../log.ts'
import { giveBack, type HeldJob } from './job-rows.ts'
import type { Registration } from './registration.ts'
import type { JobPayload } from './runner.ts'
import { JOB_SCHEMA } from './schema.ts'

export interface QueueParts {
  /** How the serving role signs in; pg-boss keeps a small pool of its own. */
  appUrl: string
  database: Database
  log: Log
  /** How often a worker looks for work. New jobs wake it by NOTIFY; this finds those that had to wait. Default 2. */
  pollSeconds?: number
  /** A job whose process shows no sign of life for this long is run again. Default 30, at least 10. */
  heartbeatSeconds?: number
  /** How often lost jobs are looked for, by one process at a time. Default 30. */
  superviseSeconds?: number
  /** Other processes do the work; this one only gives it to them. */
  onlySends?: boolean
}

export interface OpenQueues {
  boss: PgBoss
  answers(): Promise<boolean>
  /** Lets running handlers finish for so long, then aborts them and gives their jobs back. */
  close(graceSeconds: number): Promise<void>
}

/** From start to stop. */
interface Shift {
  held: Set<HeldJob>
  isOver: boolean
  end: AbortController
}

const FOURTEEN_DAYS = 14 * 24 * 3600
/** How long an aborted handler may take to notice before we close the connection under it. */
const LAST_WORDS_SECONDS = 2

/** Connects as the serving role, which may create rows but no tables, and starts a queue per kind. */
export async function openQueues(parts: QueueParts, registrations: Registration[]): Promise<OpenQueues> {
  const boss = createBoss(parts)
  const shift: Shift = { held: new Set(), isOver: false, end: new AbortController() }
  try {
    await boss.start()
    await Promise.all(registrations.map((each) => prepareQueue(boss, parts, each)))
    if (!parts.onlySends) await Promise.all(registrations.map((each) => work(boss, parts, each, shift)))
  } catch (cause) {
    await boss.stop({ graceful: false })
    throw cause
  }

  return {
    boss,
    async answers() {
      try {
        return (await boss.schemaVersion()) !== null
      } catch {
        return false
      }
    },
    async close(graceSeconds) {
      const working = parts.onlySends ? [] : registrations
      const idle = Promise.all(working.map((each) => boss.offWork(each.kind, { wait: true })))
      if (!(await isDoneWithin(idle, graceSeconds))) {
        // Given back first: an aborted handler fails, and that must not count as one of its runs.
        shift.isOver = true
        await returnJobs(parts, [...shift.held])
        shift.end.abort(new Error('the job runner is stopping'))
        await isDoneWithin(idle, LAST_WORDS_SECONDS)
      }
      await boss.stop({ graceful: false })
    },
  }
}

/** Without a database to write to, their heartbeats run out instead. */
async function returnJobs({ database, log }: QueueParts, held: HeldJob[]): Promise<void> {
  try {
    const returned = await database.withSystem((trx) => giveBack(trx, held))
    log.warn({ returned }, 'the job runner stopped with jobs still running and gave them back')
  } catch (err) {
    log.error({ err }, 'the job runner stopped and could not give its running jobs back')
  }
}

async function isDoneWithin(work: Promise<unknown>, seconds: number): Promise<boolean> {
  const enough = new AbortController()
  const timeUp = pause(seconds * 1000, false, { signal: enough.signal }).catch(() => false)
  try {
    return await Promise.race([work.then(() => true), timeUp])
  } finally {
    enough.abort()
  }
}

function createBoss(parts: QueueParts): PgBoss {
  const superviseSeconds = parts.superviseSeconds ?? 30
  const boss = new PgBoss({
    connectionString: parts.appUrl,
    application_name: 'tieout-jobs',
    max: 6,
    schema: JOB_SCHEMA,
    // The owner has done both; this role could not.
    migrate: false,
    createSchema: false,
    reindex: false,
    // Our own sweep looks after what recurs.
    schedule: false,
    supervise: !parts.onlySends,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: 3600,
    useListenNotify: !parts.onlySends,
  })
  boss.on('error', (err) => parts.log.error({ err }, 'the job queue reports an error'))
  boss.on('warning', ({ message }) => parts.log.warn({ warning: message }, 'the job queue reports a warning'))
  return boss
}

async function prepareQueue(boss: PgBoss, parts: QueueParts, registration: Registration): Promise<void> {
  const options = {
    retryLimit: registration.attempts - 1,
    retryDelay: registration.backoffSeconds,
    retryBackoff: true,
    retryDelayMax: registration.maxBackoffSeconds,
    expireInSeconds: registration.timeoutSeconds,
    heartbeatSeconds: parts.heartbeatSeconds ?? 30,
    deleteAfterSeconds: FOURTEEN_DAYS,
    retentionSeconds: FOURTEEN_DAYS,
    notify: true,
  } satisfies QueueOptions & { notify: boolean }
  await boss.createQueue(registration.kind, { ...options, policy: 'short' })
  // The queue may be there since an earlier release with other numbers.
  await boss.updateQueue(registration.kind, options)
}

async function work(
  boss: PgBoss,
  parts: QueueParts,
  registration: Registration,
  shift: Shift,
): Promise<void> {
  const pollSeconds = parts.pollSeconds ?? 2
  await boss.work(
    registration.kind,
    {
      batchSize: 1,
      localConcurrency: registration.concurrency,
      pollingIntervalSeconds: pollSeconds,
      notifyPollingIntervalSeconds: pollSeconds,
      // Lets us say "failed for good", which a thrown error cannot.
      perJobResults: true,
    },
    (jobs: Job<JobPayload>[]) => Promise.all(jobs.map((job) => runJob(parts, registration, job, shift))),
  )
}

async function runJob(
  parts: QueueParts,
  registration: Registration,
  job: Job<JobPayload>,
  shift: Shift,
): Promise<JobResult> {
  const { kind } = registration
  const attempt = job.retryCount + 1
  const hold = { id: job.id, kind, retryCount: job.retryCount }
  if (shift.isOver) {
    // It was on its way to us when the others were given back; settling it then changes nothing.
    await returnJobs(parts, [hold])
    return { id: job.id, status: 'failed' }
  }
  shift.held.add(hold)
  try {
    const signal = AbortSignal.any([job.signal, shift.end.signal])
    await registration.run({ id: job.id, kind, payload: job.data, attempt, signal })
    return { id: job.id, status: 'completed' }
  } catch (err) {
    const permanent = registration.isPermanent(err)
    parts.log.warn({ err, kind, jobId: job.id, tenant: job.data.tenant, attempt, permanent }, 'a job failed')
    // `deadletter` without a dead letter queue is pg-boss's word for failing with no further run.
    return { id: job.id, status: permanent ? 'deadletter' : 'failed', output: { message: plainMessage(err) } }
  } finally {
    shift.held.delete(hold)
  }
}

/** What people are shown: no stack, of bounded length, and without what PostgreSQL cannot store. */
function plainMessage(err: unknown): string {
  const message = err instanceof Error ? err.message : String(err)
  return message.replaceAll('\u0000', '').slice(0, 2000)
}
