import type { TransportFailure } from '../../adapter.ts'
import { pauseAfter } from '../../core/pause.ts'
import { closeBreaker, openBreaker } from '../../postgres/connection-settings.ts'
import { nextDueAt } from '../../postgres/next-due.ts'
import { lookAgain } from '../inbound/look-again.ts'
import { drain } from './drain.ts'
import { inTenant, type Run } from './run.ts'

/** How the way out ended. */
export type OutboundEnd =
  { kind: 'done' } | { kind: 'service_down'; until: Date } | { kind: 'unauthorized'; detail: string }

/** So many failures of the line in a row, and nothing more is asked for a while. */
const FAILURES_UNTIL_DOWN = 3
/** No cycle waits longer than that for a pause to end, nor more often; the next one goes on. */
const LONGEST_WAIT_SECONDS = 120
const MOST_WAITS = 4

/**
 * Drains the queue, and keeps calm about the line: it waits out what is short, opens the breaker when the
 * service is down, and burns no attempt for either. A service that was down is asked once to see.
 */
export async function outbound(run: Run): Promise<OutboundEnd> {
  let failures = 0
  let waits = 0
  for (;;) {
    const before = run.done.exported + run.done.failed
    const drained = await drain(run)
    if (drained.kind === 'failed') {
      const { failure } = drained
      if (failure.reason === 'unauthorized') return { kind: 'unauthorized', detail: failure.message }
      if (failure.reason !== 'throttled') {
        failures = run.done.exported + run.done.failed > before ? 1 : failures + 1
        if (run.connection.downCount > 0 || failures >= FAILURES_UNTIL_DOWN)
          return await fallDown(run, failure)
      }
    }
    // Before a pause: what was put back since it was changed there goes when that is known.
    if (drained.kind === 'empty') await lookAgain(run)
    const pause = drained.kind === 'empty' ? await untilNextDue(run) : pauseFor(drained.failure)
    if (pause === null || pause > LONGEST_WAIT_SECONDS || waits >= MOST_WAITS) break
    waits += 1
    await run.engine.host.clock.sleep(pause * 1000, run.signal)
  }
  await standUp(run)
  return { kind: 'done' }
}

const pauseFor = ({ reason, retryAfterSeconds }: TransportFailure) =>
  reason === 'throttled' ? (retryAfterSeconds ?? 60) : 2

/** Seconds until a pause ends; null when this run left nothing that waits for the clock. */
async function untilNextDue(run: Run): Promise<number | null> {
  const { done, connection, engine } = run
  if (done.putBack + done.unanswered === 0) return null
  const at = await inTenant(run, (trx) => nextDueAt(trx, connection.tenant, connection))
  if (at === null) return null
  return Math.max(0, Math.ceil((at.getTime() - engine.host.clock.now().getTime()) / 1000))
}

/** Nothing more is asked of it for a while. */
export async function fallDown(run: Run, failure: TransportFailure): Promise<OutboundEnd> {
  const { connection, engine } = run
  const seconds = pauseAfter(connection.downCount + 1, engine.host.random.next())
  const until = new Date(engine.host.clock.now().getTime() + seconds * 1000)
  await inTenant(run, (trx) => openBreaker(trx, connection.tenant, connection.connectionId, until))
  engine.host.log.warn(
    {
      tenant: connection.tenant,
      realm: connection.realm,
      reason: failure.reason,
      trace: failure.trace,
      until,
    },
    'the accounting system does not answer',
  )
  return { kind: 'service_down', until }
}

async function standUp(run: Run): Promise<void> {
  const { connection, done } = run
  if (connection.downCount === 0 || done.exported + done.failed + done.putBack === 0) return
  await inTenant(run, (trx) => closeBreaker(trx, connection.tenant, connection.connectionId))
}
