import type { Intent } from '../../adapter.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { listConnections } from '../../postgres/connection.ts'
import { loadLinks } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { driftTask } from './tasks.ts'

/**
 * These were to be written over what differs there, which had answered the question about it, and now they are not
 * written. So it differs still, and that is a question again, unless somebody accepted it.
 */
export async function driftsStill(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  operations: readonly StoredOperation[],
): Promise<void> {
  const again = operations.filter((each) => each.payload['again'] === true)
  if (again.length === 0) return
  for (const connection of await listConnections(trx, tenant)) {
    const own = again.filter((each) => each.realm === connection.realm)
    const links = await loadLinks(trx, tenant, connection, own)
    const tasks = own.flatMap((operation) => {
      const link = links.find((each) => each.entityId === operation.entityId)
      if (link?.status !== 'drift' || link.differences === null || link.metadata['accepted']) return []
      const { externalId, differences, snapshot } = link
      const meantMinor = (snapshot as Intent | null)?.totalMinor ?? operation.amountMinor ?? 0
      return [driftTask(connection, operation, { externalId, differences, meantMinor })]
    })
    if (tasks.length > 0) await host.inbox.raise(trx, tenant, tasks)
  }
}
