import type { SyncHost, Trx } from '../host.ts'
import { patchSettings, pauseConnection, resumeConnection } from '../postgres/connection-settings.ts'
import { listConnections, noteDecision, readConnection, type Connection } from '../postgres/connection.ts'
import { heldUp, release } from '../postgres/due.ts'
import { exclude, include, type Exclusion } from '../postgres/exclusions.ts'
import { wake } from './exceptions/actions.ts'
import { NO_SERVICE, retryRefused } from './mapping/set-free.ts'
import { followCauses } from './exceptions/causes.ts'
import type { SyncSettings } from './settings.ts'

/** Nothing more goes out until somebody resumes; what is on its way arrives. False: it is paused already. */
export async function pause(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  { reason, by }: { reason: string; by: string },
): Promise<boolean> {
  return await pauseConnection(trx, tenant, connectionId, { reason, by, at: host.clock.now() })
}

/** All that waited for it is due. False: it was not paused. */
export async function resume(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<boolean> {
  if (!(await resumeConnection(trx, tenant, connectionId))) return false
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection === null) return false
  await release(trx, tenant, connection, { reason: 'paused', at: host.clock.now() })
  await wake(host, trx, [connection])
  return true
}

/**
 * Changes what is named and nothing else. What waited because something was not mapped is judged by the new
 * settings: a customer may be created now, or lines without a service have somewhere to go.
 */
export async function changeSettings(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  patch: Partial<SyncSettings>,
): Promise<Connection | null> {
  const connection = await patchSettings(trx, tenant, connectionId, patch)
  if (connection === null || !(patch.createCustomers || patch.fallbackItemId)) return connection
  if (patch.fallbackItemId) await retryRefused(host, trx, connection, [NO_SERVICE])
  const held = (await heldUp(trx, tenant, connection)).filter((each) => each.reason === 'unmapped')
  await release(trx, tenant, connection, { reason: 'unmapped', at: host.clock.now() })
  await followCauses(host, trx, connection, new Set(held.map((each) => each.cause)))
  await wake(host, trx, [connection])
  return connection
}

/** Keeps a client or a document out, and tasks say at once how much they still hold up. Null: it was out already. */
export async function keepOut(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  exclusion: Pick<Exclusion, 'entityType' | 'entityId' | 'reason'> & { by: string },
): Promise<number | null> {
  const concerned = []
  for (const connection of await listConnections(trx, tenant)) {
    const held = await heldUp(trx, tenant, connection)
    concerned.push({ connection, causes: new Set(held.map((each) => each.cause)) })
  }
  await noteDecision(trx, tenant, null)
  const held = await exclude(trx, tenant, { ...exclusion, at: host.clock.now() })
  if (held === null) return null
  for (const { connection, causes } of concerned) {
    await followCauses(host, trx, connection, causes, 'excluded')
  }
  return held
}

/** Takes it back in; what waited for that is due. Null: it was not out. */
export async function takeBackIn(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  thing: Pick<Exclusion, 'entityType' | 'entityId'>,
): Promise<number | null> {
  await noteDecision(trx, tenant, null)
  const released = await include(trx, tenant, { ...thing, at: host.clock.now() })
  if (released !== null) await wake(host, trx, await listConnections(trx, tenant))
  return released
}
