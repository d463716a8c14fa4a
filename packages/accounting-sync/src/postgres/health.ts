import type { LinkStatus } from '../core/badge.ts'
import type { WaitReason } from '../core/operation.ts'
import type { Trx } from '../host.ts'
import type { Target } from './place.ts'

/** Open work of one kind of waiting, in one currency. */
export interface OpenWork {
  status: 'pending' | 'in_progress' | 'failed'
  waitReason: WaitReason | null
  currency: string | null
  operations: number
  amountMinor: number
  oldestAt: string
}

/** How much is waiting, why, since when and over how much money. */
export async function openWork(trx: Trx, tenant: string, target: Target): Promise<OpenWork[]> {
  const { rows } = await trx.raw(
    `select status, wait_reason as "waitReason", currency, count(*)::int as operations,
       coalesce(sum(amount_minor), 0)::bigint as "amountMinor", min(created_at) as "oldestAt"
     from accounting_sync_operations
     where tenant = ? and adapter_type = ? and target_realm = ?
       and status in ('pending', 'in_progress', 'failed')
     group by status, wait_reason, currency order by status, wait_reason nulls first, currency nulls first`,
    [tenant, target.adapterType, target.realm],
  )
  return rows
}

/** Documents of one state in the ledger, in one currency. */
export interface LedgerTotal {
  status: LinkStatus
  /** It differs, and a person lives with that. */
  accepted: boolean
  currency: string | null
  documents: number
  /** As they were meant: credits are taken off. */
  amountMinor: number
  /** By how much their totals differ, whichever way. */
  apartMinor: number
}

/** What the ledger knows to be over there, and how it stands, in money. */
export async function ledgerTotals(trx: Trx, tenant: string, target: Target): Promise<LedgerTotal[]> {
  const { rows } = await trx.raw(
    `select status, status = 'drift' and metadata ->> 'accepted' is not null as accepted,
       snapshot->>'currency' as currency, count(*)::int as documents,
       coalesce(sum(case alga_entity_type when 'credit_note' then -1 else 1 end
         * cast(snapshot->>'totalMinor' as bigint)), 0)::bigint as "amountMinor",
       coalesce(sum(${APART}), 0)::bigint as "apartMinor"
     from tenant_external_entity_mappings
     where tenant = ? and adapter_type = ? and target_realm = ?
       and alga_entity_type in ('invoice', 'credit_note')
     group by 1, 2, 3 order by 1, 2, 3 nulls first`,
    [tenant, target.adapterType, target.realm],
  )
  return rows
}

const APART = `case when status = 'drift' then (
  select sum(case d->>'field' when 'standing' then coalesce(cast(snapshot->>'totalMinor' as bigint), 0)
    else abs(cast(d->>'there' as bigint) - cast(d->>'here' as bigint)) end)
  from jsonb_array_elements(coalesce(differences, '[]')) d where d->>'field' in ('total', 'standing')) end`

/** Money that came in and is not applied, or not wholly, in one currency. */
export interface Received {
  currency: string | null
  payments: number
  amountMinor: number
}

/** What a gateway of ours took is recorded, whatever it is over there; what a person left so is no more to come. */
export async function receivedNotApplied(trx: Trx, tenant: string, target: Target): Promise<Received[]> {
  const { rows } = await trx.raw(
    `select o.currency, count(distinct o.external_id)::int as payments,
       coalesce(sum(cast(p ->> 'amountMinor' as bigint)), 0)::bigint as "amountMinor"
     from accounting_sync_observations o cross join jsonb_array_elements(o.problems) p
     where o.tenant = ? and o.adapter_type = ? and o.target_realm = ? and o.external_kind = 'payment'
       and p ->> 'reason' <> 'captured' and coalesce(o.decision ->> 'kind', '') <> 'left'
     group by o.currency order by o.currency nulls first`,
    [tenant, target.adapterType, target.realm],
  )
  return rows
}

/** Expired here and open there, in one currency. */
export interface ExpiredTotal {
  currency: string
  documents: number
  amountMinor: number
}

/**
 * Of credit notes that have run out of time here, those that stand over there and are still open as far as was seen:
 * by what is left on both sides.
 */
export async function expiredButOpen(
  trx: Trx,
  tenant: string,
  target: Target,
  expired: readonly { creditNoteId: string; currency: string; remainingMinor: number }[],
): Promise<ExpiredTotal[]> {
  if (expired.length === 0) return []
  const { rows } = await trx.raw(
    `select currency, count(*)::int as documents, sum(open)::bigint as "amountMinor" from (
       select w.currency, least(w.amount, coalesce(cast(m.metadata -> 'seen' ->> 'balanceMinor' as bigint), w.amount)) as open
       from unnest(cast(:ids as text[]), cast(:currencies as text[]), cast(:amounts as bigint[]))
         as w (id, currency, amount)
       join tenant_external_entity_mappings m on m.tenant = :tenant and m.adapter_type = :adapterType
         and m.target_realm = :realm and m.alga_entity_type = 'credit_note' and m.alga_entity_id = w.id
       where m.status <> 'voided' and not coalesce(m.differences @> '[{"field": "standing"}]', false)
     ) e where open > 0 group by currency order by currency`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      ids: expired.map((each) => each.creditNoteId),
      currencies: expired.map((each) => each.currency),
      amounts: expired.map((each) => each.remainingMinor),
    },
  )
  return rows
}

export interface Day {
  day: string
  done: number
  failed: number
}

/** What was settled each day of the tenant's calendar; days on which nothing was are left out. */
export async function settledPerDay(
  trx: Trx,
  tenant: string,
  target: Target,
  { from, timeZone }: { from: Date; timeZone: string },
): Promise<Day[]> {
  const { rows } = await trx.raw(
    `select (processed_at at time zone :timeZone)::date as day,
       count(*) filter (where status = 'done') as done, count(*) filter (where status = 'failed') as failed
     from accounting_sync_operations
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm
       and status in ('done', 'failed') and updated_at >= :from and processed_at >= :from
     group by 1 order by 1`,
    { tenant, adapterType: target.adapterType, realm: target.realm, from, timeZone },
  )
  return rows
}
