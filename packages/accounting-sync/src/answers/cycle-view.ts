import type { CycleView } from '../contract/health.ts'
import type { Trx } from '../host.ts'
import type { Connection } from '../postgres/connection.ts'
import { runningCycle, type Cycle } from '../postgres/cycles.ts'

export function cycleView(cycle: Cycle): CycleView {
  const { stats } = cycle
  return {
    cycleId: cycle.cycleId,
    trigger: cycle.trigger,
    status: cycle.status,
    startedAt: cycle.startedAt,
    firstStartedAt: cycle.firstStartedAt,
    finishedAt: cycle.finishedAt,
    repeats: cycle.repeats,
    idle: cycle.idle,
    step: typeof stats['step'] === 'string' ? stats['step'] : null,
    counts: countsIn(stats),
    error: cycle.error,
  }
}

/** Both ways together: what differs differs, wherever it was seen. */
function countsIn({ inbound, ...outbound }: Cycle['stats']): Record<string, number> {
  const counts: Record<string, number> = {}
  const came = typeof inbound === 'object' && inbound !== null ? inbound : {}
  for (const [name, count] of [...Object.entries(outbound), ...Object.entries(came)]) {
    if (typeof count === 'number') counts[name] = (counts[name] ?? 0) + count
  }
  return counts
}

/** One whose process died is written as running until the next begins: only the lease tells that it lives. */
export async function aliveCycle(trx: Trx, connection: Connection, now: Date): Promise<Cycle | null> {
  const { leaseUntil } = connection
  if (leaseUntil === null || Date.parse(leaseUntil) <= now.getTime()) return null
  return await runningCycle(trx, connection.tenant, connection)
}
