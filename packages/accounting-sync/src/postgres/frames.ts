import type { FrozenWrite } from '../adapter.ts'
import { MOVES } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import { LEASE_HELD } from './lease.ts'
import type { Lease, Target } from './place.ts'

/** What is sent together, exactly as it leaves. */
export interface Frame extends Target {
  frameId: string
  requestId: string
  status: 'frozen' | 'unknown' | 'settled'
  writes: FrozenWrite[]
  sends: number
  createdAt: string
  /** When it left last; null when it is certain that nothing of it is on its way. */
  sentAt: string | null
  /** The same by the service's clock; null where that was not known. */
  sentThereAt: string | null
  nextSendAt: string | null
}

const FRAME = `f.frame_id as "frameId", f.adapter_type as "adapterType", f.target_realm as realm,
  f.request_id as "requestId", f.status, f.writes, f.sends, f.created_at as "createdAt", f.sent_at as "sentAt",
  f.sent_there_at as "sentThereAt", f.next_send_at as "nextSendAt"`

export interface NewFrame {
  frameId: string
  requestId: string
  writes: readonly FrozenWrite[]
  batchId?: string | null
  /** How often each was told to have changed when it was judged; left out: never. */
  changes?: ReadonlyMap<string, number>
}

/**
 * Takes the operations of the writes and stores what will be sent, before its first byte leaves. Two
 * statements. An operation that was skipped, held or told to have changed since it was read is left out of the
 * frame; null when none is left, or when the lease is another's by now.
 */
export async function freeze(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frame: NewFrame,
  at: Date,
): Promise<Frame | null> {
  const members = frame.writes.map(({ operationId }, position) => ({
    operationId,
    position,
    changes: frame.changes?.get(operationId) ?? 0,
  }))
  const { rows: taken }: { rows: { operationId: string }[] } = await trx.raw(TAKE, {
    tenant,
    ...lease,
    frameId: frame.frameId,
    batchId: frame.batchId ?? null,
    at,
    from: [...MOVES.take.from],
    to: MOVES.take.to,
    members: jsonText(members),
  })
  if (taken.length === 0) return null
  const ids = new Set(taken.map((row) => row.operationId))
  const { rows } = await trx.raw(INSERT_FRAME, {
    tenant,
    ...lease,
    frameId: frame.frameId,
    requestId: frame.requestId,
    at,
    writes: jsonText(frame.writes.filter((write) => ids.has(write.operationId))),
  })
  return rows[0]
}

const TAKE = `
  update accounting_sync_operations o set status = :to, frame_id = :frameId, frame_position = m.position,
    batch_id = coalesce(o.batch_id, cast(:batchId as uuid)), wait_reason = null, waits_for = null, updated_at = :at,
    payload = o.payload - 'changes'
  from jsonb_to_recordset(cast(:members as jsonb)) as m ("operationId" uuid, position int, changes int)
  where o.tenant = :tenant and o.op_id = m."operationId" and o.adapter_type = :adapterType
    and o.target_realm = :realm and o.status = any (cast(:from as text[])) and o.next_attempt_at <= :at
    and coalesce(cast(o.payload ->> 'changes' as int), 0) = m.changes and ${LEASE_HELD}
  returning o.op_id as "operationId"`

const INSERT_FRAME = `
  insert into accounting_sync_frames as f (tenant, frame_id, adapter_type, target_realm, request_id, status,
    writes, lease_epoch, sends, created_at)
  values (:tenant, :frameId, :adapterType, :realm, :requestId, 'frozen', cast(:writes as jsonb), :epoch, 0, :at)
  returning ${FRAME}`

/** When something leaves, by our clock and, where it is known, by the service's. */
export interface SentAt {
  at: Date
  thereAt: Date | null
}

/**
 * Written down before the first byte leaves: from here on it may be over there. False when a person took a
 * member out or paused it all since it was frozen, or the lease is another's by now.
 */
