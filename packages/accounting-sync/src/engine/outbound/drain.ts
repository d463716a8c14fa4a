import { TransportFailure } from '../../adapter.ts'
import type { Trx } from '../../host.ts'
import { readConnection } from '../../postgres/connection.ts'
import { createBatch, finishBatches } from '../../postgres/batches.ts'
import { skip } from '../../postgres/by-people.ts'
import { claimDue, hold } from '../../postgres/due.ts'
import { freeze, letGoFrames, reclaimFrames, type Frame } from '../../postgres/frames.ts'
import { membersOf } from '../../postgres/members.ts'
import { refuse } from '../../postgres/moves.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { followCauses } from '../exceptions/causes.ts'
import { exportErrorTask } from '../exceptions/tasks.ts'
import { createCustomers } from './customers.ts'
import { load, type Loaded } from './load.ts'
import { plan, type Member, type Plan } from './plan.ts'
import { requestIdOf } from './request-id.ts'
import { inTenant, keepLease, type Run } from './run.ts'
import { send } from './send.ts'
import { settleFrame } from './settle-frame.ts'
import { finishUnanswered, lookFirst } from './unanswered.ts'

/** How a drain ended: everything due is done, or the line failed and why. */
export type Drained = { kind: 'empty' } | { kind: 'failed'; failure: TransportFailure }

/**
 * Takes what is due until nothing is: first the frames that were left without an answer, then the queue in
 * the order of going out. Each round plans, freezes, sends and settles no more
 * than there is room for, so that the next one comes soon; nothing is open in the database
 * while something is on its way.
 */
export async function drain(run: Run): Promise<Drained> {
  const batch: BatchOfRun = { batchId: null, touched: false }
  for (;;) {
    run.signal.throwIfAborted()
    const round = await begin(run)
    if (round.waitMilliseconds > 0) {
      await run.engine.host.clock.sleep(round.waitMilliseconds, run.signal)
      continue
    }
    const failed = round.frames.length > 0 ? await finishAll(run, round) : await sendDue(run, round, batch)
    if (failed !== null) return { kind: 'failed', failure: failed }
    if (round.frames.length === 0 && round.due.length === 0) break
    batch.touched = true
    await run.progress()
  }
  if (batch.touched) await inTenant(run, (trx) => closeBatches(run, trx))
  return { kind: 'empty' }
}

interface Round {
  frames: Frame[]
  members: StoredOperation[]
  due: StoredOperation[]
  loaded: Loaded | null
  /** There is work, and no room for it yet. */
  waitMilliseconds: number
}

const NOTHING: Round = { frames: [], members: [], due: [], loaded: null, waitMilliseconds: 0 }

/** While many wait for their minute, somebody may come who waits for one. */
const LOOK_AGAIN_MILLISECONDS = 2000

/** What is to be done next, and everything that decides about it. */
async function begin(run: Run): Promise<Round> {
  const { engine, connection, adapter } = run
  const { tenant } = connection
  const now = engine.host.clock.now()
  return await inTenant(run, async (trx) => {
    const frames = await framesToFinish(run, trx, now)
    if (frames.length > 0) {
      await keepLease(run, trx)
      const members = await membersOf(
        trx,
        tenant,
        frames.map((each) => each.frameId),
      )
      return { ...NOTHING, frames, members }
    }
    const room = engine.governor.room(connection.realm, engine.config.lanes)
    const limit = Math.max(1, room.frames) * adapter.capabilities.frameSize
    const next = await claimDue(trx, tenant, connection, { now, limit })
    if (next.length === 0) return NOTHING
    const due = room.frames > 0 || next.length === 1 ? next : next.filter((each) => each.urgent)
    if (due.length === 0) {
      const wait = Math.max(1, room.at - now.getTime())
      return { ...NOTHING, waitMilliseconds: Math.min(wait, LOOK_AGAIN_MILLISECONDS) }
    }
    await keepLease(run, trx)
    // A person may have paused it or changed its settings since the round before.
    run.connection = (await readConnection(trx, tenant, connection.connectionId)) ?? connection
    return { ...NOTHING, due, loaded: await load(run, trx, due) }
  })
}

