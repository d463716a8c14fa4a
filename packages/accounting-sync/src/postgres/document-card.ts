import type { Accepted } from '../core/accepted.ts'
import type { BadgeState, LinkStatus } from '../core/badge.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { OperationKind, OperationState, WaitReason } from '../core/operation.ts'
import type { Seen } from '../core/seen.ts'
import type { Difference } from '../core/settle.ts'
import type { Trx } from '../host.ts'
import { badgeFrom, badgesIn, type Badge, type BadgeFacts } from './badges.ts'
import { CONNECTION, connectionFrom, type Connection } from './connection.ts'
import type { Target } from './place.ts'

/** Everything the sync knows of one document. Instants are ISO text, as the database writes them into JSON. */
export interface CardFacts {
  badge: Badge & { state: BadgeState }
  link: CardLink | null
  /** The newest few, oldest first. */
  operations: CardOperation[]
  attempts: CardAttempt[]
  exclusions: { entityType: 'client' | 'invoice'; reason: string; excludedBy: string; createdAt: string }[]
  /** What the customer is called over there: the one that is linked, and the one the document has instead. */
  linkedCustomer: { id: string; name: string | null } | null
  otherCustomer: string | null
  /** Of the applications asked for, how each stands over there. */
  applications: CardApplication[]
}

export interface CardApplication {
  allocationId: string
  /** Null: it is not over there, or no more. */
  link: LinkStatus | null
  open: 'pending' | 'in_progress' | 'failed' | null
  waitReason: WaitReason | null
  errorCode: ErrorCode | null
}

export interface CardLink {
  status: LinkStatus
  externalKind: string
  externalId: string
  number: string | null
  /** What was meant, in the engine's words. */
  snapshot: unknown
  differences: Difference[] | null
  metadata: { seen?: Seen; differsSince?: string; accepted?: Accepted | null }
  sentAt: string | null
  verifiedAt: string | null
  updatedAt: string
}

export interface CardOperation {
  operationId: string
  kind: OperationKind
  status: OperationState
  waitReason: WaitReason | null
  waitsFor: string[] | null
  errorCode: ErrorCode | null
  lastError: string | null
  trace: string | null
  skipReason: string | null
  skippedBy: string | null
  askedBy: string | null
  askedAt: string | null
  createdAt: string
  processedAt: string | null
}

export interface CardAttempt {
  operationId: string
  at: string
  outcome: string
  code: ErrorCode | null
  detail: string | null
  /** Of what was written or found there: the object as it was answered. */
  response: unknown
}

/**
 * One statement for one document, its entity type being `invoice` or `credit_note`, in the company that is meant
 * when nobody names another; null when none is or was connected.
 */
export async function readCard(
  trx: Trx,
  tenant: string,
  {
    documentId,
    entityType,
    clientId,
    allocationIds,
  }: { documentId: string; entityType: string; clientId: string; allocationIds: readonly string[] },
): Promise<{ connection: Connection; facts: CardFacts } | null> {
  const { rows } = await trx.raw(CARD, {
    tenant,
    entityType,
    documentId,
    textId: documentId,
    ids: [documentId],
    texts: [documentId],
    clientId,
    clientText: clientId,
    allocations: [...allocationIds],
    allocationTexts: [...allocationIds],
    reversed: `${REVERSED}%`,
  })
  const { connection, badge, ...facts }: StoredCard = rows[0]
  const meant = connectionFrom(connection ?? undefined)
  return meant === null ? null : { connection: meant, facts: { ...facts, badge: badgeFrom(badge) } }
}

type StoredCard = Omit<CardFacts, 'badge'> & { badge: BadgeFacts; connection: Connection | null }

/** What is connected before what was; of those the default, else the first; of these the last. */
const MEANT_FIRST = `status = 'disconnected', case when status <> 'disconnected' then not is_default end,
  case when status = 'disconnected' then connected_at end desc, connected_at, connection_id`

const [ADAPTER, REALM] = ['(select adapter_type from place)', '(select target_realm from place)']

