import { MOST_COUNTED } from '../contract/documents.ts'
import type { OperationKind, OperationState } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { OPERATION, type StoredOperation } from './operation.ts'
import type { Target } from './place.ts'
import type { Attempt } from './settle.ts'

/** What a person narrows the list of transactions to. Instants are of the last change. */
export interface OperationFilter {
  adapterType?: string
  realm?: string
  from?: Date
  to?: Date
  status?: OperationState
  kind?: OperationKind
  batchId?: string
  clientId?: string
  entityId?: string
  /** The beginning of a document's number. */
  number?: string
  /** Decided in this run: sent, refused, or kept waiting. */
  run?: RunOf
}

/** A run, by the lease that it held. */
export interface RunOf extends Target {
  epoch: number
}

/** The condition for each filter, beside the name of the value it needs. */
const CONDITIONS: Record<keyof OperationFilter, string> = {
  run: `o.adapter_type = :runAdapter and o.target_realm = :runRealm and o.op_id = any (array(
    select d.op_id from accounting_sync_operations d where d.tenant = :tenant and d.lease_epoch = :epoch
    union select t.op_id from accounting_sync_attempts t where t.tenant = :tenant and t.lease_epoch = :epoch))`,
  adapterType: 'o.adapter_type = :adapterType',
  realm: 'o.target_realm = :realm',
  from: 'o.updated_at >= :from',
  to: 'o.updated_at < :to',
  status: 'o.status = :status',
  kind: 'o.operation = :kind',
  batchId: 'o.batch_id = :batchId',
  clientId: 'o.client_id = :clientId',
  entityId: 'o.alga_entity_id = :entityId',
  // Ranges, since under row-level security no index serves a LIKE: as it was typed, and in capitals.
  number: `(o.document_number >= :number and o.document_number < :numberEnd
    or o.document_number >= :capitals and o.document_number < :capitalsEnd)`,
}

function narrowed(filter: OperationFilter): { where: string; values: Record<string, unknown> } {
  const given = (Object.keys(CONDITIONS) as (keyof OperationFilter)[]).filter(
    (key) => filter[key] !== undefined,
  )
  const { run, ...plain } = filter
  return {
    where: ['o.tenant = :tenant', ...given.map((key) => CONDITIONS[key])].join(' and '),
    values: { ...plain, ...rangesOf(filter.number), ...boundRun(run) },
  }
}

/** What begins with these letters, as they were typed, in capitals, and in small ones. */
export function rangesOf(number: string | undefined): Record<string, string> {
  if (number === undefined) return {}
  const end = (text: string) => `${text}\u{10FFFF}`
  const [capitals, small] = [number.toUpperCase(), number.toLowerCase()]
  return { numberEnd: end(number), capitals, capitalsEnd: end(capitals), small, smallEnd: end(small) }
}

export const boundRun = (run: RunOf | undefined): Record<string, unknown> =>
  run === undefined ? {} : { runAdapter: run.adapterType, runRealm: run.realm, epoch: run.epoch }

/** With how long the last attempt took; null: none was made. */
export interface ListedOperation extends StoredOperation {
  milliseconds: number | null
}

const LISTED = `${OPERATION}, (select a.milliseconds from accounting_sync_attempts a
    where a.tenant = o.tenant and a.op_id = o.op_id order by a.sequence desc limit 1) as milliseconds`

/** The last changed first; `after` is the last one of the page before. */
export async function listOperations(
  trx: Trx,
  tenant: string,
  filter: OperationFilter,
  page: { after: Pick<StoredOperation, 'updatedAt' | 'operationId'> | null; limit: number },
): Promise<ListedOperation[]> {
  const { where, values } = narrowed(filter)
  const { rows } = await trx.raw(
    `select ${LISTED} from accounting_sync_operations o
     where ${where} ${page.after === null ? '' : 'and (o.updated_at, o.op_id) < (:updatedAt, cast(:operationId as uuid))'}
     order by o.updated_at desc, o.op_id desc limit :limit`,
    {
      tenant,
      ...values,
      updatedAt: page.after?.updatedAt,
      operationId: page.after?.operationId,
      limit: page.limit,
    },
  )
  return rows
}

export type OperationCounts = Record<OperationState, number>

/** How many in each state, whatever state the filter names; each capped at one more than `MOST_COUNTED`. */
export async function countOperations(
  trx: Trx,
  tenant: string,
  filter: OperationFilter,
): Promise<OperationCounts> {
  const { where, values } = narrowed({ ...filter, status: undefined })
  const { rows } = await trx.raw(
    `select ${STATES.map(
      (state) => `(select count(*) from (select from accounting_sync_operations o
         where ${where} and o.status = '${state}' limit :most) counted) as ${state}`,
    ).join(', ')}`,
    { tenant, ...values, most: MOST_COUNTED + 1 },
  )
  return rows[0]
}

const STATES: readonly OperationState[] = ['pending', 'in_progress', 'done', 'failed', 'skipped']

export async function readOperation(
  trx: Trx,
  tenant: string,
  operationId: string,
): Promise<ListedOperation | null> {
  const { rows } = await trx.raw(
    `select ${LISTED} from accounting_sync_operations o where o.tenant = ? and o.op_id = ?`,
    [tenant, operationId],
  )
  return rows[0] ?? null
}

export interface StoredAttempt extends Attempt {
  sequence: number
  at: string
  frameId: string
}

/** Everything that was tried, in order. */
export async function readAttempts(trx: Trx, tenant: string, operationId: string): Promise<StoredAttempt[]> {
  const { rows } = await trx.raw(
    `select sequence, at, frame_id as "frameId", milliseconds, outcome, error_code as code, detail, trace,
       request, response
     from accounting_sync_attempts where tenant = ? and op_id = ? order by sequence`,
    [tenant, operationId],
  )
  return rows
}
