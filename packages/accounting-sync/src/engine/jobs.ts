import { z } from 'zod'
import { renewAhead } from '../connection/renew-ahead.ts'
import { runCycle } from './cycle.ts'
import { CYCLE_JOB, type Engine } from './engine.ts'

/** What a host runs for the sync: kinds of jobs, and what to do when one comes. */
export interface SyncJob {
  kind: string
  run(payload: unknown, signal: AbortSignal): Promise<void>
}

/** For the host to schedule once for the whole installation, every minute. */
export const RENEW_JOB = 'accounting-token-renewal'

const order = z.object({
  tenant: z.uuid(),
  connectionId: z.uuid(),
  trigger: z.enum(['schedule', 'sync_now', 'connect', 'worker']).catch('schedule'),
})

export const syncJobs = (engine: Engine): SyncJob[] => [
  {
    kind: CYCLE_JOB,
    async run(payload, signal) {
      await runCycle(engine, order.parse(payload), signal)
    },
  },
  {
    kind: RENEW_JOB,
    async run(_payload, signal) {
      await renewAhead(engine, signal)
    },
  },
]
