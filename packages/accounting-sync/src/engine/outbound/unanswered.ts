import type { TransportFailure } from '../../adapter.ts'
import type { Frame } from '../../postgres/frames.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import type { Decision } from '../../postgres/settle.ts'
import { decide, type Answered } from './decide.ts'
import { adoptedFrom, failureOf, lookUp, send } from './send.ts'
import { settleDecisions, settleFrame } from './settle-frame.ts'
import type { Run } from './run.ts'

/** So long after it was asked a service may still be writing what nobody waits for any more. */
const STILL_WRITING_SECONDS = 150

/**
 * A frame that was sent, or may have been, and has no answer. What is over there is adopted: looking costs
 * one read and cannot make anything twice, not even where a service forgets request ids. Only a frame of
 * which nothing is there is sent again, exactly as it was and under the same request id. Of one that was
 * done in part the rest is written anew, once the service has had the time to finish.
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
  if (whole && found.size === 0) {
    const sent = await send(run, frame, members)
    if (sent.kind === 'withdrawn') return null
    await settleFrame(run, frame, members, sent, startedAt)
    return sent.kind === 'failed' ? sent.failure : null
  }
  const adopted: Answered[] = writes.flatMap((write) => {
    const operation = open.get(write.operationId)
    return operation === undefined
      ? []
      : (adoptedFrom({ operation, write }, found.get(write.operationId)) ?? [])
  })
  const absent = members.filter((each) => !found.has(each.operationId))
  const { host } = run.engine
  const around = {
    now: startedAt,
    milliseconds: 0,
    sends: frame.sends,
    closedThrough: run.connection.facts.booksClosedThrough,
    chance: () => 0.5,
    uuid: host.ids.uuid,
  }
  await settleDecisions(run, frame, members, [
    ...decide(adopted, around),
    ...absent.map((each) => (whole ? waits(each, startedAt) : anew(each, startedAt))),
  ])
  return null
}

const NOT_THERE = 'it is not over there'

const waits = ({ operationId }: StoredOperation, now: Date): Decision => ({
  move: {
    move: 'stay',
    operationId,
    nextAttemptAt: new Date(now.getTime() + STILL_WRITING_SECONDS * 1000),
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
