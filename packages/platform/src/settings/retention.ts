import type { Clock } from '../clock.ts'
import { retentionSettings } from '../contract/settings.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { JobHandler, JobPayload } from '../jobs/runner.ts'
import type { Log } from '../log.ts'
import { readSection, withDefaults } from './store.ts'

export const RETENTION_SWEEP = 'retention.sweep'

/** Something kept only for a while. Repeating it is harmless. */
export interface RetentionTask {
  /** The field of the retention settings that says for how many days, unless `days` does. */
  name: string
  days?: number
  run(trx: Transaction, tenant: string, before: Date): Promise<void>
}

/** Forgets, tenant by tenant, what is older than the tenant wants it kept. One failure keeps nobody else. */
export function retentionHandler(
  parts: { database: Database; clock: Clock; log: Log },
  tasks: readonly RetentionTask[],
): JobHandler<JobPayload> {
  return async ({ signal }) => {
    const tenants: string[] = await parts.database.withSystem((trx) =>
      trx('tenants').orderBy('tenant').pluck('tenant'),
    )
    let failures = 0
    for (const tenant of tenants) {
      if (signal.aborted) return
      try {
        await parts.database.withTenant(tenant, (trx) => forget(trx, tenant, parts.clock, tasks))
      } catch (err) {
        parts.log.error({ err, tenant }, 'what is old could not be forgotten')
        failures += 1
      }
    }
    if (failures > 0) throw new Error(`Retention failed for ${failures} tenants; the log says which.`)
  }
}

async function forget(
  trx: Transaction,
  tenant: string,
  clock: Clock,
  tasks: readonly RetentionTask[],
): Promise<void> {
  const days = withDefaults(
    retentionSettings.shape,
    await readSection(trx, tenant, retentionSettings.section),
  )
  for (const task of tasks) {
    const kept = task.days ?? days[task.name]
    if (typeof kept !== 'number') throw new Error(`nobody decides how long ${task.name} are kept`)
    await task.run(trx, tenant, new Date(clock.now().getTime() - kept * 24 * 3600 * 1000))
  }
}
