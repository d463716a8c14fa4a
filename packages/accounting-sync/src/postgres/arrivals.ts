import type { Arrival } from '../core/arrival.ts'
import type { Trx } from '../host.ts'
import { jsonText } from './json.ts'
import type { Target } from './place.ts'

export interface ArrivalDraft extends Arrival {
  arrivalId: string
}

/** What came in, for whoever writes it together with something else: the first steps of a statement. */
export const writingArrivals = (fence: string) => `
  arrived as (
    insert into accounting_sync_arrivals (tenant, arrival_id, adapter_type, target_realm, lease_epoch, external_kind,
      external_id, outcome, reason, reference, search_key, client_id, amount_minor, held_minor, currency, dated, changed_at,
      details, told_as, at)
    select :tenant, a."arrivalId", :adapterType, :realm, cast(:epoch as bigint), a."externalKind", a."externalId",
      a.outcome, a.reason, a.reference, lower(a.reference), a."clientId", a."amountMinor", a."heldMinor", a.currency, a.dated,
      a."changedAt", a.details, a."toldAs", :at
    from jsonb_to_recordset(cast(:arrivals as jsonb)) as a ("arrivalId" uuid, "externalKind" text,
      "externalId" text, outcome text, reason text, reference text, "clientId" uuid, "amountMinor" bigint,
      "heldMinor" bigint, currency text, dated date, "changedAt" timestamptz, details jsonb, "toldAs" text)
    where ${fence}
    order by a."externalKind", a."externalId"
    on conflict do nothing
    returning arrival_id
  ), touched as (
    insert into accounting_sync_arrival_documents (tenant, arrival_id, document_id, number, amount_minor)
    select :tenant, arrived.arrival_id, d."documentId", d.number, d."amountMinor"
    from arrived
    join jsonb_to_recordset(cast(:arrivals as jsonb)) as a ("arrivalId" uuid, documents jsonb)
      on a."arrivalId" = arrived.arrival_id
    cross join jsonb_to_recordset(a.documents) as d ("documentId" uuid, number text, "amountMinor" bigint)
    order by arrived.arrival_id, d."documentId"
  )`

/** Alone. `epoch`: of the run that brought them; null: a person looked. Answers how many were new. */
export async function writeArrivals(
  trx: Trx,
  tenant: string,
  { adapterType, realm, epoch }: Target & { epoch: number | null },
  arrivals: readonly ArrivalDraft[],
  at: Date,
): Promise<number> {
  if (arrivals.length === 0) return 0
  const { rows } = await trx.raw(
    `with ${writingArrivals('true')} select count(*)::int as noted from arrived`,
    {
      tenant,
      adapterType,
      realm,
      epoch,
      at,
      arrivals: jsonText(arrivals),
    },
  )
  return rows[0].noted
}

/** Answers how many were forgotten. */
export async function forgetArrivals(trx: Trx, tenant: string, before: Date): Promise<number> {
  const { rows } = await trx.raw(FORGET, { tenant, before })
  return rows[0].forgotten
}

const FORGET = `
  with gone as (
    delete from accounting_sync_arrivals where tenant = :tenant and at < :before returning arrival_id
  ), named as (
    delete from accounting_sync_arrival_documents d using gone
    where d.tenant = :tenant and d.arrival_id = gone.arrival_id
  )
  select count(*)::int as forgotten from gone`
