import { forgetArrivals } from '../postgres/arrivals.ts'
import { forgetCycles } from '../postgres/cycles.ts'
import { forgetSent } from '../postgres/frames.ts'
import { inTenant, type Run } from './outbound/run.ts'

const DAY = 86_400_000
const KEPT = 90 * DAY

/** Once a day, by the day on which the company was last asked about itself: what is older than 90 days goes. */
export async function tidy(run: Run): Promise<void> {
  const { connection, engine } = run
  const now = engine.host.clock.now().getTime()
  if (now - Date.parse(connection.factsAt) < DAY) return
  const before = new Date(now - KEPT)
  await inTenant(run, async (trx) => {
    await forgetCycles(trx, connection.tenant, before)
    await forgetSent(trx, connection.tenant, before)
    await forgetArrivals(trx, connection.tenant, before)
  })
}
