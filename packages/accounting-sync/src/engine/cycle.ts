import { TransportFailure } from '../adapter.ts'
import { expire } from '../connection/expire.ts'
import { warnOfEnds } from '../connection/health.ts'
import { sessionFor } from '../connection/session.ts'
import { readConnection, type Connection } from '../postgres/connection.ts'
import {
  finishCycle,
  noteProgress,
  runningCycle,
  startCycle,
  type Cycle,
  type CycleTrigger,
  type StartedCycle,
} from '../postgres/cycles.ts'
import { leaseOf, releaseLease, takeLease } from '../postgres/lease.ts'
import { CYCLE_JOB, type Engine } from './engine.ts'
import { inbound, notAsked, type InboundEnd } from './inbound/inbound.ts'
import { fallDown, outbound, type OutboundEnd } from './outbound/outbound.ts'
import { inTenant, leaseEnd, LeaseLost, noCounts, type Run } from './outbound/run.ts'
import { keepFresh } from './company.ts'
import { tidy } from './tidy.ts'

export interface CycleOrder {
  tenant: string
  connectionId: string
  trigger: CycleTrigger
}

export type CycleEnd =
  | { kind: 'ran'; cycleId: string; outbound: OutboundEnd['kind'] }
  /** Another is at it: whoever asked watches that one. */
  | { kind: 'joined'; cycle: Cycle | null }
  | { kind: 'not_connected' }
  | { kind: 'service_down'; until: string }
  /** The lease was lost, or something broke: the next one goes on where this one stopped. */
  | { kind: 'broke_off'; cycleId: string; error: string }

/**
 * One run for a company: health, the way in, the way out, the cursor. The schedule, Sync now and other
 * nodes meet at the lease, and whoever comes second joins.
 */
export async function runCycle(engine: Engine, order: CycleOrder, signal: AbortSignal): Promise<CycleEnd> {
  const started = await begin(engine, order)
  if (started.kind !== 'started') return started
  const { cycle } = started
  const run = runFor(engine, started, signal)
  try {
    const { end, came } = await steps(run, order, cycle)
    await finish(run, cycle, end, came)
    if (touched(run) || came.isTouched) await wakeAgain(run)
    return { kind: 'ran', cycleId: cycle.cycleId, outbound: end.kind }
  } catch (error) {
    return await breakOff(run, cycle, error)
  }
}

async function steps(
  run: Run,
  order: CycleOrder,
  cycle: StartedCycle,
): Promise<{ end: OutboundEnd; came: InboundEnd }> {
  let came = notAsked(cycle)
  try {
    await health(run, order, cycle)
    came = await inbound(run, cycle)
    // One that was down before and still is need not be asked a second time.
    const end =
      came.failure?.reason === 'down' && run.connection.downCount > 0
        ? await fallDown(run, came.failure)
        : await outbound(run)
    if (end.kind === 'unauthorized') await expireNow(run, end.detail)
    return { end, came }
  } catch (error) {
    if (!(error instanceof TransportFailure) || error.reason !== 'unauthorized') throw error
    await expireNow(run, error.message)
    return { end: { kind: 'unauthorized', detail: error.message }, came }
  }
}

const expireNow = (run: Run, reason: string) =>
  inTenant(run, (trx) => expire(run.engine.host, trx, run.connection, reason))

type Started = { kind: 'started'; connection: Connection; cycle: StartedCycle; startedAt: Date }
type Begun = Started | Extract<CycleEnd, { kind: 'joined' | 'not_connected' | 'service_down' }>