export async function beginSending(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string,
  { at, thereAt }: SentAt,
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_frames f set sends = 1, sent_at = :at, sent_there_at = :thereAt
     where f.tenant = :tenant and f.frame_id = :frameId and f.status = 'frozen' and f.sends = 0
       and not exists (select from accounting_sync_operations o
         join accounting_sync_exclusions x on x.tenant = :tenant
           and ((x.alga_entity_type = 'client' and x.alga_entity_id = o.client_id)
             or (x.alga_entity_type = 'invoice' and x.alga_entity_id = o.alga_entity_id))
         where o.tenant = :tenant and o.frame_id = :frameId and o.status = 'in_progress')
       and not exists (select from accounting_sync_operations o
         where o.tenant = :tenant and o.frame_id = :frameId and o.status = 'in_progress'
           and o.skip_reason is not null)
       and not exists (select from accounting_connections p
         where p.tenant = :tenant and p.connection_id = :connectionId and p.paused_at is not null)
       and ${LEASE_HELD}`,
    { tenant, ...lease, frameId, at, thereAt },
  )
  return rowCount === 1
}

/**
 * Nothing of it has left: it is no promise yet. Its members are due again, and judged as things stand now; what
 * a person took back meanwhile is skipped.
 */
const withdrawn = (which: string) => `
  gone as (
    delete from accounting_sync_frames f
    where f.tenant = :tenant and f.adapter_type = :adapterType and f.target_realm = :realm
      and f.status = 'frozen' and f.sends = 0 and ${which} and ${LEASE_HELD}
    returning f.frame_id
  ), back as (
    update accounting_sync_operations o set frame_id = null, frame_position = null, updated_at = :now,
      status = case when o.skip_reason is null then :to else :skipped end,
      next_attempt_at = case when o.skip_reason is null then cast(:now as timestamptz) end,
      processed_at = case when o.skip_reason is not null then cast(:now as timestamptz) end
    from gone where o.tenant = :tenant and o.frame_id = gone.frame_id and o.status = any (cast(:from as text[]))
  )`

const BACK = { from: [...MOVES.putBack.from], to: MOVES.putBack.to, skipped: MOVES.skip.to }

/** False when the lease is another's by now. */
export async function withdraw(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await trx.raw(
    `with ${withdrawn('f.frame_id = :frameId')} select count(*) as frames from gone`,
    { tenant, ...lease, ...BACK, frameId, now },
  )
  return rows[0].frames === 1
}

/**
 * Frames without an answer, now this holder's: those that a holder before was sending when it died, and
 * those of which nobody knows what came and whose pause is over. They are sent again exactly as they are,
 * oldest first. One that this holder has in flight is not answered twice. What a holder before froze and did
 * not begin to send is taken back in the same statement.
 */
export async function reclaimFrames(trx: Trx, tenant: string, lease: Lease, now: Date): Promise<Frame[]> {
  const { rows }: { rows: Frame[] } = await trx.raw(
    `with ${withdrawn('f.lease_epoch < :epoch')}
     update accounting_sync_frames f set status = 'frozen', lease_epoch = :epoch, sends = f.sends + 1,
       next_send_at = null
     where f.tenant = :tenant and f.adapter_type = :adapterType and f.target_realm = :realm
       and (f.status = 'unknown' or (f.status = 'frozen' and f.lease_epoch < :epoch))
       and f.sends > 0 and (f.next_send_at is null or f.next_send_at <= :now) and ${LEASE_HELD}
     returning ${FRAME}`,
    { tenant, ...lease, ...BACK, now },
  )
  return rows.toSorted((a, b) => compare(a.createdAt, b.createdAt) || compare(a.frameId, b.frameId))
}

/** It goes again: from now on it may be on its way once more. */
export async function noteSent(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameId: string,
  { at, thereAt }: SentAt,
): Promise<void> {
  await trx.raw(
    `update accounting_sync_frames f set sent_at = :at, sent_there_at = :thereAt
     where f.tenant = :tenant and f.frame_id = :frameId and ${LEASE_HELD}`,
    { tenant, ...lease, frameId, at, thereAt },
  )
}

/** Frames that were taken over and have not been looked at: nobody asked for them, and anybody may. */
export async function letGoFrames(
  trx: Trx,
  tenant: string,
  lease: Lease,
  frameIds: readonly string[],
  at: Date,
): Promise<void> {
  await trx.raw(
    `update accounting_sync_frames f set status = 'unknown', sends = f.sends - 1, next_send_at = :at
     where f.tenant = :tenant and f.frame_id = any (cast(:frameIds as uuid[])) and f.status = 'frozen'
       and f.sends > 1 and ${LEASE_HELD}`,
    { tenant, ...lease, frameIds: [...frameIds], at },
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Answers how many were forgotten: frames that were answered, and the lines of what was tried. */
export async function forgetSent(trx: Trx, tenant: string, before: Date): Promise<number> {
  const { rows } = await trx.raw(
    `with frames as (delete from accounting_sync_frames
       where tenant = :tenant and status = 'settled' and settled_at < :before returning 1),
     attempts as (delete from accounting_sync_attempts where tenant = :tenant and at < :before returning 1)
     select (select count(*) from frames) + (select count(*) from attempts) as forgotten`,
    { tenant, before },
  )
  return rows[0].forgotten
}
