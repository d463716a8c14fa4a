import type { Knex } from 'knex'
import type { SimTenant } from '../world.ts'

/** The books here and what the sync knows of them, as the tables say it: every sum is reckoned anew from its rows. */
export interface OurBooks {
  documents: readonly OurDocument[]
  receipts: readonly OurReceipt[]
  applications: readonly OurApplication[]
  pools: readonly OurPool[]
  links: readonly OurLink[]
  operations: readonly OurOperation[]
  tasks: readonly OurTask[]
  observations: readonly OurObservation[]
  exclusions: ReadonlyMap<string, string>
  connection: OurConnection
  /** What the trail says each client owes in dollars, the currency of all companies here. */
  trail: ReadonlyMap<string, number>
}

export interface OurDocument {
  id: string
  clientId: string
  type: 'standard' | 'credit_note' | 'prepayment'
  number: string
  issueDate: string
  currency: string
  totalMinor: number
  /** What stands laid on it: money, and credit. */
  paidMinor: number
  creditedMinor: number
  isVoided: boolean
  finalizedAt: string
}

export interface OurReceipt {
  id: string
  clientId: string
  provider: string
  paidOn: string
  amountMinor: number
  unappliedMinor: number
  isReversed: boolean
  recordedAt: string
  /** What of it stands on which document. */
  on: Record<string, number>
}

/** Credit of a pool on a document. */
export interface OurApplication {
  id: string
  creditId: string
  documentId: string
  amountMinor: number
  appliedOn: string
  recordedAt: string
  isTakenOff: boolean
}

export interface OurPool {
  id: string
  /** The credit note or the prepayment that it comes of. */
  documentId: string
  amountMinor: number
  remainingMinor: number
  isWithdrawn: boolean
}

export interface OurLink {
  entityType: string
  entityId: string
  externalKind: string
  externalId: string
  externalPart: string
  exclusive: boolean
  status: 'linked' | 'sent' | 'verified' | 'drift' | 'voided'
  number: string | null
  differences: { field: string; here: string; there: string }[] | null
  accepted: { amountMinor: number; reason: string } | null
  updatedAt: string
}

export interface OurOperation {
  id: string
  kind: string
  entityType: string
  entityId: string
  number: string
  status: 'pending' | 'in_progress' | 'done' | 'failed' | 'skipped'
  clientId: string | null
  amountMinor: number | null
  waitReason: string | null
  waitsFor: string[]
  errorCode: string | null
  lastError: string | null
  skipReason: string | null
  /** A person decided so. */
  isSkippedByPerson: boolean
  createdAt: string
  updatedAt: string
}

export interface OurTask {
  id: string
  kind: string
  dedupeKey: string
  minor: number | null
  context: Record<string, unknown>
}

export interface OurObservation {
  kind: string
  externalId: string
  problems: {
    reason: string
    amountMinor: number
    documentId: string | null
    externalId: string | null
    receiptId?: string
  }[]
  decision: 'left' | 'not_a_twin' | null
}

export interface OurConnection {
  status: string
  isPaused: boolean
  autoSync: boolean
  goLiveDate: string | null
  connectedAt: string
  /** The latest day that ever was the fence: what was finalized under it stays where it was. */
  fencedBefore: string
}

export async function ourBooks(owner: Knex, { tenant, realm, connectionId }: SimTenant): Promise<OurBooks> {
  const { rows } = await owner.raw(BOOKS, { tenant, realm, connectionId })
  const { trail, exclusions, ...books } = rows[0].books
  return { ...books, trail: new Map(Object.entries(trail)), exclusions: new Map(Object.entries(exclusions)) }
}