async function begin(engine: Engine, { tenant, connectionId, trigger }: CycleOrder): Promise<Begun> {
  const { host, config } = engine
  const now = host.clock.now()
  const until = leaseEnd(engine)
  return await host.transactions.inTenant(tenant, async (trx) => {
    const connection = await takeLease(trx, tenant, connectionId, { holder: config.worker, now, until })
    if (connection === null) {
      const current = await readConnection(trx, tenant, connectionId)
      if (current === null || current.status === 'disconnected') return { kind: 'not_connected' }
      return { kind: 'joined', cycle: await runningCycle(trx, tenant, current) }
    }
    const lease = leaseOf(connection)
    if (connection.status !== 'connected') {
      await releaseLease(trx, tenant, lease)
      return { kind: 'not_connected' }
    }
    // A person who asks is answered by a try; the schedule waits until the breaker lets it.
    if (
      connection.downUntil !== null &&
      Date.parse(connection.downUntil) > now.getTime() &&
      trigger !== 'sync_now'
    ) {
      await releaseLease(trx, tenant, lease)
      return { kind: 'service_down', until: connection.downUntil }
    }
    const cycle = await startCycle(trx, tenant, lease, { cycleId: host.ids.uuid(), trigger, at: now })
    if (cycle === null) throw new LeaseLost('the lease was taken within one transaction')
    return { kind: 'started', connection, cycle, startedAt: now }
  })
}

function runFor(engine: Engine, { connection, cycle, startedAt }: Started, signal: AbortSignal): Run {
  const done = noCounts()
  const lease = leaseOf(connection)
  return {
    engine,
    adapter: engine.adapterOf(connection.adapterType),
    connection,
    lease,
    session: sessionFor(engine, connection, signal),
    signal,
    done,
    periodAskedAt: null,
    leaseKeptAt: startedAt,
    timeThere: null,
    toldUpTo: null,
    framesLeft: cycle.framesLeft,
    marked: new Map(),
    differing: new Set(cycle.differing),
    async progress(at = { step: 'outbound' }) {
      await engine.host.transactions.inTenant(connection.tenant, (trx) =>
        noteProgress(trx, connection.tenant, lease, cycle.cycleId, { ...at, ...done }),
      )
    },
  }
}

/** Warnings that are due, and what is known of the company where it is old or waited for. */
async function health(run: Run, { trigger }: CycleOrder, { waitsForPeriod }: StartedCycle): Promise<void> {
  await warnOfEnds(run.engine, run.connection)
  await tidy(run)
  await keepFresh(run, trigger, waitsForPeriod)
}

async function finish(run: Run, cycle: Cycle, end: OutboundEnd, came: InboundEnd): Promise<void> {
  const { connection, lease, done, engine } = run
  const expired = end.kind === 'unauthorized'
  const finished = await inTenant(run, (trx) =>
    finishCycle(trx, connection.tenant, lease, {
      cycleId: cycle.cycleId,
      status: expired ? 'failed' : 'done',
      // Only what came in moves it; the way out never holds it back.
      cursorAfter: expired ? null : came.cursor,
      stats: { ...done, outbound: end.kind, ...(isEmpty(came.stats) ? {} : { inbound: came.stats }) },
      error: expired ? 'connection_expired' : null,
      idle: end.kind === 'done' && !touched(run) && !came.isTouched && came.failure === null,
      at: engine.host.clock.now(),
    }),
  )
  if (!finished) throw new LeaseLost('the lease was lost before the end')
}

const isEmpty = (stats: object) => Object.keys(stats).length === 0

const touched = ({ done }: Run) => Object.values(done).some((each) => each > 0)

/** What was queued after the last look and before the lease was let go has nobody else who would see it soon. */
async function wakeAgain({ engine, connection }: Run): Promise<void> {
  const { tenant, connectionId } = connection
  await engine.host.jobs.scheduleJob(CYCLE_JOB, { tenant, connectionId }, { singletonKey: connectionId })
}

async function breakOff(run: Run, cycle: Cycle, error: unknown): Promise<CycleEnd> {
  const { engine, connection, lease, done } = run
  const reason = error instanceof Error ? error.message : 'no reason was given'
  engine.host.log.error(
    { tenant: connection.tenant, realm: connection.realm, cycleId: cycle.cycleId, reason },
    'a cycle broke off',
  )
  if (!(error instanceof LeaseLost)) {
    await inTenant(run, (trx) =>
      finishCycle(trx, connection.tenant, lease, {
        cycleId: cycle.cycleId,
        status: 'failed',
        cursorAfter: null,
        stats: { ...done },
        error: reason,
        idle: false,
        at: engine.host.clock.now(),
      }),
    )
  }
  return { kind: 'broke_off', cycleId: cycle.cycleId, error: reason }
}
