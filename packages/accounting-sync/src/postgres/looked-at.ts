import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** What came out otherwise than it was meant is known as it stands now. */
export async function noteLookedAt(
  trx: Trx,
  tenant: string,
  { adapterType, realm }: Target,
  paymentIds: readonly string[],
): Promise<void> {
  await trx.raw(
    `update tenant_external_entity_mappings m set metadata = m.metadata - 'toBeLookedAt'
     where m.tenant = :tenant and m.adapter_type = :adapterType and m.target_realm = :realm
       and m.external_kind = 'payment' and m.external_id = any (cast(:paymentIds as text[]))
       and m.metadata -> 'toBeLookedAt' is not null`,
    { tenant, adapterType, realm, paymentIds },
  )
}
