import { TransportFailure } from '../adapter.ts'
import { saveFacts } from '../postgres/connection-settings.ts'
import type { CycleTrigger } from '../postgres/cycles.ts'
import { release } from '../postgres/due.ts'
import { openWork } from '../postgres/health.ts'
import { followCauses } from './exceptions/causes.ts'
import { closedPeriodCause } from './outbound/causes.ts'
import { inTenant, type Run } from './outbound/run.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Reads anew what the company says about itself: once a day, sooner while documents wait for its closing
 * date to move, at once when a person asks. When the date moved, all that waited for it is judged again.
 */
export async function followClosingDate(run: Run, trigger: CycleTrigger): Promise<void> {
  const { connection, engine } = run
  const age = engine.host.clock.now().getTime() - Date.parse(connection.factsAt)
  const before = connection.facts.booksClosedThrough
  if (before === null && age < DAY && trigger !== 'connect') return
  if (age < HOUR && trigger !== 'sync_now') return
  if (age < DAY && !(await someWait(run))) return
  await readFacts(run)
}

const someWait = async (run: Run): Promise<boolean> => {
  const work = await inTenant(run, (trx) => openWork(trx, run.connection.tenant, run.connection))
  return work.some((each) => each.waitReason === 'closed_period')
}

/** What was read holds for the rest of the run. A service that does not answer leaves things as they were. */
export async function readFacts(run: Run): Promise<void> {
  const { connection, engine, adapter, session, signal } = run
  const { host } = engine
  const before = connection.facts.booksClosedThrough
  let facts
  try {
    await engine.governor.take(session.realm, 1, signal)
    facts = await adapter.companyFacts(session)
  } catch (error) {
    if (error instanceof TransportFailure && error.reason !== 'unauthorized') return
    throw error
  }
  const at = host.clock.now()
  await inTenant(run, async (trx) => {
    await saveFacts(trx, connection.tenant, connection.connectionId, facts, at)
    if (facts.booksClosedThrough === before || before === null) return
    await release(trx, connection.tenant, connection, { reason: 'closed_period', at })
    await followCauses(host, trx, connection, new Set([closedPeriodCause(before)]))
  })
  run.connection = { ...connection, facts }
}
