import { MOST_COUNTED } from '../contract/documents.ts'
import type { ChangeKind } from '../changes.ts'
import { ASKING, STANDINGS, type ArrivalDetails, type ArrivalStanding } from '../core/arrival.ts'
import type { Trx } from '../host.ts'
import type { Target } from './place.ts'
import { boundRun, rangesOf, type RunOf } from './viewer.ts'

/** Something that came in, as it is stored. Instants are ISO text. */
export interface StoredArrival extends Target {
  arrivalId: string
  epoch: number | null
  kind: ChangeKind
  externalId: string
  status: ArrivalStanding
  reason: string | null
  reference: string | null
  clientId: string | null
  amountMinor: number | null
  heldMinor: number | null
  currency: string | null
  dated: string | null
  changedAt: string | null
  details: ArrivalDetails
  documents: { id: string; number: string; amountMinor: number | null }[]
  at: string
}

export interface ArrivalFilter {
  from?: Date
  to?: Date
  status?: ArrivalStanding
  kind?: ChangeKind
  clientId?: string
  documentId?: string
  /** The beginning of what people call it, or of a document's number. */
  number?: string
  run?: RunOf
}

/**
 * A person is still asked about it: nothing came after it, and what it left behind is there and undecided.
 * Text is compared as it is stored, so that indexes serve.
 */
const OPEN = `(not exists (select from accounting_sync_arrivals l where l.tenant = a.tenant
    and l.adapter_type = a.adapter_type and l.target_realm = a.target_realm
    and l.external_kind = a.external_kind and l.external_id = a.external_id and l.at > a.at)
  and case a.outcome
    when 'differs' then exists (select from tenant_external_entity_mappings m where m.tenant = a.tenant
      and m.adapter_type = a.adapter_type and m.target_realm = a.target_realm
      and m.external_kind = a.external_kind and m.external_id = a.external_id
      and m.status = 'drift' and m.metadata ->> 'accepted' is null)
    else exists (select from accounting_sync_observations w where w.tenant = a.tenant
      and w.adapter_type = a.adapter_type and w.target_realm = a.target_realm
      and w.external_kind = a.external_kind and w.external_id = a.external_id and w.decision is null) end)`

const ASKS = `a.outcome in (${ASKING.map((each) => `'${each}'`).join(', ')})`

const standsAt = (status: ArrivalStanding): string => {
  if (status === 'settled') return `${ASKS} and not ${OPEN}`
  const asks = ASKING.some((each) => each === status)
  return `a.outcome = '${status}'${asks ? ` and ${OPEN}` : ''}`
}

const ARRIVAL = `a.arrival_id as "arrivalId", a.adapter_type as "adapterType", a.target_realm as realm,
  a.lease_epoch as epoch, a.external_kind as kind, a.external_id as "externalId",
  case when ${ASKS} and not ${OPEN} then 'settled' else a.outcome end as status,
  a.reason, a.reference, a.client_id as "clientId", a.amount_minor as "amountMinor",
  a.held_minor as "heldMinor", a.currency, a.dated, a.changed_at as "changedAt", a.details, a.at,
  coalesce((select jsonb_agg(jsonb_build_object('id', d.document_id, 'number', d.number,
      'amountMinor', d.amount_minor) order by d.number, d.document_id)
    from accounting_sync_arrival_documents d where d.tenant = a.tenant and d.arrival_id = a.arrival_id), '[]')
    as documents`

const BY_DOCUMENT = (condition: string) => `a.arrival_id in (
  select d.arrival_id from accounting_sync_arrival_documents d where d.tenant = :tenant and ${condition})`

const CONDITIONS: Record<Exclude<keyof ArrivalFilter, 'status'>, string> = {
  from: 'a.at >= :from',
  to: 'a.at < :to',
  kind: 'a.external_kind = :kind',
  clientId: 'a.client_id = :clientId',
  documentId: BY_DOCUMENT('d.document_id = :documentId'),
  number: `(a.search_key >= :small and a.search_key < :smallEnd or ${BY_DOCUMENT(
    '(d.number >= :number and d.number < :numberEnd or d.number >= :capitals and d.number < :capitalsEnd)',
  )})`,
  run: 'a.adapter_type = :runAdapter and a.target_realm = :runRealm and a.lease_epoch = :epoch',
}

function narrowed({ status, run, ...plain }: ArrivalFilter): {
  where: string
  values: Record<string, unknown>
} {
  const given = { ...plain, run }
  const keys = (Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]).filter(
    (key) => given[key] !== undefined,
  )
  return {
    where: [
      'a.tenant = :tenant',
      ...keys.map((key) => CONDITIONS[key]),
      ...(status === undefined ? [] : [standsAt(status)]),
    ].join(' and '),
    values: { ...plain, ...rangesOf(plain.number), ...boundRun(run) },
  }
}

/** The last one first; `after` is the last one of the page before. */
export async function listArrivals(
  trx: Trx,
  tenant: string,
  filter: ArrivalFilter,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<StoredArrival[]> {
  const { where, values } = narrowed(filter)
  const { rows } = await trx.raw(
    `select ${ARRIVAL} from accounting_sync_arrivals a
     where ${where} ${page.after === null ? '' : 'and (a.at, a.arrival_id) < (:placeAt, cast(:placeId as uuid))'}
     order by a.at desc, a.arrival_id desc limit :limit`,
    { tenant, ...values, placeAt: page.after?.at, placeId: page.after?.id, limit: page.limit },
  )
  return rows
}

export type ArrivalCounts = Record<ArrivalStanding, number>

export const noArrivals = (): ArrivalCounts =>
  Object.fromEntries(STANDINGS.map((each) => [each, 0])) as ArrivalCounts

/** How many stand each way, whatever state the filter names; each capped at one more than `MOST_COUNTED`. */
export async function countArrivals(trx: Trx, tenant: string, filter: ArrivalFilter): Promise<ArrivalCounts> {
  const { where, values } = narrowed({ ...filter, status: undefined })
  const { rows } = await trx.raw(
    `select ${STANDINGS.map(
      (each) => `(select count(*) from (select from accounting_sync_arrivals a
         where ${where} and ${standsAt(each)} limit :most) counted) as ${each}`,
    ).join(', ')}`,
    { tenant, ...values, most: MOST_COUNTED + 1 },
  )
  return rows[0]
}

export async function readArrival(
  trx: Trx,
  tenant: string,
  arrivalId: string,
): Promise<StoredArrival | null> {
  const { rows } = await trx.raw(
    `select ${ARRIVAL} from accounting_sync_arrivals a where a.tenant = ? and a.arrival_id = ?`,
    [tenant, arrivalId],
  )
  return rows[0] ?? null
}
