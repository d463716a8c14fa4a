import type { Trx } from '../host.ts'
import type { HeldUp } from './due.ts'
import { OPERATION, type StoredOperation } from './operation.ts'
import type { Target } from './place.ts'

export interface HeldFor extends Pick<HeldUp, 'operations' | 'money'> {
  /** Of these so many wait for something else too. */
  alsoForOthers: number
  /** What would go out if it were mapped: all but those. */
  freeMoney: HeldUp['money']
  /** Oldest first. */
  first: StoredOperation[]
}

/** What waits for one thing to be mapped: the first few, and how much in all. Two statements. */
export async function heldFor(
  trx: Trx,
  tenant: string,
  target: Target,
  cause: string,
  limit: number,
): Promise<HeldFor> {
  const which = { tenant, adapterType: target.adapterType, realm: target.realm, cause, limit }
  const first: { rows: StoredOperation[] } = await trx.raw(
    `select ${OPERATION} ${WAITING} order by o.issue_date, o.document_number, o.op_id limit :limit`,
    which,
  )
  const sums: { rows: Sum[] } = await trx.raw(
    `select o.currency, count(*)::int as operations, coalesce(sum(o.amount_minor), 0)::bigint as "amountMinor",
       (count(*) filter (where cardinality(o.waits_for) > 1))::int as others,
       (sum(o.amount_minor) filter (where cardinality(o.waits_for) = 1))::bigint as "freeMinor"
     ${WAITING} group by o.currency order by o.currency nulls last`,
    which,
  )
  return {
    first: first.rows,
    operations: sums.rows.reduce((sum, each) => sum + each.operations, 0),
    alsoForOthers: sums.rows.reduce((sum, each) => sum + each.others, 0),
    freeMoney: sums.rows.flatMap(({ currency, freeMinor }) =>
      currency === null || freeMinor === null ? [] : [{ currency, amountMinor: freeMinor }],
    ),
    money: sums.rows.flatMap(({ currency, amountMinor }) =>
      currency === null ? [] : [{ currency, amountMinor }],
    ),
  }
}

interface Sum {
  currency: string | null
  operations: number
  amountMinor: number
  others: number
  freeMinor: number | null
}

const WAITING = `
  from accounting_sync_operations o
  where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm and o.status = 'pending'
    and o.wait_reason = 'unmapped' and o.waits_for @> array[cast(:cause as text)]`

/** Which of ours these customers of theirs stand for, by their id. One statement. */
export async function takenAmong(
  trx: Trx,
  tenant: string,
  target: Target,
  externalKind: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows }: { rows: { externalId: string; entityId: string }[] } = await trx.raw(
    `select external_id as "externalId", alga_entity_id as "entityId" from tenant_external_entity_mappings
     where tenant = :tenant and adapter_type = :adapterType and target_realm = :realm and exclusive
       and external_kind = :externalKind and external_id = any (cast(:externalIds as text[]))
     order by external_id`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      externalKind,
      externalIds: [...externalIds],
    },
  )
  return new Map(rows.map((row) => [row.externalId, row.entityId]))
}
