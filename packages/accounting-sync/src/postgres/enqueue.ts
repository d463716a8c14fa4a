import { rankOf, type OperationKind } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import type { Target } from './place.ts'

/** One thing to be done over there, as whoever asks for it knows it. */
export interface OperationDraft extends Target {
  operationId: string
  kind: OperationKind
  /** `invoice`, `credit_note`, `payment`, `credit_allocation`: the thing itself. */
  entityType: string
  entityId: string
  /** The number and day by which it is put in order and shown. */
  number: string
  issueDate: string
  clientId: string | null
  amountMinor: number | null
  currency: string | null
  batchId?: string | null
  /** Somebody waits for it. */
  urgent?: boolean
  /** What else a person should see beside it. */
  payload: Record<string, unknown>
}

/**
 * Asks for a whole set in one statement, inside the transaction of whoever caused it. There is one open
 * operation for each thing to be done: asking again changes nothing. Answers the ids of those that are new.
 * Everybody inserts in the same order, so that two with overlapping sets never wait in a ring.
 */
export async function enqueue(
  trx: Trx,
  tenant: string,
  drafts: readonly OperationDraft[],
  at: Date,
): Promise<string[]> {
  if (drafts.length === 0) return []
  const ranked = drafts.map((draft) => ({ ...draft, rank: rankOf(draft.kind) }))
  const { rows }: { rows: { operationId: string }[] } = await trx.raw(ENQUEUE, {
    tenant,
    at,
    drafts: jsonText(ranked),
  })
  return rows.map((row) => row.operationId)
}

const ENQUEUE = `
  insert into accounting_sync_operations (tenant, op_id, adapter_type, target_realm, operation, rank,
    alga_entity_type, alga_entity_id, issue_date, document_number, client_id, amount_minor, currency, batch_id,
    urgent, payload, status, attempts, generation, next_attempt_at, created_at, updated_at)
  select :tenant, d."operationId", d."adapterType", d.realm, d.kind, d.rank, d."entityType", d."entityId",
    d."issueDate", d.number, d."clientId", d."amountMinor", d.currency, d."batchId", coalesce(d.urgent, false), d.payload,
    'pending', 0, 1, :at, :at, :at
  from jsonb_to_recordset(cast(:drafts as jsonb)) as d ("operationId" uuid, "adapterType" text, realm text,
    kind text, rank smallint, "entityType" text, "entityId" uuid, "issueDate" date, number text,
    "clientId" uuid, "amountMinor" bigint, currency text, "batchId" uuid, urgent boolean, payload jsonb)
  order by d."adapterType", d.realm, d.kind, d."entityType", d."entityId"
  on conflict (tenant, adapter_type, target_realm, operation, alga_entity_type, alga_entity_id)
    where status in ('pending', 'in_progress', 'failed') do nothing
  returning op_id as "operationId"`

/**
 * What is open of these is told that they changed: what was judged or frozen before is not the end of it, and
 * what waits for a document may not pay that any more. The rows are held, so that no worker settles them before
 * the change itself is there. Answers of which something is open.
 */
export async function noteChanges(
  trx: Trx,
  tenant: string,
  target: Target,
  { kind, entityIds, at }: { kind: OperationKind; entityIds: readonly string[]; at: Date },
): Promise<string[]> {
  const { rows }: { rows: { entityId: string }[] } = await trx.raw(
    `update accounting_sync_operations o set updated_at = :at, payload = jsonb_set(o.payload, '{changes}',
         to_jsonb(coalesce(cast(o.payload ->> 'changes' as int), 0) + 1)),
       next_attempt_at = case when o.wait_reason = 'waits_for_document' then cast(:at as timestamptz)
         else o.next_attempt_at end
     from (select op_id from accounting_sync_operations
       where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and operation = :kind
         and alga_entity_id = any (cast(:entityIds as uuid[])) and status in ('pending', 'in_progress')
       order by op_id for update) held
     where o.tenant = :tenant and o.op_id = held.op_id
     returning o.alga_entity_id as "entityId"`,
    { tenant, adapterType: target.adapterType, realm: target.realm, kind, entityIds: [...entityIds], at },
  )
  return rows.map((row) => row.entityId)
}

/** These are to be written over what stands there, whatever they were asked for as. */
export async function noteAgain(
  trx: Trx,
  tenant: string,
  operationIds: readonly string[],
  at: Date,
): Promise<void> {
  await trx.raw(
    `update accounting_sync_operations o set payload = o.payload || '{"again": true}', updated_at = :at
     where o.tenant = :tenant and o.op_id = any (cast(:ids as uuid[])) and o.status in ('pending', 'failed')`,
    { tenant, ids: [...operationIds], at },
  )
}