const list = (fields: string, from: string, order: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object(${fields}) order by ${order}) from ${from}), '[]')`

const DOCUMENTS = list(
  `'id', i.invoice_id, 'clientId', i.client_id, 'type', i.invoice_type, 'number', i.number, 'issueDate', i.issue_date,
   'currency', i.currency, 'totalMinor', i.total_minor, 'isVoided', i.voided_at is not null, 'finalizedAt', i.finalized_at,
   'paidMinor', (select coalesce(sum(a.amount_minor), 0) from invoice_payments a
     where a.tenant = i.tenant and a.invoice_id = i.invoice_id and a.reversed_at is null),
   'creditedMinor', (select coalesce(sum(a.amount_minor), 0) from credit_allocations a
     where a.tenant = i.tenant and a.invoice_id = i.invoice_id and a.unapplied_at is null)`,
  `invoices i where i.tenant = :tenant and i.finalized_at is not null`,
  'i.number',
)

const RECEIPTS = list(
  `'id', p.payment_id, 'clientId', p.client_id, 'provider', p.provider, 'paidOn', p.paid_on, 'amountMinor', p.amount_minor,
   'unappliedMinor', p.unapplied_minor, 'isReversed', p.reversed_at is not null,
   'recordedAt', p.recorded_at,
   'on', (select coalesce(jsonb_object_agg(a.invoice_id, a.minor), '{}') from (
     select invoice_id, sum(amount_minor) as minor from invoice_payments a
     where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null group by invoice_id) a)`,
  `payments p where p.tenant = :tenant`,
  'p.recorded_at, p.payment_id',
)

const APPLICATIONS = list(
  `'id', a.allocation_id, 'creditId', a.credit_id, 'documentId', a.invoice_id, 'amountMinor', a.amount_minor,
   'appliedOn', a.applied_on, 'recordedAt', a.recorded_at, 'isTakenOff', a.unapplied_at is not null`,
  `credit_allocations a where a.tenant = :tenant`,
  'a.recorded_at, a.allocation_id',
)

const POOLS = list(
  `'id', c.credit_id, 'documentId', c.source_invoice_id, 'amountMinor', c.amount_minor,
   'remainingMinor', c.remaining_minor, 'isWithdrawn', c.withdrawn_at is not null`,
  `credits c where c.tenant = :tenant`,
  'c.credit_id',
)

const LINKS = list(
  `'entityType', m.alga_entity_type, 'entityId', m.alga_entity_id, 'externalKind', m.external_kind,
   'externalId', m.external_id, 'externalPart', m.external_part, 'exclusive', m.exclusive, 'status', m.status,
   'number', m.external_number, 'differences', m.differences, 'updatedAt', m.updated_at,
   'accepted', case when m.status = 'drift' then nullif(m.metadata -> 'accepted', 'null') end`,
  `tenant_external_entity_mappings m where m.tenant = :tenant and m.target_realm = :realm`,
  'm.alga_entity_type, m.alga_entity_id',
)

const OPERATIONS = list(
  `'id', o.op_id, 'kind', o.operation, 'entityType', o.alga_entity_type, 'entityId', o.alga_entity_id,
   'number', o.document_number, 'status', o.status, 'clientId', o.client_id, 'amountMinor', o.amount_minor,
   'waitReason', o.wait_reason, 'waitsFor', coalesce(o.waits_for, '{}'), 'errorCode', o.error_code,
   'lastError', o.last_error,
   'skipReason', o.skip_reason, 'isSkippedByPerson', o.skipped_by is not null, 'createdAt', o.created_at, 'updatedAt', o.updated_at`,
  `accounting_sync_operations o where o.tenant = :tenant and o.target_realm = :realm`,
  'o.created_at, o.op_id',
)

const TASKS = list(
  `'id', t.task_id, 'kind', t.kind, 'dedupeKey', t.dedupe_key, 'minor', t.money_minor, 'context', t.context`,
  `inbox_tasks t where t.tenant = :tenant and t.status = 'open' and t.kind like 'accounting%'`,
  't.raised_at, t.task_id',
)

const OBSERVATIONS = list(
  `'kind', w.external_kind, 'externalId', w.external_id, 'problems', w.problems, 'decision', w.decision ->> 'kind'`,
  `accounting_sync_observations w where w.tenant = :tenant and w.target_realm = :realm`,
  'w.external_kind, w.external_id',
)

const BOOKS = `select jsonb_build_object(
  'documents', ${DOCUMENTS}, 'receipts', ${RECEIPTS}, 'applications', ${APPLICATIONS}, 'pools', ${POOLS}, 'links', ${LINKS}, 'operations', ${OPERATIONS},
  'tasks', ${TASKS}, 'observations', ${OBSERVATIONS},
  'exclusions', coalesce((select jsonb_object_agg(x.alga_entity_type || ':' || x.alga_entity_id, x.reason)
    from accounting_sync_exclusions x where x.tenant = :tenant), '{}'),
  'trail', coalesce((select jsonb_object_agg(t.client_id, t.minor) from (
    select client_id, sum(receivable_minor) as minor from transactions where tenant = :tenant and currency = 'USD' group by client_id) t), '{}'),
  'connection', (select jsonb_build_object('status', c.status, 'isPaused', c.paused_at is not null,
    'autoSync', coalesce(cast(c.settings ->> 'autoSync' as boolean), false), 'goLiveDate', c.settings ->> 'goLiveDate',
    'connectedAt', c.connected_at, 'fencedBefore', greatest(coalesce(c.settings ->> 'goLiveDate', '9999-12-31'), coalesce((
      select max(greatest(e.after ->> 'goLiveDate', e.before ->> 'goLiveDate')) from audit_events e
      where e.tenant = c.tenant and e.entity_id = cast(c.connection_id as text)), '')))
    from accounting_connections c where c.tenant = :tenant and c.connection_id = :connectionId)
) as books`
