import type { Found, TransportFailure } from '../../adapter.ts'
import { withdraw, type Frame } from '../../postgres/frames.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import type { Decision } from '../../postgres/settle.ts'
import { decide, type Answered } from './decide.ts'
import { adoptedFrom, failureOf, lookUp, send } from './send.ts'
import { settleDecisions, settleFrame } from './settle-frame.ts'
import { inTenant, type Run } from './run.ts'
import { mayStillBeWritten, STILL_WRITING } from './time-there.ts'

/**
 * A frame that was sent, or may have been, and has no answer. What is over there is adopted: looking costs
 * one read and cannot make anything twice, not even where a service forgets request ids. Only a frame of
 * which nothing is there is sent again, exactly as it was and under the same request id, and only once the
 * service has had the time to finish: what is not there yet may still come. Of one that was done in part the
 * rest is written anew, as late.
 */
export async function finishUnanswered(
  run: Run,
  frame: Frame,
  members: readonly StoredOperation[],
): Promise<TransportFailure | null> {
  const startedAt = run.engine.host.clock.now()
  const open = new Map(members.map((each) => [each.operationId, each]))
  const writes = frame.writes.filter((each) => open.has(each.operationId))
  const found = await lookUp(run, writes).catch(failureOf)
  if (found instanceof Error) {
    await settleFrame(run, frame, members, { kind: 'failed', failure: found }, startedAt)
    return found
  }
  const whole = writes.length === frame.writes.length
  const left = mayStillBeWritten(run, frame)
  if (whole && found.size === 0 && left === 0) {
    const sent = await send(run, frame, members)
    if (sent.kind === 'withdrawn') return null
    await settleFrame(run, frame, members, sent, startedAt)
    return sent.kind === 'failed' ? sent.failure : null
  }
  const missingUntil = new Date(startedAt.getTime() + (found.size === 0 ? left : STILL_WRITING))
  await adopt(run, frame, members, found, (each) =>
    whole ? waits(each, missingUntil) : anew(each, startedAt),
  )
  return null
}

/**
 * What goes once more as another write may be in somebody's hand as the one before it: a process that stood still
 * sends it when it moves again. So it is looked for first. `null`: nothing is there, and it may go.
 */
export async function lookFirst(
  run: Run,
  frame: Frame,
  members: readonly StoredOperation[],
): Promise<{ failure: TransportFailure | null } | null> {
  const { connection, lease, engine } = run
  const now = engine.host.clock.now()
  const found = await lookUp(run, frame.writes).catch(failureOf)
  if (found instanceof Error) {
    await inTenant(run, (trx) => withdraw(trx, connection.tenant, lease, frame.frameId, now))
    return { failure: found }
  }
  if (found.size === 0) return null
  await adopt(run, frame, members, found, (each) => anew(each, now))
  return { failure: null }
}

async function adopt(
  run: Run,
  frame: Frame,
  members: readonly StoredOperation[],
  found: ReadonlyMap<string, Found>,
  otherwise: (absent: StoredOperation) => Decision,
): Promise<void> {
  const { host } = run.engine
  const writes = new Map(frame.writes.map((each) => [each.operationId, each]))
  const adopted: Answered[] = members.flatMap((operation) => {
    const write = writes.get(operation.operationId)
    return write === undefined
      ? []
      : (adoptedFrom({ operation, write }, found.get(operation.operationId)) ?? [])
  })
  const around = {
    now: host.clock.now(),
    milliseconds: 0,
    sends: frame.sends,
    closedThrough: run.connection.facts.booksClosedThrough,
    chance: () => 0.5,
    uuid: host.ids.uuid,
  }
  const absent = members.filter((each) => !found.has(each.operationId))
  await settleDecisions(run, frame, members, [...decide(adopted, around), ...absent.map(otherwise)])
}

const NOT_THERE = 'it is not over there'

const waits = ({ operationId }: StoredOperation, nextAttemptAt: Date): Decision => ({
  move: {
    move: 'stay',
    operationId,
    nextAttemptAt,
    reason: 'backing_off',
    code: 'timeout',
    detail: NOT_THERE,
  },
  tried: { outcome: 'unknown', milliseconds: 0, code: 'timeout', detail: NOT_THERE },
})

/** It is certain that it was not written: the next one is another write, under an id of its own. */
const anew = ({ operationId, attempts }: StoredOperation, now: Date): Decision => ({
  move: {
    move: 'putBack',
    operationId,
    attempts,
    nextAttemptAt: now,
    reason: 'backing_off',
    code: 'timeout',
    detail: NOT_THERE,
    anew: true,
  },
  tried: { outcome: 'unknown', milliseconds: 0, code: 'timeout', detail: NOT_THERE },
})
