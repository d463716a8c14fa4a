import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import { LEASE_HELD } from './lease.ts'
import { writeLinks, type LinkDraft } from './links.ts'
import { moveOperations, type Moved, type OperationMove } from './moves.ts'
import type { Lease } from './place.ts'

/** What the service said about one member of a frame, and what becomes of it. */
export interface Decision {
  move: OperationMove
  /** Written with a move to done: what it became over there. */
  link?: LinkDraft | null
  tried: Attempt
  /** It was there already, and was written over: what differed before is no more, unless it does now. */
  isOver?: boolean
  /** What keeps it from being void there: how much settles it, and of how much. */
  settledThere?: { amountMinor: number; ofMinor: number }
}

/** The line for the transaction viewer. Whoever writes it has taken out what is secret. */
export interface Attempt {
  outcome: 'written' | 'adopted' | 'refused' | 'unknown' | 'throttled' | 'down'
  milliseconds: number
  code?: string | null
  detail?: string | null
  trace?: string | null
  request?: unknown
  response?: unknown
}

export type Settled =
  /** Another holds the lease by now, or the frame was settled before: nothing was written. */
  | { kind: 'stale' }
  | {
      kind: 'settled'
      moved: Moved[]
      /** Given, but not in progress in this frame. */
      unmoved: string[]
      /** Written over there as an object that is linked to another of ours: moved to failed instead. */
      taken: string[]
      /** Some members are still without an answer: the frame will be sent again. */
      open: boolean
    }

/**
 * Settles a frame member by member, each on its own outcome, in four statements however many there are:
 * the frame, behind the fence; the links; the operations; the lines of what was tried. The frame's row is
 * held first, so that of two answers to the same sending one is written.
 */
export async function settle(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string,
  decisions: readonly Decision[],
  at: Date,
  /** It was not taken at all: nothing of it is on its way. */
  leftNothing = false,
): Promise<Settled> {
  const frame = await closeFrame(trx, tenant, lease, frameId, decisions, at, leftNothing)
  if (frame === null) return { kind: 'stale' }
  const members = new Set(frame.members)
  const ours = decisions.filter(({ move }) => members.has(move.operationId))
  const drafts = ours.flatMap(({ move, link }) => (move.move === 'settle' && link ? [link] : []))
  const written = new Set((await writeLinks(trx, tenant, lease, drafts, at)).map(keyOf))
  const isTaken = ({ move, link }: Decision) => move.move === 'settle' && !!link && !written.has(keyOf(link))
  const moves = ours.map((each) => (isTaken(each) ? failedAsTaken(each) : each.move))
  const moved = await moveOperations(trx, tenant, lease, frameId, moves, at)
  const ids = new Set(moved.map((each) => each.operationId))
  await noteAttempts(
    trx,
    tenant,
    lease,
    frameId,
    ours.filter(({ move }) => ids.has(move.operationId)),
    at,
  )
  return {
    kind: 'settled',
    moved,
    unmoved: decisions.map(({ move }) => move.operationId).filter((each) => !ids.has(each)),
    taken: ours.filter(isTaken).map(({ move }) => move.operationId),
    open: frame.status === 'unknown',
  }
}

const keyOf = (entity: { entityType: string; entityId: string }) => `${entity.entityType} ${entity.entityId}`

const failedAsTaken = ({ move, link }: Decision): OperationMove => ({
  move: 'fail',
  operationId: move.operationId,
  code: 'cannot_be_linked',
  detail: `${link?.externalKind} ${link?.externalId} is linked to another document`,
  trace: move.trace ?? null,
})

interface ClosedFrame {
  status: 'unknown' | 'settled'
  members: string[]
}

async function closeFrame(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string,
  decisions: readonly Decision[],
  at: Date,
  leftNothing: boolean,
): Promise<ClosedFrame | null> {
  const moves = decisions.map((each) => each.move)
  const pauses = moves.flatMap((each) =>
    each.move === 'stay' && each.nextAttemptAt ? [each.nextAttemptAt] : [],
  )
  const { rows } = await trx.raw(CLOSE_FRAME, {
    tenant,
    ...lease,
    frameId,
    at,
    resendAt: pauses.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
    answered: moves.flatMap((each) => (each.move === 'stay' ? [] : [each.operationId])),
    leftNothing,
  })
  return rows[0] ?? null
}

/** A frame stays open as long as one of its members has no answer, whether it was named or forgotten. */
const CLOSE_FRAME = `
  with members as (
    select coalesce(array_agg(op_id order by op_id), '{}') as ids,
      count(*) filter (where op_id <> all (cast(:answered as uuid[]))) as without_answer
    from accounting_sync_operations
    where tenant = :tenant and frame_id = :frameId and status = 'in_progress'
  )
  update accounting_sync_frames f set
    status = case when members.without_answer > 0 then 'unknown' else 'settled' end,
    settled_at = case when members.without_answer > 0 then null else cast(:at as timestamptz) end,
    next_send_at = case when members.without_answer > 0 then cast(:resendAt as timestamptz) end,
    sent_at = case when cast(:leftNothing as boolean) then null else f.sent_at end,
    sent_there_at = case when cast(:leftNothing as boolean) then null else f.sent_there_at end
  from members
  where f.tenant = :tenant and f.frame_id = :frameId and f.status <> 'settled' and ${LEASE_HELD}
  returning f.status, members.ids as members`

async function noteAttempts(
  trx: Trx,
  tenant: string,
  { epoch }: Lease,
  frameId: string,
  decisions: readonly Decision[],
  at: Date,
): Promise<void> {
  if (decisions.length === 0) return
  const lines = decisions.map(({ move, tried }) => ({ ...tried, operationId: move.operationId }))
  await trx.raw(NOTE_ATTEMPTS, { tenant, epoch, frameId, at, lines: jsonText(lines) })
}

const NOTE_ATTEMPTS = `
  insert into accounting_sync_attempts (tenant, op_id, sequence, frame_id, lease_epoch, at, milliseconds, outcome,
    error_code, detail, trace, request, response)
  select :tenant, l."operationId",
    1 + coalesce((select max(a.sequence) from accounting_sync_attempts a
      where a.tenant = :tenant and a.op_id = l."operationId"), 0),
    :frameId, :epoch, :at, l.milliseconds, l.outcome, l.code, l.detail, l.trace, l.request, l.response
  from jsonb_to_recordset(cast(:lines as jsonb)) as l ("operationId" uuid, milliseconds int, outcome text,
    code text, detail text, trace text, request jsonb, response jsonb)
  order by l."operationId"`
