import { expiredTask } from '../engine/exceptions/tasks.ts'
import type { SyncHost, Trx } from '../host.ts'
import { markExpired } from '../postgres/connecting.ts'
import type { Connection } from '../postgres/connection.ts'

/** Authorization is over: everybody who can mend it is told at once, and the work waits. */
export async function expire(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  reason: string,
): Promise<void> {
  const expired = await markExpired(trx, connection, reason)
  if (expired === null) return
  await host.inbox.raise(trx, connection.tenant, [expiredTask(expired)])
  await host.notifications.tellAdmins(trx, connection.tenant, {
    kind: 'accounting_connection_expired',
    // Told again when it is connected again and expires again.
    dedupeKey: `accounting_connection_expired:${expired.connectionId}:${expired.connectedAt}`,
    params: { company: expired.facts.name },
    link: '/settings/accounting',
  })
}
