import { MOVES, type OperationState } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { jsonText, plainText } from './json.ts'
import type { Target } from './place.ts'

/** Documents that go together: chosen by a person, or taken by the schedule. Its lines are its operations. */
export interface Batch extends Target {
  batchId: string
  origin: 'manual' | 'scheduled'
  status: 'draft' | 'delivering' | 'delivered' | 'cancelled'
  filter: Record<string, unknown>
  createdBy: string | null
  createdAt: string
  deliveredAt: string | null
  version: number
  lines: Partial<Record<OperationState, number>>
}

const BATCH = `b.batch_id as "batchId", b.adapter_type as "adapterType", b.target_realm as realm, b.origin,
  b.status, b.filter, b.created_by as "createdBy", b.created_at as "createdAt",
  b.delivered_at as "deliveredAt", b.version,
  (select coalesce(jsonb_object_agg(status, lines), '{}') from (
    select o.status, count(*) as lines from accounting_sync_operations o
    where o.tenant = b.tenant and o.batch_id = b.batch_id group by o.status) counted) as lines`

/** A person's begins as a draft; the schedule's is on its way from the start. */
export async function createBatch(
  trx: Trx,
  tenant: string,
  target: Target,
  batch: Pick<Batch, 'batchId' | 'origin' | 'filter' | 'createdBy'> & { at: Date },
): Promise<void> {
  await trx('accounting_export_batches').insert({
    tenant,
    batch_id: batch.batchId,
    adapter_type: target.adapterType,
    target_realm: target.realm,
    origin: batch.origin,
    status: batch.origin === 'manual' ? 'draft' : 'delivering',
    filter: jsonText(batch.filter),
    created_by: batch.createdBy,
    created_at: batch.at,
    version: 1,
  })
}

export async function readBatch(trx: Trx, tenant: string, batchId: string): Promise<Batch | null> {
  const { rows } = await trx.raw(
    `select ${BATCH} from accounting_export_batches b where b.tenant = ? and b.batch_id = ?`,
    [tenant, batchId],
  )
  return rows[0] ?? null
}

/** Newest first; `after` is the last one of the page before. */
export async function listBatches(
  trx: Trx,
  tenant: string,
  filter: { origin?: Batch['origin']; status?: Batch['status'] },
  page: { after: Pick<Batch, 'createdAt' | 'batchId'> | null; limit: number },
): Promise<Batch[]> {
  const { rows } = await trx.raw(
    `select ${BATCH} from accounting_export_batches b where b.tenant = :tenant
       and b.origin = coalesce(:origin, b.origin) and b.status = coalesce(:status, b.status)
       ${page.after === null ? '' : 'and (b.created_at, b.batch_id) < (:createdAt, cast(:batchId as uuid))'}
     order by b.created_at desc, b.batch_id desc limit :limit`,
    {
      tenant,
      origin: filter.origin ?? null,
      status: filter.status ?? null,
      createdAt: page.after?.createdAt,
      batchId: page.after?.batchId,
      limit: page.limit,
    },
  )
  return rows
}

/** From a draft to its way out; false when somebody changed or started it since it was read. */
export async function startBatch(
  trx: Trx,
  tenant: string,
  batchId: string,
  version: number,
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_export_batches set status = 'delivering', version = version + 1
     where tenant = ? and batch_id = ? and version = ? and status = 'draft'`,
    [tenant, batchId, version],
  )
  return rowCount === 1
}

/** Documents that were queued already belong to the batch from now on; what is on its way stays where it is. */
export async function addToBatch(
  trx: Trx,
  tenant: string,
  target: Target,
  batchId: string,
  documentIds: readonly string[],
): Promise<number> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_operations set batch_id = :batchId
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
       and alga_entity_type in ('invoice', 'credit_note') and alga_entity_id = any (cast(:documentIds as uuid[]))
       and status in ('pending', 'failed') and batch_id is null`,
    { tenant, adapterType: target.adapterType, realm: target.realm, batchId, documentIds: [...documentIds] },
  )
  return rowCount
}

/** A batch is delivered when nothing of it is open any more, not when it was made. Answers which are now. */
export async function finishBatches(trx: Trx, tenant: string, target: Target, at: Date): Promise<string[]> {
  const { rows }: { rows: { batchId: string }[] } = await trx.raw(
    `update accounting_export_batches b set status = 'delivered', delivered_at = :at, version = version + 1
     where b.tenant = :tenant and b.adapter_type = :adapterType and b.target_realm = :realm
       and b.status = 'delivering' and not exists (
         select from accounting_sync_operations o where o.tenant = :tenant and o.batch_id = b.batch_id
           and o.status in ('pending', 'in_progress'))
     returning b.batch_id as "batchId"`,
    { tenant, adapterType: target.adapterType, realm: target.realm, at },
  )
  return rows.map((row) => row.batchId)
}

/**
 * What has not left yet is skipped; what is on its way arrives. Null when the batch was over already or was
 * changed since it was read.
 */
export async function cancelBatch(
  trx: Trx,
  tenant: string,
  batchId: string,
  cancel: { version: number; reason: string; by: string; at: Date },
): Promise<number | null> {
  const { rowCount } = await trx.raw(
    `update accounting_export_batches set status = 'cancelled', version = version + 1
     where tenant = ? and batch_id = ? and version = ? and status in ('draft', 'delivering')`,
    [tenant, batchId, cancel.version],
  )
  if (rowCount === 0) return null
  return await trx('accounting_sync_operations')
    .where({ tenant, batch_id: batchId })
    .whereIn('status', [...MOVES.skip.from])
    .update({
      status: MOVES.skip.to,
      skip_reason: plainText(cancel.reason),
      skipped_by: cancel.by,
      wait_reason: null,
      waits_for: null,
      next_attempt_at: null,
      processed_at: cancel.at,
      updated_at: cancel.at,
    })
}
