import { plusSeconds, type Clock } from '../clock.ts'
import { retentionSettings, type RetentionSettings } from '../contract/settings.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { JobHandler, JobPayload } from '../jobs/runner.ts'
import type { Log } from '../log.ts'
import { readSettings } from './sections.ts'

/** What a module forgets when its time is over. Brought along by the module that owns the rows. */
export interface RetentionTask {
  /** For the log, such as `notifications`. */
  name: string
  /** Which of the retention settings says how many days. */
  settingKey: keyof RetentionSettings
  /** Inside the tenant's transaction: removes what is older and answers how many rows that were. */
  run(trx: Transaction, tenant: string, before: Date): Promise<number>
}

/** Register this kind as a recurring job once a day, with payload `{ tenant: null }`. */
export const RETENTION_SWEEP = 'retention.sweep'

export interface RetentionParts {
  database: Database
  clock: Clock
  log: Log
}

const DAY_SECONDS = 24 * 60 * 60

/** Each task has a transaction of its own: one that fails keeps no other from being done. */
export function retentionSweep(
  parts: RetentionParts,
  tasks: readonly RetentionTask[],
): JobHandler<JobPayload> {
  const { database, log } = parts
  return async (job) => {
    let failures = 0
    for (const tenant of await allTenants(database)) {
      for (const task of tasks) {
        if (job.signal.aborted) return
        try {
          await runTask(parts, tenant, task)
        } catch (err) {
          log.error({ err, tenant, task: task.name }, 'a retention task failed')
          failures += 1
        }
      }
    }
    if (failures > 0) throw new Error(`${failures} retention tasks failed; the log says which.`)
  }
}

async function runTask(
  { database, clock, log }: RetentionParts,
  tenant: string,
  task: RetentionTask,
): Promise<void> {
  const removed = await database.withTenant(tenant, async (trx) => {
    const settings = await readSettings(trx, retentionSettings)
    const before = plusSeconds(clock.now(), -settings[task.settingKey] * DAY_SECONDS)
    return await task.run(trx, tenant, before)
  })
  if (removed > 0) log.info({ tenant, task: task.name, removed }, 'removed what was kept long enough')
}

async function allTenants(database: Database): Promise<string[]> {
  return await database.withSystem((trx) => trx('tenants').orderBy('tenant').pluck('tenant'))
}
