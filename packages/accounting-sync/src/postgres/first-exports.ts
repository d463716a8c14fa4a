import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** From now on this client gets a customer with its first document. False: that was chosen already. */
export async function chooseFirstExport(
  trx: Trx,
  tenant: string,
  target: Target,
  { clientId, by, at }: { clientId: string; by: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `insert into accounting_sync_first_exports (tenant, adapter_type, target_realm, client_id, chosen_by, chosen_at)
     values (:tenant, :adapterType, :realm, :clientId, :by, :at)
     on conflict (tenant, adapter_type, target_realm, client_id) do nothing`,
    { tenant, adapterType: target.adapterType, realm: target.realm, clientId, by, at },
  )
  return rowCount === 1
}

/** It waits for a person again. False: it did already. */
export async function forgetFirstExport(
  trx: Trx,
  tenant: string,
  target: Target,
  clientId: string,
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `delete from accounting_sync_first_exports where tenant = :tenant and adapter_type = :adapterType
       and target_realm = :realm and client_id = :clientId`,
    { tenant, adapterType: target.adapterType, realm: target.realm, clientId },
  )
  return rowCount === 1
}

/** For which of these clients it was chosen. */
export async function firstExportsAmong(
  trx: Trx,
  tenant: string,
  target: Target,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (clientIds.length === 0) return new Set()
  const { rows }: { rows: { clientId: string }[] } = await trx.raw(
    `select client_id as "clientId" from accounting_sync_first_exports
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
       and client_id = any (cast(:clientIds as uuid[]))
     order by client_id`,
    { tenant, adapterType: target.adapterType, realm: target.realm, clientIds: [...clientIds] },
  )
  return new Set(rows.map((row) => row.clientId))
}
