import type { ErrorCode } from '../core/errors.ts'
import type { Trx } from '../host.ts'
import { OPERATION, type StoredOperation } from './operation.ts'
import type { Target } from './place.ts'

/** Open operations that wait or failed for these things, in whichever company. */
export async function openFor(
  trx: Trx,
  tenant: string,
  things: { entityTypes: readonly string[]; entityIds: readonly string[] },
): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = ? and o.alga_entity_type = any (cast(? as text[]))
       and o.alga_entity_id = any (cast(? as uuid[])) and o.status in ('pending', 'failed')
     order by o.op_id`,
    [tenant, [...things.entityTypes], [...things.entityIds]],
  )
  return rows
}

/** Open operations of one company for these documents, what is on its way among them. */
export async function openForDocuments(
  trx: Trx,
  tenant: string,
  target: Target,
  documentIds: readonly string[],
): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.alga_entity_type in ('invoice', 'credit_note')
       and o.alga_entity_id = any (cast(:documentIds as uuid[]))
       and o.status in ('pending', 'in_progress', 'failed')
     order by o.op_id`,
    { tenant, adapterType: target.adapterType, realm: target.realm, documentIds: [...documentIds] },
  )
  return rows
}

/** What of a batch waits or failed. */
export async function openOfBatch(trx: Trx, tenant: string, batchId: string): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = ? and o.batch_id = ? and o.status in ('pending', 'failed') order by o.op_id`,
    [tenant, batchId],
  )
  return rows
}

/** These operations, in any order of asking. */
export async function readOperations(
  trx: Trx,
  tenant: string,
  operationIds: readonly string[],
): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = ? and o.op_id = any (cast(? as uuid[])) order by o.op_id`,
    [tenant, [...operationIds]],
  )
  return rows
}

/** What failed in a company for one of these reasons; of these clients, or of all. */
export async function failedFor(
  trx: Trx,
  tenant: string,
  target: Target,
  { codes, clientIds }: { codes: readonly ErrorCode[]; clientIds: readonly string[] | null },
): Promise<StoredOperation[]> {
  const { rows } = await trx.raw(
    `select ${OPERATION} from accounting_sync_operations o
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.status = 'failed' and o.error_code = any (cast(:codes as text[]))
       ${clientIds === null ? '' : 'and o.client_id = any (cast(:clientIds as uuid[]))'}
     order by o.op_id`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      codes: [...codes],
      clientIds: [...(clientIds ?? [])],
    },
  )
  return rows
}
