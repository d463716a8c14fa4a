import type { SyncHost, Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { heldUp } from '../../postgres/due.ts'
import { causeKeyOf, causeTask } from './tasks.ts'

/**
 * Brings the tasks of these causes up to date: what still holds something up is raised with what it holds
 * up now, what holds up nothing any more is closed. One statement, however many causes.
 */
export async function followCauses(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  causes: ReadonlySet<string>,
  reason = 'released',
): Promise<void> {
  if (causes.size === 0) return
  const held = (await heldUp(trx, connection.tenant, connection)).filter((each) => causes.has(each.cause))
  const open = new Set(held.map((each) => each.cause))
  const drafts = held.flatMap((each) => causeTask(connection, each) ?? [])
  const gone = [...causes]
    .filter((each) => !open.has(each))
    .flatMap((each) => causeKeyOf(connection, each) ?? [])
  if (drafts.length > 0) await host.inbox.raise(trx, connection.tenant, drafts)
  if (gone.length > 0) await host.inbox.close(trx, connection.tenant, gone, reason)
}
