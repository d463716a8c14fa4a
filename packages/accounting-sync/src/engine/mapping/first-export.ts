import type { SyncHost, Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { chooseFirstExport, firstExportsAmong, forgetFirstExport } from '../../postgres/first-exports.ts'
import { loadLinks } from '../../postgres/links.ts'
import { readSettings } from '../settings.ts'
import { setFree } from './set-free.ts'

export type Left =
  /** `chosen`: false when it was so before. What waited for its customer is due. */
  { kind: 'left'; chosen: boolean; released: number } | { kind: 'linked' }

/**
 * One client gets a customer over there with its first document, whatever the company does for all others. What
 * waits for its customer goes out now. Chosen again, it is tried again.
 */
export async function leaveForFirstExport(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  { clientId, by }: { clientId: string; by: string },
): Promise<Left> {
  const { tenant } = connection
  const client = { entityType: 'client', entityId: clientId }
  if ((await loadLinks(trx, tenant, connection, [client])).length > 0) return { kind: 'linked' }
  const chosen = await chooseFirstExport(trx, tenant, connection, { clientId, by, at: host.clock.now() })
  return { kind: 'left', chosen, released: await setFree(host, trx, connection, [client]) }
}

/** The client is treated like all others again. False: it was so before. */
export const takeBackFirstExport = (
  _host: SyncHost,
  trx: Trx,
  connection: Connection,
  clientId: string,
): Promise<boolean> => forgetFirstExport(trx, connection.tenant, connection, clientId)

/** Who gets a customer over there with the first document: everybody, or those of these clients that were chosen. */
export const newcomersAmong = async (
  trx: Trx,
  connection: Connection,
  clientIds: readonly string[],
): Promise<'all' | ReadonlySet<string>> =>
  readSettings(connection.settings).createCustomers
    ? 'all'
    : await firstExportsAmong(trx, connection.tenant, connection, [...new Set(clientIds)])
