import type { SyncHost, Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { heldUp } from '../../postgres/due.ts'
import { mappedThings, NOTHING, type MappedType } from '../mapping/things.ts'
import { causeKeyOf, causeTask, type Behind } from './tasks.ts'

/**
 * Brings the tasks of these causes up to date: what still holds something up is raised with what it holds
 * up now, what holds up nothing any more is closed. A fixed number of statements, however many causes.
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
  const behind = await thingsBehind(
    host,
    trx,
    connection.tenant,
    held.map((each) => each.cause),
  )
  const drafts = held.flatMap((each) => causeTask(connection, each, behind.get(each.cause)) ?? [])
  const gone = [...causes]
    .filter((each) => !open.has(each))
    .flatMap((each) => causeKeyOf(connection, each) ?? [])
  if (drafts.length > 0) await host.inbox.raise(trx, connection.tenant, drafts)
  if (gone.length > 0) await host.inbox.close(trx, connection.tenant, gone, reason)
}

const TYPES: readonly MappedType[] = ['client', 'service', 'tax']

/** What the things behind causes are called: the host is asked once for each type. */
async function thingsBehind(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  causes: readonly string[],
): Promise<Map<string, Behind>> {
  const behind = new Map<string, Behind>()
  for (const type of TYPES) {
    const own = causes.filter((each) => each.startsWith(`${type}:`))
    if (own.length === 0) continue
    const ids = own.map((each) => each.slice(type.length + 1))
    for (const { id, name, currency } of await mappedThings(host, trx, tenant, type, ids)) {
      const which = id === NOTHING ? 'none' : name === '' ? 'unnamed' : 'named'
      behind.set(`${type}:${id}`, { which, name, currency })
    }
  }
  return behind
}
