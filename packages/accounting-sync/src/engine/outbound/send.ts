import { TransportFailure, type Found, type FrozenWrite, type Outcome } from '../../adapter.ts'
import { differences } from '../../core/settle.ts'
import { beginSending, noteSent, withdraw, type Frame } from '../../postgres/frames.ts'
import type { Answered } from './decide.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { inTenant, keepLease, LeaseLost, type Run } from './run.ts'
import { leavingNow } from './time-there.ts'

/** What came of sending a frame: an answer for each write, or nothing known of any. */
export type Sent =
  | { kind: 'answered'; answers: Answered[] }
  | { kind: 'failed'; failure: TransportFailure; leftNothing?: boolean }
  /** Nothing left: a person took one of its members out at the last moment. The others are due again. */
  | { kind: 'withdrawn' }

/**
 * Sends a frame exactly as it was frozen. No transaction is open. One that goes again goes in the name of who
 * holds the lease now: to look for it may have taken so long that another took it over and sent it.
 */
export async function send(run: Run, frame: Frame, members: readonly StoredOperation[]): Promise<Sent> {
  const { adapter, session, engine, signal } = run
  await engine.governor.take(session.realm, frame.writes.length, signal)
  const told = engine.host.clock.now()
  if (frame.sends > 0) await leavesAgain(run, frame)
  else if (!(await leaves(run, frame))) return { kind: 'withdrawn' }
  if (engine.host.clock.now().getTime() - told.getTime() > STOOD_STILL) {
    throw new LeaseLost('it stood still, and others may have sent it')
  }
  try {
    const outcomes = await adapter.deliver(session, frame)
    const answers = joined(frame.writes, members, (_, at) => outcomes[at] ?? NO_ANSWER)
    return { kind: 'answered', answers: await adoptDuplicates(run, answers) }
  } catch (error) {
    const failure = failureOf(error)
    return { kind: 'failed', failure, leftNothing: NOT_TAKEN.has(failure.reason) }
  }
}

/**
 * Whoever is late by more than that after saying that it sends leaves it to those who look for it: they reckon with
 * the time that was told.
 */
const STOOD_STILL = 30_000

async function leaves(run: Run, { frameId }: Frame): Promise<boolean> {
  const { connection, lease, engine } = run
  const now = engine.host.clock.now()
  return await inTenant(run, async (trx) => {
    if (await beginSending(trx, connection.tenant, lease, frameId, leavingNow(run))) return true
    if (await withdraw(trx, connection.tenant, lease, frameId, now)) return false
    throw new LeaseLost('the frame was taken by another')
  })
}

/** The service was not reached, or took no calls: nothing of this one is on its way. */
const NOT_TAKEN: ReadonlySet<TransportFailure['reason']> = new Set(['throttled', 'down', 'unauthorized'])

const leavesAgain = (run: Run, { frameId }: Frame): Promise<void> =>
  inTenant(run, async (trx) => {
    await keepLease(run, trx)
    await noteSent(trx, run.connection.tenant, run.lease, frameId, leavingNow(run))
  })

const NO_ANSWER: Outcome = { kind: 'unknown', detail: 'the answer says nothing of it', trace: null }

/** The number is taken: by ourselves, when an earlier answer got lost. Then it is there, and that is that. */
async function adoptDuplicates(run: Run, answers: readonly Answered[]): Promise<Answered[]> {
  const taken = answers.filter(
    ({ outcome }) => outcome.kind === 'refused' && outcome.code === 'duplicate_number',
  )
  if (taken.length === 0) return [...answers]
  const found = await lookUp(
    run,
    taken.map((each) => each.write),
  )
  return answers.map((each) => adoptedFrom(each, found.get(each.write.operationId)) ?? each)
}

/**
 * What of these writes is over there: found by its natural key, and known as ours by its marker. One whose number
 * was changed there meanwhile is found in what the poll has told.
 */
export async function lookUp(run: Run, writes: readonly FrozenWrite[]): Promise<Map<string, Found>> {
  const { adapter, session, engine, signal } = run
  await engine.governor.take(session.realm, 1, signal)
  const found = await adapter.find(session, writes)
  return new Map(
    writes.flatMap((write, at) => {
      const object = found[at] ?? run.marked.get(`${write.kind} ${write.marker}`) ?? null
      const isIt = object !== null && (write.takesOff !== undefined || object.marker === write.marker)
      return isIt && isDone(write, object) ? [[write.operationId, object]] : []
    }),
  )
}

/**
 * What is made is there, though somebody may have voided it since; what is changed is as it was meant; what is voided
 * is void, and what is off is gone.
 */
function isDone({ action, intent, takesOff }: FrozenWrite, object: Found): boolean {
  if (action === 'create' || (takesOff !== undefined && object.voided)) return true
  if (action === 'void' || action === 'delete') return object.voided
  return !object.voided && differences(intent, object).length === 0
}

export const adoptedFrom = (
  { operation, write }: Pick<Answered, 'operation' | 'write'>,
  object: Found | undefined,
): Answered | null =>
  object === undefined
    ? null
    : { operation, write, outcome: { kind: 'written', object, trace: null }, adopted: true }

/** Writes beside the operations they belong to; an operation that has moved on in between is left out. */
export function joined(
  writes: readonly FrozenWrite[],
  members: readonly StoredOperation[],
  outcomeOf: (write: FrozenWrite, at: number) => Outcome,
): Answered[] {
  const byId = new Map(members.map((each) => [each.operationId, each]))
  return writes.flatMap((write, at) => {
    const operation = byId.get(write.operationId)
    return operation === undefined ? [] : [{ operation, write, outcome: outcomeOf(write, at) }]
  })
}

/** Whatever an adapter throws that is no failure of the line leaves the outcome unknown: the frame stays. */
export function failureOf(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error
  const message = error instanceof Error ? error.message : 'no reason was given'
  return new TransportFailure('unknown_outcome', message)
}