/** Where none was left and none has been made since, nobody need look. */
async function framesToFinish(run: Run, trx: Trx, now: Date): Promise<Frame[]> {
  const { connection, lease, framesLeft } = run
  if (connection.pausedAt !== null || !framesLeft) return []
  return await reclaimFrames(trx, connection.tenant, lease, now)
}

/** One that fails ends it; those behind it are let go, so that they come first the next time. */
async function finishAll(run: Run, { frames, members }: Round): Promise<TransportFailure | null> {
  for (const [at, frame] of frames.entries()) {
    const own = members.filter((each) => each.frameId === frame.frameId)
    const ended = await finishUnanswered(run, frame, own)
    if (ended === null) continue
    const left = frames.slice(at + 1).map((each) => each.frameId)
    if (left.length > 0) await letGo(run, left)
    return ended
  }
  return null
}

const letGo = (run: Run, frameIds: readonly string[]): Promise<void> =>
  inTenant(run, (trx) =>
    letGoFrames(trx, run.connection.tenant, run.lease, frameIds, run.engine.host.clock.now()),
  )

async function sendDue(run: Run, { loaded }: Round, batch: BatchOfRun): Promise<TransportFailure | null> {
  if (loaded === null) return null
  const ready = await withNewcomers(run, loaded)
  if (ready instanceof TransportFailure) return ready
  const decided = plan(ready, run.adapter)
  run.framesLeft = true
  const frozen = await inTenant(run, (trx) => applyPlan(run, trx, loaded, decided, batch))
  // All of them come to an end, whatever happens to one: what is on its way has to be written down.
  const ended = await Promise.allSettled(frozen.map((each) => deliver(run, each)))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  return ended.flatMap((each) => (each.status === 'fulfilled' ? (each.value ?? []) : []))[0] ?? null
}

async function withNewcomers(run: Run, loaded: Loaded): Promise<Loaded | TransportFailure> {
  if (loaded.newcomers.length === 0) return loaded
  try {
    const { created, adopted } = await createCustomers(run, loaded.newcomers)
    run.done.customersCreated += created.size
    const customers = new Map([...loaded.known.customers, ...created, ...adopted])
    return { ...loaded, known: { ...loaded.known, customers } }
  } catch (error) {
    if (error instanceof TransportFailure) return error
    throw error
  }
}

interface Frozen {
  frame: Frame
  members: StoredOperation[]
}

/** Everything that was decided, in one transaction; then the frames stand, whatever happens to this process. */
async function applyPlan(
  run: Run,
  trx: Trx,
  loaded: Loaded,
  decided: Plan,
  batch: BatchOfRun,
): Promise<Frozen[]> {
  const { engine, connection, lease } = run
  const { tenant } = connection
  const now = engine.host.clock.now()
  const changes = changesOf(loaded.operations)
  const holds = decided.holds.map((each) => ({ ...each, changes: changes.get(each.operationId) ?? 0 }))
  const held = await hold(trx, tenant, lease, holds, now, connection.version)
  run.done.held += newlyHeld(loaded, decided, held)
  await followCauses(engine.host, trx, connection, causesIn(loaded, decided))
  await refuseAll(run, trx, loaded, decided)
  await skipMoot(run, trx, decided)
  const frozen: Frozen[] = []
  for (const members of decided.frames) {
    const frame = await freezeOne(run, trx, members, batch)
    if (frame !== null) frozen.push(frame)
  }
  return frozen
}

/** What they wait for now, and what they waited for before: by now that may hold up nobody. */
function causesIn({ operations }: Loaded, { holds }: Plan): Set<string> {
  const before = operations.flatMap((each) => (each.waitReason === 'unmapped' ? (each.waitsFor ?? []) : []))
  return new Set([...holds.flatMap((each) => each.waitsFor ?? []), ...before])
}

