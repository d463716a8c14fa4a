import type { Intent, Rest, TransportFailure } from '../../adapter.ts'
import { ruleOf } from '../../core/errors.ts'
import { pauseAfter } from '../../core/pause.ts'
import { redacted } from '../../core/redact.ts'
import type { TaskDraft, Trx } from '../../host.ts'
import type { Frame } from '../../postgres/frames.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { settle, type Decision, type Settled } from '../../postgres/settle.ts'
import { creditsFollow } from '../../producers/credits.ts'
import { paymentsFollow } from '../../producers/payments.ts'
import {
  driftKey,
  driftTask,
  exportErrorKey,
  exportErrorTask,
  restKey,
  restTask,
} from '../exceptions/tasks.ts'
import { lookAtClosingDate } from '../company.ts'
import { followCauses } from '../exceptions/causes.ts'
import { decide, stays, type Answered } from './decide.ts'
import { FateOfOthers } from './fate-of-others.ts'
import { inTenant, LeaseLost, type Run } from './run.ts'
import type { Sent } from './send.ts'
import { metOnTheWay, noteSettled, type Met } from './settled-there.ts'

/** Writes down what came of a frame, each member on its own outcome, with the tasks that follow. */
export async function settleFrame(
  run: Run,
  frame: Frame,
  members: readonly StoredOperation[],
  sent: Exclude<Sent, { kind: 'withdrawn' }>,
  startedAt: Date,
): Promise<void> {
  const { host } = run.engine
  const now = host.clock.now()
  if (sent.kind === 'answered') {
    if (sent.answers.some(metClosedPeriod)) await lookAtClosingDate(run)
    for (const each of sent.answers.flatMap(changedThere)) run.differing.add(each)
  }
  const around = {
    now,
    milliseconds: now.getTime() - startedAt.getTime(),
    closedThrough: run.connection.facts.booksClosedThrough,
    sends: Math.max(1, frame.sends),
    chance: () => host.random.next(),
    uuid: () => host.ids.uuid(),
  }
  const decisions =
    sent.kind === 'answered'
      ? decide(sent.answers, around)
      : stays(members, known(sent.failure), againAt(sent.failure, around), around.milliseconds)
  const leftNothing = sent.kind === 'failed' && sent.leftNothing === true
  await settleDecisions(run, frame, members, decisions, leftNothing)
}

const metClosedPeriod = ({ outcome }: Answered) =>
  outcome.kind === 'refused' && ruleOf(outcome.code).retry === 'after_period_opens'

/** Payments that were not written over, since somebody changed them there. */
const changedThere = ({ write, outcome }: Answered): string[] => {
  const externalId = write.takesOff?.externalId ?? write.externalId
  const isChanged = write.kind === 'payment' && outcome.kind === 'refused' && outcome.code === 'stale'
  return isChanged && externalId !== undefined ? [externalId] : []
}

export async function settleDecisions(
  run: Run,
  frame: Frame,
  members: readonly StoredOperation[],
  decided: readonly Decision[],
  leftNothing = false,
): Promise<void> {
  const decisions = decided.map(withoutSecrets)
  const now = run.engine.host.clock.now()
  const settled = await inTenant(run, async (trx) => {
    const answer = await settle(
      trx,
      run.connection.tenant,
      run.lease,
      frame.frameId,
      decisions,
      now,
      leftNothing,
    )
    if (answer.kind === 'stale') throw new LeaseLost('the frame was settled by another')
    await follow(run, trx, members, decisions, answer)
    return answer
  })
  count(run, decisions, settled)
}

/** Nobody knows what a service repeats in its refusals: nothing that opens a door is stored or shown. */
const withoutSecrets = (decision: Decision): Decision => {
  const { move, tried } = decision
  const told = 'detail' in move ? { ...move, detail: redacted(move.detail) } : move
  return { ...decision, move: told, tried: redacted(tried) }
}

