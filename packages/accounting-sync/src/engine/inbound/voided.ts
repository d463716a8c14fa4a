import type { Intent } from '../../adapter.ts'
import { keyOf, type EntityRef } from '../../core/references.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { skip } from '../../postgres/by-people.ts'
import { openFor } from '../../postgres/causes.ts'
import type { Connection } from '../../postgres/connection.ts'
import { afterwards, tryAgain, wake } from '../exceptions/actions.ts'
import type { Link, LinkDraft } from '../../postgres/links.ts'
import { linkAgain } from './effects.ts'

/** Void on both sides: worth nothing, as agreed on, and no difference to anybody. */
export function voidedThere(link: Link, metadata: Record<string, unknown> = {}): LinkDraft {
  const agreed = link.snapshot as Intent | null
  const snapshot =
    agreed === null ? null : { ...agreed, totalMinor: 0, taxMinor: 0, lineNetsMinor: [] satisfies number[] }
  return linkAgain(link, {
    status: 'voided',
    differences: null,
    snapshot,
    metadata: { ...metadata, ...(link.metadata['accepted'] ? { accepted: null } : {}) },
  })
}

/**
 * Voids that were refused, or wait: what is void there by now need not be sent, and what was refused because
 * something settled it is tried again once nothing does.
 */
export async function goOnWithVoids(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  voids: readonly (EntityRef & { isVoid: boolean })[],
): Promise<void> {
  const { tenant, adapterType, realm } = connection
  const isVoid = new Map(voids.map((each) => [keyOf(each), each.isVoid]))
  const things = {
    entityTypes: [...new Set(voids.map((each) => each.entityType))],
    entityIds: voids.map((each) => each.entityId),
  }
  const open = (await openFor(trx, tenant, things)).filter(
    (each) => each.kind === 'void_invoice' && each.adapterType === adapterType && each.realm === realm,
  )
  const needless = open.filter((each) => isVoid.get(keyOf(each)) === true)
  if (needless.length > 0) {
    const ids = needless.map((each) => each.operationId)
    await skip(trx, tenant, ids, { reason: 'already_there', by: null, at: host.clock.now() })
    await afterwards(host, trx, tenant, needless)
  }
  const freed = open.filter((each) => each.errorCode === 'paid_there' && isVoid.get(keyOf(each)) === false)
  const failed = freed.filter((each) => each.status === 'failed')
  if ((await tryAgain(host, trx, tenant, failed)).length > 0) await wake(host, trx, [connection])
}
