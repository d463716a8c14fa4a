import { fromKnex, type PgBoss } from 'pg-boss'
import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { WatchedRunner } from './board.ts'
import { cancelWaiting, findJob, listJobs, listTroubled, pullForward, retryFailed } from './job-rows.ts'
import { openQueues, type OpenQueues, type QueueParts } from './pg-boss-queues.ts'
import { registrationOf, type Registration } from './registration.ts'
import type { CancelOptions, JobPayload, ScheduleOptions } from './runner.ts'
import { putSchedule, removeSchedule, type Schedule } from './schedules.ts'
import { startSweep, type Sweep } from './sweep.ts'

export interface PgBossRunnerParts extends QueueParts {
  clock: Clock
  ids: Ids
  /** How often schedules are looked through. Default 5. */
  sweepSeconds?: number
}

interface Session {
  queues: OpenQueues
  /** Whoever does the work looks for what recurs too. */
  sweep: Sweep | null
}

/**
 * The job runner on PostgreSQL. pg-boss runs on the database's clock; times handed in are turned
 * into distances from our own clock, so the two need not agree. Schedules follow our clock alone.
 */
export function createPgBossRunner(parts: PgBossRunnerParts): WatchedRunner {
  const { database, clock, ids } = parts
  const registrations = new Map<string, Registration>()
  let session: Session | null = null

  const boss = (): PgBoss => {
    if (!session) throw new Error('the job runner is not started')
    return session.queues.boss
  }
  /** In the caller's transaction, or in one of our own for the same tenant. */
  const within = <T>(
    trx: Transaction | undefined,
    tenant: string | null,
    work: (trx: Transaction) => Promise<T>,
  ) => {
    if (trx) return work(trx)
    return tenant === null ? database.withSystem(work) : database.withTenant(tenant, work)
  }
  const send = (kind: string, payload: JobPayload, inSeconds: number, options: ScheduleOptions = {}) =>
    within(options.trx, payload.tenant, (trx) =>
      enqueue(boss(), trx, ids, { kind, payload, inSeconds, options }),
    )

  return {
    getRunnerType: () => 'pg-boss',
    registerHandler(kind, handler, options = {}) {
      if (session) throw new Error(`the handler of ${kind} must be registered before the runner starts`)
      if (registrations.has(kind)) throw new Error(`two handlers are registered for ${kind}`)
      registrations.set(kind, registrationOf(kind, handler, options))
    },
    scheduleJob: (kind, payload, options) => send(kind, payload, 0, options),
    scheduleJobAt: (kind, at, payload, options) =>
      send(kind, payload, Math.max(0, (at.getTime() - clock.now().getTime()) / 1000), options),
    scheduleRecurringJob: (kind, recurrence, payload, { singletonKey, trx }) =>
      within(trx, payload.tenant, (open) =>
        putSchedule(open, parts, { kind, recurrence, payload, singletonKey }),
      ),
    cancelJob: (id, tenant, options: CancelOptions = {}) =>
      within(
        options.trx,
        tenant,
        async (trx) => (await cancelWaiting(trx, tenant, id)) || (await removeSchedule(trx, tenant, id)),
      ),
    getJobStatus: (id, tenant) => within(undefined, tenant, (trx) => findJob(trx, tenant, id)),
    board: { list: listJobs, find: findJob, retry: retryFailed, troubled: listTroubled },

    async start() {
      if (session) throw new Error('the job runner is already started')
      const queues = await openQueues(parts, [...registrations.values()])
      session = {
        queues,
        sweep: parts.onlySends ? null : sweepFor(parts, queues.boss, [...registrations.keys()]),
      }
    },
    async stop(graceSeconds = 30) {
      if (!session) return
      const { queues, sweep } = session
      await sweep?.stop()
      // Handlers that are finishing may still schedule what comes next.
      await queues.close(graceSeconds)
      session = null
    },
    async isHealthy() {
      if (!session) return false
      return await session.queues.answers()
    },
  }
}

/** Enqueues what is due of these kinds, again and again. */
function sweepFor(parts: PgBossRunnerParts, boss: PgBoss, kinds: string[]): Sweep {
  const { database, clock, log, ids } = parts
  const enqueue = (trx: Transaction, due: readonly Schedule[]) => enqueueDue(boss, trx, ids, due)
  return startSweep({ database, clock, log, kinds, enqueue }, parts.sweepSeconds ?? 5)
}

interface Wanted {
  kind: string
  payload: JobPayload
  inSeconds: number
  options: ScheduleOptions
}

/** A job that keeps being fetched between our two looks at it; nobody has ever seen three. */
const ROUNDS = 20

async function enqueue(boss: PgBoss, trx: Transaction, ids: Ids, wanted: Wanted): Promise<string | null> {
  const { kind, payload, inSeconds, options } = wanted
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = ids.uuid()
    const singletonKey = queueKey(payload.tenant, options.singletonKey, id)
    const sent = await boss.send(kind, payload, {
      db: fromKnex(trx),
      id,
      singletonKey,
      priority: options.priority ?? 0,
      startAfter: inSeconds,
    })
    if (sent) return sent
    // One is waiting already. Holding its row keeps it from starting before our transaction is
    // through; had it started just now, it might not see what we are about to commit: send again.
    if (await pullForward(trx, kind, singletonKey, inSeconds)) return null
  }
  throw new Error(`the job ${kind} could not be enqueued`)
}

/** One statement a kind, of which there are few, however many schedules are due. */
async function enqueueDue(boss: PgBoss, trx: Transaction, ids: Ids, due: readonly Schedule[]): Promise<void> {
  for (const [kind, schedules] of Map.groupBy(due, (each) => each.kind)) {
    const jobs = schedules.map((schedule) => {
      const id = ids.uuid()
      return {
        id,
        data: schedule.payload,
        singletonKey: queueKey(schedule.tenant, schedule.singletonKey, id),
      }
    })
    await boss.insert(kind, jobs, { db: fromKnex(trx) })
  }
}

/**
 * Queues have the policy `short`: one waiting job per key, and all jobs without a key share one. So a
 * job without a key gets one that is its alone, and a tenant's key never meets another tenant's.
 */
function queueKey(tenant: string | null, singletonKey: string | undefined, id: string): string {
  return singletonKey === undefined ? `job/${id}` : `${tenant ?? 'system'}/${singletonKey}`
}
