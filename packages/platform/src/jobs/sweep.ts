import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { Log } from '../log.ts'
import { advance, claimDue, type Schedule, type ScheduleTable } from './schedules.ts'

export interface SweepParts {
  database: Database
  clock: Clock
  log: Log
  /** Only what this process can run: another may know more. */
  kinds: readonly string[]
  /** Makes one job of each, inside the transaction; one whose key is already waiting is left out. */
  enqueue(trx: Transaction, due: readonly Schedule[]): Promise<void>
}

export interface Sweep {
  stop(): Promise<void>
}

const BATCH = 500
const TABLES: readonly ScheduleTable[] = ['job_schedules', 'system_job_schedules']

/** Looks for due schedules every few seconds. Several processes may do so at once. */
export function startSweep(parts: SweepParts, everySeconds: number): Sweep {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay = Promise.resolve()

  const run = async () => {
    try {
      await sweepDue(parts)
    } catch (err) {
      parts.log.warn({ err }, 'the sweep for due schedules failed and will be tried again')
    }
    if (!stopped) timer = setTimeout(() => (underWay = run()), everySeconds * 1000)
  }
  underWay = run()

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}

/** Turns every due schedule into a job, a batch a transaction: enqueued and advanced, or neither. */
export async function sweepDue(parts: SweepParts): Promise<number> {
  let total = 0
  for (const table of TABLES) {
    let swept: number
    do {
      swept = await sweepBatch(parts, table)
      total += swept
    } while (swept === BATCH)
  }
  return total
}

async function sweepBatch(parts: SweepParts, table: ScheduleTable): Promise<number> {
  const now = parts.clock.now()
  return await parts.database.withSystem(async (trx) => {
    const due = await claimDue(trx, table, parts.kinds, now, BATCH)
    if (due.length === 0) return 0
    await parts.enqueue(trx, due)
    await advance(trx, table, due, now)
    return due.length
  })
}
