import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** When the clock will next bring something on: a pause that ends, or a frame that may be sent again. */
export async function nextDueAt(trx: Trx, tenant: string, target: Target): Promise<Date | null> {
  const { rows }: { rows: { at: string | null }[] } = await trx.raw(
    `select least(
       (select min(next_attempt_at) from accounting_sync_operations
         where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
           and status = 'pending' and next_attempt_at is not null),
       (select min(coalesce(next_send_at, sent_at)) from accounting_sync_frames
         where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
           and status = 'unknown')) as at`,
    { tenant, adapterType: target.adapterType, realm: target.realm },
  )
  const at = rows[0]?.at ?? null
  return at === null ? null : new Date(at)
}

/** How much is left for a run that is at it: what may go out now, and what is on its way. */
export async function countDue(trx: Trx, tenant: string, target: Target, now: Date): Promise<number> {
  const { rows } = await trx.raw(
    `select (select count(*) from accounting_sync_operations
         where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
           and status = 'pending' and next_attempt_at <= :now)
       + (select count(*) from accounting_sync_operations
         where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
           and status = 'in_progress') as due`,
    { tenant, adapterType: target.adapterType, realm: target.realm, now },
  )
  return rows[0].due
}

/**
 * Somebody does not want to wait until a frame is sent again. One that was done in part keeps its pause: the
 * service may still be at the rest of it.
 */
export async function hastenFrames(
  trx: Trx,
  tenant: string,
  target: Target,
  { entityIds, at }: { entityIds: readonly string[]; at: Date },
): Promise<number> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_frames f set next_send_at = :at
     where f.tenant = :tenant and f.adapter_type = :adapterType and f.target_realm = :realm
       and f.status = 'unknown' and f.next_send_at > :at
       and f.frame_id in (select o.frame_id from accounting_sync_operations o where o.tenant = :tenant
         and o.status = 'in_progress' and o.alga_entity_id = any (cast(:entityIds as uuid[])))
       and jsonb_array_length(f.writes) = (select count(*) from accounting_sync_operations o
         where o.tenant = :tenant and o.frame_id = f.frame_id and o.status = 'in_progress')`,
    { tenant, adapterType: target.adapterType, realm: target.realm, entityIds: [...entityIds], at },
  )
  return rowCount
}