const CARD = `
  with place as (
    select * from accounting_connections where tenant = :tenant order by ${MEANT_FIRST} limit 1
  ), link as (
    select * from tenant_external_entity_mappings m where m.tenant = :tenant and m.adapter_type = ${ADAPTER}
      and m.target_realm = ${REALM} and m.alga_entity_type = :entityType and m.alga_entity_id = :textId
  ), operations as (
    select * from accounting_sync_operations o where o.tenant = :tenant and o.alga_entity_type = :entityType
      and o.alga_entity_id = :documentId and o.adapter_type = ${ADAPTER} and o.target_realm = ${REALM}
    order by o.created_at desc, o.op_id limit 10
  ), attempts as (
    select a.* from accounting_sync_attempts a join operations o on o.op_id = a.op_id
    where a.tenant = :tenant order by a.at desc, a.sequence desc limit 40
  )
  select (select to_jsonb(c) from (select ${CONNECTION} from place) c) as connection,
    (select to_jsonb(b) from (${badgesIn(ADAPTER, REALM)}) b) as badge,
    (select jsonb_build_object('status', status, 'externalKind', external_kind, 'externalId', external_id,
      'number', external_number, 'snapshot', snapshot, 'differences', differences, 'metadata', metadata, 'sentAt', sent_at,
      'verifiedAt', verified_at, 'updatedAt', updated_at) from link) as link,
    coalesce((select jsonb_agg(jsonb_build_object('operationId', op_id, 'kind', operation, 'status', status,
      'waitReason', wait_reason, 'waitsFor', to_jsonb(waits_for), 'errorCode', error_code,
      'lastError', last_error, 'trace', trace, 'skipReason', skip_reason, 'skippedBy', skipped_by,
      'askedBy', payload ->> 'askedBy', 'askedAt', payload ->> 'askedAt', 'createdAt', created_at,
      'processedAt', processed_at) order by created_at, op_id) from operations), '[]') as operations,
    coalesce((select jsonb_agg(jsonb_build_object('operationId', op_id, 'at', at, 'outcome', outcome,
      'code', error_code, 'detail', detail,
      'response', case when outcome in ('written', 'adopted') then response end)
      order by at, sequence) from attempts), '[]') as attempts,
    coalesce((select jsonb_agg(jsonb_build_object('entityType', x.alga_entity_type, 'reason', x.reason,
      'excludedBy', x.excluded_by, 'createdAt', x.created_at) order by x.alga_entity_type desc)
      from accounting_sync_exclusions x where x.tenant = :tenant
        and ((x.alga_entity_type = 'invoice' and x.alga_entity_id = :documentId)
          or (x.alga_entity_type = 'client' and x.alga_entity_id = :clientId))), '[]') as exclusions,
    (select jsonb_build_object('id', c.external_id, 'name', c.external_name)
      from tenant_external_entity_mappings c where c.tenant = :tenant and c.adapter_type = ${ADAPTER}
        and c.target_realm = ${REALM} and c.alga_entity_type = 'client' and c.alga_entity_id = :clientText
    ) as "linkedCustomer",
    (select k.name from accounting_sync_catalogue k where k.tenant = :tenant and k.adapter_type = ${ADAPTER}
      and k.target_realm = ${REALM} and k.kind = 'customer' and k.external_id = (
        select d ->> 'there' from link, jsonb_array_elements(link.differences) d
        where jsonb_typeof(link.differences) = 'array' and d ->> 'field' = 'customer' limit 1)
    ) as "otherCustomer",
    coalesce((select jsonb_agg(to_jsonb(a) - 'position' order by a.position) from (
      select w.id as "allocationId", w.position, m.status as link, o.status as open,
        o.wait_reason as "waitReason", o.error_code as "errorCode"
      from unnest(cast(:allocations as uuid[]), cast(:allocationTexts as text[])) with ordinality
        as w (id, text_id, position)
      left join tenant_external_entity_mappings m on m.tenant = :tenant and m.adapter_type = ${ADAPTER}
        and m.target_realm = ${REALM} and m.alga_entity_type = 'credit_allocation'
        and m.alga_entity_id = w.text_id and m.external_part not like :reversed
      left join lateral (
        select * from accounting_sync_operations o
        where o.tenant = :tenant and o.alga_entity_type = 'credit_allocation' and o.alga_entity_id = w.id
          and o.adapter_type = ${ADAPTER} and o.target_realm = ${REALM}
          and o.status in ('pending', 'in_progress', 'failed')
        order by o.status = 'failed' desc, o.created_at desc, o.op_id limit 1
      ) o on true
    ) a), '[]') as applications`

/** How the ledger marks what was taken back: kept for its history. */
const REVERSED = 'reversed:'

/** Who asked for these last, and when: their story names people. */
export async function noteAsked(
  trx: Trx,
  tenant: string,
  target: Target,
  { entityIds, by, at }: { entityIds: readonly string[]; by: string; at: Date },
): Promise<void> {
  await trx.raw(
    `update accounting_sync_operations o set payload = o.payload
       || jsonb_build_object('askedBy', cast(:by as text), 'askedAt', cast(:at as text))
     where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
       and o.alga_entity_type in ('invoice', 'credit_note')
       and o.alga_entity_id = any (cast(:ids as uuid[])) and o.status = 'pending'`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      ids: [...entityIds],
      by,
      at: at.toISOString(),
    },
  )
}
