import type { Found, FrozenWrite, Outcome } from '../../adapter.ts'
import { ruleOf, type ErrorCode } from '../../core/errors.ts'
import { pauseAfter } from '../../core/pause.ts'
import { differences, endedThere, refusal, type Difference } from '../../core/settle.ts'
import type { LinkStatus } from '../../core/badge.ts'
import { NOTHING_OWED, type Seen } from '../../core/seen.ts'
import type { LinkDraft } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { closedPeriodCause } from './causes.ts'
import type { Attempt, Decision } from '../../postgres/settle.ts'

/** One write, what came of it, and what is needed to judge that. */
export interface Answered {
  operation: StoredOperation
  write: FrozenWrite
  outcome: Outcome
  /** Found there afterwards, instead of told at once. */
  adopted?: boolean
}

export interface Circumstances {
  now: Date
  milliseconds: number
  /** How often the frame was sent, this time included. */
  sends: number
  /** Up to which day the company says its books are closed. */
  closedThrough: string | null
  chance(): number
  uuid(): string
}

/** What follows from each answer, for each document on its own. */
export const decide = (answers: readonly Answered[], around: Circumstances): Decision[] =>
  answers.map((each) => decisionOn(each, around))

function decisionOn(answered: Answered, around: Circumstances): Decision {
  const { operation, write, outcome } = answered
  if (outcome.kind === 'written') return written(answered, outcome.object, outcome.trace, around)
  const tried: Attempt = {
    outcome: outcome.kind,
    milliseconds: around.milliseconds,
    detail: outcome.detail,
    trace: outcome.trace,
    request: readable(write.body),
  }
  if (outcome.kind === 'unknown') {
    return {
      move: {
        move: 'stay',
        operationId: operation.operationId,
        nextAttemptAt: later(around, around.sends),
        reason: 'service_down',
        code: 'timeout',
        detail: outcome.detail,
        trace: outcome.trace,
      },
      tried: { ...tried, code: 'timeout' },
    }
  }
  return refusedBy(operation, outcome, { ...tried, code: outcome.code }, around)
}

/** It is there. Whether it is what was meant is another question, and the answer stands in the link. */
function written(
  { operation, write, adopted = false }: Answered,
  object: Found,
  trace: string | null,
  { now, milliseconds, uuid }: Circumstances,
): Decision {
  const unlike = unlikeIn(write, object)
  const link: LinkDraft = {
    mappingId: uuid(),
    entityType: operation.entityType,
    entityId: operation.entityId,
    externalKind: write.kind,
    externalId: write.takesOff?.externalId ?? object.externalId,
    ...(write.part === undefined ? {} : { externalPart: write.part }),
    exclusive: true,
    number: object.number,
    version: object.version,
    status: statusAfter(write, unlike),
    // What was meant, not what came back: otherwise a difference made while saving would never show.
    snapshot: write.intent,
    differences: unlike.length === 0 ? null : unlike,
    generation: operation.generation,
    sentAt: now,
    verifiedAt: unlike.length === 0 ? now : null,
    metadata: {
      ...(write.rest === undefined ? {} : { rest: write.rest }),
      ...(write.kind === 'payment' && unlike.length > 0 ? { toBeLookedAt: true } : {}),
      ...owedAlready(write, object, now),
    },
  }
  return {
    move: { move: 'settle', operationId: operation.operationId, trace },
    link,
    isOver: write.action !== 'create' || operation.payload['again'] === true,
    tried: {
      outcome: adopted ? 'adopted' : 'written',
      milliseconds,
      trace,
      request: readable(write.body),
      response: object,
    },
  }
}

/**
 * A document that is void has nothing left to compare: its lines stay there, with nothing on them. What a part is
 * taken off may be another's: whatever else it says is told by the next way in.
 */
function unlikeIn(write: FrozenWrite, object: Found): Difference[] {
  if (write.takesOff !== undefined) return []
  if (write.kind === 'payment' || !object.voided) return differences(write.intent, object)
  return isVoiding(write) ? [] : [endedThere('voided')]
}

const isVoiding = ({ action }: FrozenWrite): boolean => action === 'void' || action === 'delete'

/**
 * Found late, or written again, something may have been paid on it: the poll that told so may be past, for nobody
 * knew then whose it was. Else it is owed as we wrote it, which needs no word.
 */
