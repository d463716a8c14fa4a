import type { Accepted } from '../core/accepted.ts'
import { badgeStateOf, type BadgeState, type LinkStatus } from '../core/badge.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { OperationKind, WaitReason } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** What a list says of a document. Instants are ISO text. */
export interface Badge {
  documentId: string
  state: BadgeState
  verified: boolean
  externalKind: string | null
  externalId: string | null
  number: string | null
  sentAt: string | null
  verifiedAt: string | null
  /** The operation that is open, if one is: what it does and why it waits or failed. */
  operation: {
    operationId: string
    kind: OperationKind
    waitReason: WaitReason | null
    errorCode: ErrorCode | null
    nextAttemptAt: string | null
    /** One key for each thing that has to be mended first. */
    waitsFor: string[]
  } | null
  /** Why it stays out: itself, or its client. */
  excludedBecause: string | null
  /** Of one that differs: who lives with that, and why. */
  accepted: Accepted | null
}

export interface BadgeFacts extends Omit<Badge, 'state' | 'verified' | 'operation'> {
  link: LinkStatus | null
  open: 'pending' | 'in_progress' | 'failed' | null
  operationId: string | null
  kind: OperationKind
  waitReason: WaitReason | null
  errorCode: ErrorCode | null
  nextAttemptAt: string | null
  waitsFor: string[] | null
}

/** The badges of a page of documents, in the order given, in one statement however many there are. */
export async function badgesOf(
  trx: Trx,
  tenant: string,
  target: Target,
  documentIds: readonly string[],
): Promise<Badge[]> {
  if (documentIds.length === 0) return []
  const { rows }: { rows: BadgeFacts[] } = await trx.raw(BADGES, {
    tenant,
    adapterType: target.adapterType,
    realm: target.realm,
    ids: [...documentIds],
    texts: [...documentIds],
  })
  return rows.map(badgeFrom)
}

export function badgeFrom(facts: BadgeFacts): Badge {
  const { link, open, operationId, kind, waitReason, errorCode, nextAttemptAt, waitsFor, ...known } = facts
  const why = { waitReason, errorCode, nextAttemptAt, waitsFor: waitsFor ?? [] }
  return {
    ...known,
    state: badgeStateOf(link, open),
    verified: link === 'verified',
    operation: operationId === null ? null : { operationId, kind, ...why },
  }
}

/**
 * The ids come as text too: the ledger knows things by text, and under row-level security an index serves
 * no condition with a cast in it, since PostgreSQL takes it for something that might leak.
 */
export const badgesIn = (adapterType: string, realm: string): string => `
  select w.id as "documentId", m.status as link, m.external_kind as "externalKind",
    m.external_id as "externalId", m.external_number as number, m.sent_at as "sentAt",
    m.verified_at as "verifiedAt", o.status as open,
    o.op_id as "operationId", o.operation as kind, o.wait_reason as "waitReason",
    o.error_code as "errorCode", o.next_attempt_at as "nextAttemptAt",
    to_jsonb(o.waits_for) as "waitsFor", coalesce(x.reason, y.reason) as "excludedBecause",
    case when m.status = 'drift' then m.metadata -> 'accepted' end as accepted
  from unnest(cast(:ids as uuid[]), cast(:texts as text[])) with ordinality as w (id, text_id, position)
  left join tenant_external_entity_mappings m on m.tenant = :tenant and m.adapter_type = ${adapterType}
    and m.target_realm = ${realm} and m.alga_entity_type in ('invoice', 'credit_note')
    and m.alga_entity_id = w.text_id
  left join lateral (
    select * from accounting_sync_operations o
    where o.tenant = :tenant and o.alga_entity_type in ('invoice', 'credit_note') and o.alga_entity_id = w.id
      and o.adapter_type = ${adapterType} and o.target_realm = ${realm}
      and o.status in ('pending', 'in_progress', 'failed')
    order by o.status = 'failed' desc, o.created_at desc, o.op_id limit 1
  ) o on true
  left join accounting_sync_exclusions x on x.tenant = :tenant and x.alga_entity_type = 'invoice'
    and x.alga_entity_id = w.id
  left join accounting_sync_exclusions y on y.tenant = :tenant and y.alga_entity_type = 'client'
    and y.alga_entity_id = o.client_id
  order by w.position`

const BADGES = badgesIn(':adapterType', ':realm')

/** The documents behind a chip of the list: a difference that somebody accepted is one, and asks for nobody. */
export type Chip = 'attention' | 'queued' | 'drift'

const CHIPS: Record<Chip, string> = {
  attention: 'failed or (drifted and not accepted)',
  queued: 'waiting and not failed and not drifted',
  drift: 'drifted and not failed',
}

const STANDING = `
  with standing as (
    select id, bool_or(waiting) as waiting, bool_or(failed) as failed, bool_or(drifted) as drifted,
      bool_or(accepted) as accepted from (
      select alga_entity_id as id, status <> 'failed' as waiting, status = 'failed' as failed, false as drifted,
        false as accepted
      from accounting_sync_operations
      where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
        and status in ('pending', 'in_progress', 'failed') and alga_entity_type in ('invoice', 'credit_note')
      union all
      select cast(alga_entity_id as uuid), false, false, true, metadata ->> 'accepted' is not null from tenant_external_entity_mappings
      where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and status = 'drift'
        and alga_entity_type in ('invoice', 'credit_note')
    ) each group by id
  )`

/** How many documents stand behind each chip, by the same rules as the badges. */
export async function countChips(trx: Trx, tenant: string, target: Target): Promise<Record<Chip, number>> {
  const { rows } = await trx.raw(
    `${STANDING} select ${Object.entries(CHIPS)
      .map(([chip, condition]) => `count(*) filter (where ${condition}) as ${chip}`)
      .join(', ')} from standing`,
    { tenant, adapterType: target.adapterType, realm: target.realm },
  )
  return rows[0]
}

/** Their ids, as a subquery of one column called `id` that a host narrows its own list with. */
export const documentsBehind = (tenant: string, { adapterType, realm }: Target, chip: Chip) => ({
  sql: `${STANDING} select id from standing where ${CHIPS[chip]}`,
  values: { tenant, adapterType, realm },
})
