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
  /** How many were chosen for it. */
  documents: number
  /** What delivering it did; null before. */
  delivery: Delivery | null
  lines: Partial<Record<OperationState, number>>
}

/** How many of the chosen documents went which way when the batch was delivered. */
export interface Delivery {
  queued: number
  /** Were queued already, and belong to the batch since. */
  joined: number
  /** On their way, or part of another batch. */
  elsewhere: number
  alreadyThere: number
  excluded: number
  closedPeriod: number
  otherCurrency: number
  taxesApart: number
  /** Voided or taken back since they were chosen. */
  gone: number
}

const BATCH = `b.batch_id as "batchId", b.adapter_type as "adapterType", b.target_realm as realm, b.origin,
  b.status, b.filter, b.created_by as "createdBy", b.created_at as "createdAt",
  b.delivered_at as "deliveredAt", b.version,
  cardinality(b.document_ids) as documents, b.delivery - 'joinedIds' as delivery,
  (select coalesce(jsonb_object_agg(status, lines), '{}') from (
    select o.status, count(*) as lines from accounting_sync_operations o
    where o.tenant = b.tenant and o.batch_id = b.batch_id group by o.status) counted) as lines`

/** A person's begins as a draft; the schedule's is on its way from the start. */
export async function createBatch(
  trx: Trx,
  tenant: string,
  target: Target,
  batch: Pick<Batch, 'batchId' | 'origin' | 'filter' | 'createdBy'> & {
    at: Date
    documentIds?: readonly string[]
  },
): Promise<void> {
  await trx('accounting_export_batches').insert({
    tenant,
    batch_id: batch.batchId,
    adapter_type: target.adapterType,
    target_realm: target.realm,
    origin: batch.origin,
    status: batch.origin === 'manual' ? 'draft' : 'delivering',
    filter: jsonText(batch.filter),
    document_ids: [...(batch.documentIds ?? [])],
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

/** The documents that a person chose, in their order. */
export async function chosenDocuments(trx: Trx, tenant: string, batchId: string): Promise<string[]> {
  const row: { document_ids: string[] } | undefined = await trx('accounting_export_batches')
    .where({ tenant, batch_id: batchId })
    .first('document_ids')
  return row?.document_ids ?? []
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

/** What came of delivering it, and whose operations it took over from the queue. */
export async function noteDelivery(
  trx: Trx,
  tenant: string,
  batchId: string,
  delivery: Delivery,
  joinedIds: readonly string[],
): Promise<void> {
  await trx('accounting_export_batches')
    .where({ tenant, batch_id: batchId })
    .update({ delivery: jsonText({ ...delivery, joinedIds }) })
}

/**
 * Documents that were queued already belong to the batch from now on; what is on its way, or in another batch
 * of a person that is under way, stays where it is. Answers their operations.
 */
export async function addToBatch(
  trx: Trx,
  tenant: string,
  target: Target,
  batchId: string,
  documentIds: readonly string[],
): Promise<string[]> {
  const { rows }: { rows: { operationId: string }[] } = await trx.raw(
    `update accounting_sync_operations o set batch_id = :batchId
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
       and alga_entity_type in ('invoice', 'credit_note') and alga_entity_id = any (cast(:documentIds as uuid[]))
       and status in ('pending', 'failed') and (batch_id is null or exists (
         select from accounting_export_batches b
         where b.tenant = :tenant and b.batch_id = o.batch_id
           and (b.origin = 'scheduled' or b.status in ('delivered', 'cancelled'))))
     returning op_id as "operationId"`,
    { tenant, adapterType: target.adapterType, realm: target.realm, batchId, documentIds: [...documentIds] },
  )
  return rows.map((row) => row.operationId)
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
 * What has not left yet is skipped, or goes on waiting for itself where it was queued before the batch took it
 * over; what is on its way arrives. What is frozen and has not begun to leave is marked: whoever is about to
 * send it, or finds it left behind, takes it back. Null when the batch was over already or was changed since it was read.
 */
export async function cancelBatch(
  trx: Trx,
  tenant: string,
  batchId: string,
  cancel: { version: number; reason: string; by: string; at: Date },
): Promise<{ skipped: string[]; givenBack: number } | null> {
  const { rows: cancelled }: { rows: { joinedIds: string[] | null }[] } = await trx.raw(
    `update accounting_export_batches set status = 'cancelled', version = version + 1
     where tenant = ? and batch_id = ? and version = ? and status in ('draft', 'delivering')
     returning delivery -> 'joinedIds' as "joinedIds"`,
    [tenant, batchId, cancel.version],
  )
  if (cancelled[0] === undefined) return null
  const open = () =>
    trx('accounting_sync_operations')
      .where({ tenant, batch_id: batchId })
      .whereIn('status', [...MOVES.skip.from])
  const givenBack = await open()
    .whereIn('op_id', cancelled[0].joinedIds ?? [])
    .update({ batch_id: null, updated_at: cancel.at })
  const rows: { op_id: string }[] = await open()
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
    .returning('op_id')
  const marked: { op_id: string }[] = await trx('accounting_sync_operations')
    .where({ tenant, batch_id: batchId, status: 'in_progress' })
    .whereNotIn('op_id', cancelled[0].joinedIds ?? [])
    .whereIn(
      'frame_id',
      trx('accounting_sync_frames').where({ tenant, status: 'frozen', sends: 0 }).select('frame_id'),
    )
    .update({ skip_reason: plainText(cancel.reason), skipped_by: cancel.by, updated_at: cancel.at })
    .returning('op_id')
  return { skipped: [...rows, ...marked].map((row) => row.op_id), givenBack }
}