function owedAlready(write: FrozenWrite, object: Found, now: Date): { seen?: Seen } {
  const { kind, action, intent } = write
  const { balanceMinor, totalMinor } = object
  const at = now.toISOString()
  if (kind === 'payment') return {}
  if (isVoiding(write)) {
    const seen: Seen = { ...NOTHING_OWED, state: action === 'delete' ? 'gone' : 'voided', at }
    return { seen }
  }
  if (object.voided) return { seen: { ...NOTHING_OWED, state: 'voided', at } }
  if (balanceMinor === null || balanceMinor === intent.totalMinor) return {}
  const seen: Seen = { balanceMinor, totalMinor, state: 'standing', at }
  return { seen }
}

const statusAfter = (write: FrozenWrite, unlike: readonly Difference[]): LinkStatus => {
  if (unlike.length > 0) return 'drift'
  return isVoiding(write) || write.takesOff !== undefined ? 'voided' : 'verified'
}

type Refusal = Extract<Outcome, { kind: 'refused' }>

function refusedBy(
  operation: StoredOperation,
  refused: Refusal,
  tried: Attempt,
  around: Circumstances,
): Decision {
  const { operationId } = operation
  const { code, detail, trace } = refused
  if (around.sends > 1 && ruleOf(code).retry !== 'later') {
    return askedAnew(operation, refused, tried, around)
  }
  // Whatever the company says of its closing date, it is closed for this one: it waits for the date to move.
  if (ruleOf(code).retry === 'after_period_opens') {
    const { attempts } = operation
    const waitsFor = [closedPeriodCause(around.closedThrough)]
    const move = { move: 'putBack', operationId, attempts, nextAttemptAt: null, waitsFor, code } as const
    return { move: { ...move, reason: 'closed_period', detail, trace, anew: true }, tried }
  }
  const verdict = refusal(code, operation.attempts, around.chance())
  if (verdict.move === 'fail') {
    const { attempts } = verdict
    const { amountMinor, ofMinor } = refused
    const about = amountMinor === undefined ? {} : { amountMinor }
    const isSettled = code === 'paid_there' && amountMinor !== undefined && ofMinor !== undefined
    return {
      move: { move: 'fail', operationId, attempts, code, detail, trace, ...about },
      tried,
      ...(isSettled ? { settledThere: { amountMinor, ofMinor } } : {}),
    }
  }
  if (verdict.move === 'settle') throw new Error('a refusal does not settle anything')
  return {
    move: {
      move: 'putBack',
      operationId,
      attempts: verdict.attempts,
      nextAttemptAt: new Date(around.now.getTime() + verdict.waitSeconds * 1000),
      reason: verdict.reason,
      code,
      detail,
      trace,
      // The service may answer an old request id with its old refusal.
      anew: true,
    },
    tried,
  }
}

/**
 * A service that knows a request id answers as it did the first time, though the cause may be gone by now:
 * what was refused to a frame that went again is asked once more, as another write, before it counts.
 */
const askedAnew = (
  { operationId, attempts }: StoredOperation,
  { code, detail, trace }: Refusal,
  tried: Attempt,
  { now }: Circumstances,
): Decision => ({
  move: {
    move: 'putBack',
    operationId,
    attempts,
    nextAttemptAt: now,
    reason: 'backing_off',
    code,
    detail,
    trace,
    anew: true,
  },
  tried,
})

/** The whole frame failed: nothing is known of any of its writes, and no attempt is burnt. */
export function stays(
  operations: readonly StoredOperation[],
  failure: {
    outcome: 'unknown' | 'throttled' | 'down'
    code: ErrorCode
    detail: string
    trace: string | null
  },
  again: Date,
  milliseconds: number,
): Decision[] {
  const reason = failure.outcome === 'throttled' ? 'throttled' : 'service_down'
  const { code, detail, trace } = failure
  return operations.map(({ operationId }) => ({
    move: { move: 'stay', operationId, nextAttemptAt: again, reason, code, detail, trace },
    tried: { outcome: failure.outcome, milliseconds, code, detail, trace },
  }))
}

const later = ({ now, chance }: Circumstances, attempts: number) =>
  new Date(now.getTime() + pauseAfter(attempts, chance()) * 1000)

/** Shown to people as data where it is data. */
function readable(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
