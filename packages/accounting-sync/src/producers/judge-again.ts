import { tryAgain } from '../engine/exceptions/actions.ts'
import type { SyncHost, Trx } from '../host.ts'
import { openFor } from '../postgres/causes.ts'

/** What a person was asked about may have answered itself: what was refused of these is judged as it is now. */
export async function judgeAgain(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  { entityType, entityIds }: { entityType: string; entityIds: readonly string[] },
): Promise<string[]> {
  const open = await openFor(trx, tenant, { entityTypes: [entityType], entityIds })
  const failed = open.filter((each) => each.status === 'failed')
  const again = new Set(await tryAgain(host, trx, tenant, failed))
  return failed.flatMap((each) => (again.has(each.operationId) ? [each.entityId] : []))
}