/** Tasks for what needs a person, and the end of those whose cause is gone. */
async function follow(
  run: Run,
  trx: Trx,
  members: readonly StoredOperation[],
  decisions: readonly Decision[],
  settled: Extract<Settled, { kind: 'settled' }>,
): Promise<void> {
  const { inbox } = run.engine.host
  const { connection } = run
  const byId = new Map(members.map((each) => [each.operationId, each]))
  const taken = new Set(settled.taken)
  const moved = new Set(settled.moved.map((each) => each.operationId))
  const drafts: TaskDraft[] = []
  const over: string[] = []
  const causes = new Set<string>()
  const arrived: string[] = []
  const met: Met[] = []
  const fate = new FateOfOthers(settled.moved)
  for (const decision of decisions) {
    const { move, link, isOver } = decision
    const operation = byId.get(move.operationId)
    if (operation === undefined || !moved.has(move.operationId)) continue
    fate.follows(operation, move, isOver === true)
    if (taken.has(move.operationId)) {
      const detail = `${link?.externalKind} ${link?.externalId} is linked to another document`
      drafts.push(exportErrorTask(connection, operation, { code: 'cannot_be_linked', detail }))
    } else if (move.move === 'fail') {
      met.push(...metOnTheWay(operation, decision))
      // Cancelled here while it was on its way, and it did not arrive: nobody need mend that.
      if (!fate.isOver(operation)) drafts.push(exportErrorTask(connection, operation, move))
    } else if (move.move === 'putBack') {
      for (const cause of move.waitsFor ?? []) causes.add(cause)
    } else if (move.move === 'settle') {
      // Only what was tried before can have left a task.
      if (operation.generation > 1) over.push(exportErrorKey(operation))
      if (isOver === true && !link?.differences) over.push(driftKey(operation))
      if (link?.differences) {
        const { externalId, differences } = link
        if (operation.entityType === 'payment') run.differing.add(externalId)
        const { totalMinor: meantMinor } = link.snapshot as Intent
        drafts.push(driftTask(connection, operation, { externalId, differences, meantMinor }))
      }
      const rest = link?.metadata?.['rest'] as Rest[] | undefined
      if (rest?.length === 0) over.push(restKey(operation))
      else if (rest !== undefined) drafts.push(restTask(connection, operation, rest))
      if (isDocument(operation) && operation.payload['again'] !== true) arrived.push(operation.entityId)
    }
  }
  if (drafts.length > 0) await inbox.raise(trx, connection.tenant, drafts)
  if (over.length > 0) await inbox.close(trx, connection.tenant, over, 'exported')
  if (arrived.length > 0) {
    await paymentsFollow(run.engine.host, trx, connection, arrived)
    await creditsFollow(run.engine.host, trx, connection, arrived)
  }
  await noteSettled(run, trx, met)
  await fate.tell(run, trx)
  await followCauses(run.engine.host, trx, connection, causes)
}

const isDocument = ({ kind }: StoredOperation): boolean =>
  kind === 'export_invoice' || kind === 'export_credit_memo'

function count(run: Run, decisions: readonly Decision[], settled: Settled): void {
  if (settled.kind === 'stale') return
  const moved = new Map(settled.moved.map((each) => [each.operationId, each.status]))
  for (const { move, link, tried } of decisions) {
    const status = moved.get(move.operationId)
    if (status === 'done') run.done.exported += 1
    if (status === 'done' && tried.outcome === 'adopted') run.done.adopted += 1
    if (status === 'done' && link?.differences) run.done.drifted += 1
    if (status === 'failed') run.done.failed += 1
    // What waits for an event is not waited for by this run.
    const waits = move.move === 'putBack' && move.nextAttemptAt === null
    if (status === 'pending') run.done[waits ? 'held' : 'putBack'] += 1
    if (status === 'in_progress') run.done.unanswered += 1
  }
}

/** In the cause that the service named, where it named one. */
const known = ({ reason, code, message: detail, trace }: TransportFailure) => {
  if (reason === 'throttled') return { outcome: 'throttled', code: 'throttled', detail, trace } as const
  if (reason === 'down')
    return { outcome: 'down', code: code ?? 'service_unavailable', detail, trace } as const
  const usual = reason === 'unauthorized' ? 'connection_expired' : 'timeout'
  return { outcome: 'unknown', code: code ?? usual, detail, trace } as const
}

/**
 * After a throttle when the service says, else in a minute; after an outage later each time. Whoever is not let
 * in waits for a person to connect again, and for no time after that.
 */
export function againAt(
  failure: TransportFailure,
  { now, sends, chance }: { now: Date; sends: number; chance(): number },
): Date {
  if (failure.reason === 'unauthorized') return now
  const seconds =
    failure.reason === 'throttled'
      ? (failure.retryAfterSeconds ?? 60)
      : pauseAfter(Math.min(sends, 5), chance())
  return new Date(now.getTime() + seconds * 1000)
}
