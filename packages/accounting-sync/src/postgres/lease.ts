import type { Trx } from '../host.ts'
import { CONNECTION, connectionFrom, type Connection } from './connection.ts'
import type { Lease } from './place.ts'

/**
 * The lease on a company's cycle: the schedule, Sync now and a second node meet here. Whoever takes it gets
 * the connection as it stands, with a new epoch; null while another holds it.
 */
export async function takeLease(
  trx: Trx,
  tenant: string,
  connectionId: string,
  take: { holder: string; now: Date; until: Date },
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `update accounting_connections set lease_holder = :holder, lease_until = :until, lease_epoch = lease_epoch + 1
     where tenant = :tenant and connection_id = :connectionId and status <> 'disconnected'
       and (lease_until is null or lease_until <= :now)
     returning ${CONNECTION}`,
    { tenant, connectionId, ...take },
  )
  return connectionFrom(rows[0])
}

export const leaseOf = (connection: Connection): Lease => ({
  connectionId: connection.connectionId,
  adapterType: connection.adapterType,
  realm: connection.realm,
  epoch: connection.leaseEpoch,
})

/** False when it was taken by another since: stop, whatever you do would be thrown away. */
export async function renewLease(trx: Trx, tenant: string, lease: Lease, until: Date): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set lease_until = :until
     where tenant = :tenant and connection_id = :connectionId and lease_epoch = :epoch
       and lease_until is not null`,
    { tenant, ...lease, until },
  )
  return rowCount === 1
}

export async function releaseLease(trx: Trx, tenant: string, lease: Lease): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set lease_holder = null, lease_until = null
     where tenant = :tenant and connection_id = :connectionId and lease_epoch = :epoch`,
    { tenant, ...lease },
  )
  return rowCount === 1
}

/**
 * The fence: part of every statement that writes for a holder. The row is held to the end of the
 * transaction, so that nobody takes the lease between this look and the commit.
 */
export const LEASE_HELD = `exists (select from accounting_connections l
  where l.tenant = :tenant and l.connection_id = :connectionId and l.lease_epoch = :epoch for share)`

/**
 * The same row, held in the same way: nobody decided anything since it was read. Whoever does counts its
 * version up first, and so does not come between our look and the end of our transaction.
 */
export const NOTHING_DECIDED_SINCE = `exists (select from accounting_connections l
  where l.tenant = :tenant and l.connection_id = :connectionId and l.version = :seen for share)`
