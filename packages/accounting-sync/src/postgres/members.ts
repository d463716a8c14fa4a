import type { Trx } from '../host.ts'
import { OPERATION, type StoredOperation } from './operation.ts'

/** What is on its way in these frames and has no answer yet, frame by frame in the order of sending. */
export async function membersOf(
  trx: Trx,
  tenant: string,
  frameIds: readonly string[],
): Promise<StoredOperation[]> {
  if (frameIds.length === 0) return []
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = ? and o.frame_id = any (cast(? as uuid[])) and o.status = 'in_progress'
     order by o.frame_id, o.frame_position`,
    [tenant, [...frameIds]],
  )
  return rows
}
