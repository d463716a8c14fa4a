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
