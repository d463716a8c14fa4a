import type { Trx } from '../host.ts'
import { CONNECTION, connectionsFrom, type Connection } from './connection.ts'
import type { Target } from './place.ts'

/** As the system: whether somebody else holds this company. */
export async function isLinkedElsewhere(
  trx: Trx,
  tenant: string,
  company: Target & { environment: string },
): Promise<boolean> {
  const { rows } = await trx.raw(
    `select exists (select from accounting_connections
       where adapter_type = :adapterType and environment = :environment and target_realm = :realm
         and status <> 'disconnected' and tenant <> :tenant) as held`,
    { ...company, tenant },
  )
  return rows[0].held
}

/** As the system, page by page: everything that should have a recurring cycle. */
export async function connectedEverywhere(
  trx: Trx,
  after: { tenant: string; connectionId: string } | null,
  limit: number,
): Promise<Connection[]> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections
     where status <> 'disconnected'
       and (cast(:tenant as uuid) is null or (tenant, connection_id) > (:tenant, cast(:connectionId as uuid)))
     order by tenant, connection_id limit :limit`,
    { tenant: after?.tenant ?? null, connectionId: after?.connectionId ?? null, limit },
  )
  return connectionsFrom(rows)
}

/** As the system: the way back from a consent page carries the state and nothing else. */
export async function tenantOfConsent(trx: Trx, stateHash: string): Promise<string | null> {
  const { rows } = await trx.raw('select tenant from accounting_consents where state_hash = ?', [stateHash])
  return rows[0]?.tenant ?? null
}
