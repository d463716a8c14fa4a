import { z } from 'zod'
import { renewAhead } from '../connection/renew-ahead.ts'
import { runCycle, type CycleOrder } from './cycle.ts'
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
  trigger: z.enum(['schedule', 'sync_now', 'connect', 'refresh', 'worker']).catch('schedule'),
})

export const syncJobs = (engine: Engine): SyncJob[] => [
  {
    kind: CYCLE_JOB,
    async run(payload, signal) {
      await runOrFollow(engine, order.parse(payload), signal)
    },
  },
  {
    kind: RENEW_JOB,
    async run(_payload, signal) {
      await renewAhead(engine, signal)
    },
  },
]

const MOST_LOOKS = 5
const LOOK_AGAIN_SECONDS = 2

/**
 * A job that meets another cycle may have been sent for what that one no longer sees: it was looking while
 * our sender committed. So it looks again once that cycle is over. A cycle that began after the one it met
 * began after our sender too, and one that lasts has work and wakes the next by itself.
 */
async function runOrFollow(engine: Engine, order: CycleOrder, signal: AbortSignal): Promise<void> {
  let met: string | undefined
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const end = await runCycle(engine, order, signal)
    if (end.kind !== 'joined') return
    const running = end.cycle?.cycleId
    if (met !== undefined && running !== undefined && running !== met) return
    met ??= running
    await engine.host.clock.sleep(LOOK_AGAIN_SECONDS * 1000, signal)
  }
}