/** Who goes on waiting for the same is no work done: otherwise each cycle would ask for the next one at once. */
function newlyHeld({ operations }: Loaded, { holds }: Plan, held: readonly string[]): number {
  const before = new Map(operations.map((each) => [each.operationId, each.waitReason]))
  const reasons = new Map(holds.map((each) => [each.operationId, each.reason]))
  return held.filter((each) => before.get(each) !== reasons.get(each)).length
}

async function refuseAll(run: Run, trx: Trx, loaded: Loaded, { refusals }: Plan): Promise<void> {
  const { engine, connection, lease } = run
  const refused = await refuse(trx, connection.tenant, lease, refusals, engine.host.clock.now())
  if (refused.length === 0) return
  const why = new Map(refusals.map((each) => [each.operationId, each]))
  const operations = new Map(loaded.operations.map((each) => [each.operationId, each]))
  const drafts = refused.flatMap(({ operationId }) => {
    const [operation, refusal] = [operations.get(operationId), why.get(operationId)]
    return operation && refusal ? [exportErrorTask(connection, operation, refusal)] : []
  })
  await engine.host.inbox.raise(trx, connection.tenant, drafts)
  run.done.failed += refused.length
}

async function skipMoot({ engine, connection }: Run, trx: Trx, { moot }: Plan): Promise<void> {
  const at = engine.host.clock.now()
  for (const reason of ['document_gone', 'already_there', 'not_concerned'] as const) {
    const ids = moot.filter((each) => each.reason === reason).map((each) => each.operationId)
    if (ids.length > 0) await skip(trx, connection.tenant, ids, { reason, by: null, at })
  }
}

async function freezeOne(
  run: Run,
  trx: Trx,
  members: readonly Member[],
  batch: BatchOfRun,
): Promise<Frozen | null> {
  const { engine, connection, lease } = run
  const operations = members.map((each) => each.operation)
  const frame = await freeze(
    trx,
    connection.tenant,
    lease,
    {
      frameId: engine.host.ids.uuid(),
      requestId: requestIdOf(operations),
      writes: members.map((each) => each.write),
      batchId: await batchFor(run, trx, operations, batch),
      changes: changesOf(operations),
    },
    engine.host.clock.now(),
  )
  if (frame === null) return null
  const kept = new Set(frame.writes.map((each) => each.operationId))
  return { frame, members: operations.filter((each) => kept.has(each.operationId)) }
}

/** How often each was told to have changed. */
const changesOf = (operations: readonly StoredOperation[]): Map<string, number> =>
  new Map(operations.map((each) => [each.operationId, Number(each.payload['changes'] ?? 0)]))

async function deliver(run: Run, { frame, members }: Frozen): Promise<TransportFailure | null> {
  // What was written before under another id may still be in somebody's hand: it is looked for first.
  const looked = members.some((each) => each.generation > 1) ? await lookFirst(run, frame, members) : null
  if (looked !== null) return looked.failure
  const startedAt = run.engine.host.clock.now()
  const sent = await send(run, frame, members)
  if (sent.kind === 'withdrawn') return null
  await settleFrame(run, frame, members, sent, startedAt)
  return sent.kind === 'failed' ? sent.failure : null
}

/** One drain appears as one batch, made when its first frame is. What a person put in a batch stays in that. */
interface BatchOfRun {
  batchId: string | null
  touched: boolean
}

async function batchFor(
  run: Run,
  trx: Trx,
  operations: readonly StoredOperation[],
  batch: BatchOfRun,
): Promise<string | null> {
  if (operations.every((each) => each.batchId !== null)) return null
  if (batch.batchId !== null) return batch.batchId
  const { host } = run.engine
  const batchId = host.ids.uuid()
  const row = { batchId, origin: 'scheduled', filter: {}, createdBy: null, at: host.clock.now() } as const
  await createBatch(trx, run.connection.tenant, run.connection, row)
  batch.batchId = batchId
  return batchId
}

const closeBatches = ({ engine, connection }: Run, trx: Trx) =>
  finishBatches(trx, connection.tenant, connection, engine.host.clock.now())
