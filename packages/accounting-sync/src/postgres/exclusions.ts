import type { Trx } from '../host.ts'
import { letGoBehind } from './due.ts'
import { plainText } from './json.ts'

/** A client or a document that stays out, and why. */
export interface Exclusion {
  entityType: 'client' | 'invoice'
  entityId: string
  reason: string
  excludedBy: string
  createdAt: string
}

const EXCLUSION = `alga_entity_type as "entityType", alga_entity_id as "entityId", reason,
  excluded_by as "excludedBy", created_at as "createdAt"`

/**
 * Keeps it out from now on; what is queued for it waits with that reason. What is on its way arrives.
 * Answers how many wait now; null when it was out already, whose reason then stands.
 */
export async function exclude(
  trx: Trx,
  tenant: string,
  exclusion: Pick<Exclusion, 'entityType' | 'entityId' | 'reason'> & { by: string; at: Date },
): Promise<number | null> {
  const { rows } = await trx.raw(
    `with excluded as (
       insert into accounting_sync_exclusions (tenant, alga_entity_type, alga_entity_id, reason, excluded_by, created_at)
       values (:tenant, :entityType, :entityId, :reason, :by, :at)
       on conflict (tenant, alga_entity_type, alga_entity_id) do nothing returning 1
     ), held as (
       update accounting_sync_operations o set wait_reason = 'excluded', waits_for = null, next_attempt_at = null,
         updated_at = :at
       where o.tenant = :tenant and o.status = 'pending' and ${CONCERNED[exclusion.entityType]}
         and exists (select from excluded)
       returning o.op_id, o.alga_entity_id
     ), ${letGoBehind('held')}
     select (select count(*) from excluded) as excluded, (select count(*) from held) as held`,
    { tenant, ...exclusion, reason: plainText(exclusion.reason) },
  )
  return rows[0].excluded === 1 ? rows[0].held : null
}

const CONCERNED = {
  client: 'o.client_id = :entityId',
  invoice: `o.alga_entity_id = :entityId and o.alga_entity_type in ('invoice', 'credit_note')`,
}

/**
 * Takes it back in; what waited for that is due, unless the other exclusion keeps it out. Two statements,
 * since the second has to see what the first left. Null when it was not out.
 */
export async function include(
  trx: Trx,
  tenant: string,
  { entityType, entityId, at }: Pick<Exclusion, 'entityType' | 'entityId'> & { at: Date },
): Promise<number | null> {
  const gone = await trx('accounting_sync_exclusions')
    .where({ tenant, alga_entity_type: entityType, alga_entity_id: entityId })
    .delete()
  if (gone === 0) return null
  const { rowCount } = await trx.raw(
    `update accounting_sync_operations o set wait_reason = null, next_attempt_at = :at, updated_at = :at
     where o.tenant = :tenant and o.status = 'pending' and o.wait_reason = 'excluded'
       and ${CONCERNED[entityType]} and not exists (
         select from accounting_sync_exclusions x where x.tenant = :tenant
           and ((x.alga_entity_type = 'client' and x.alga_entity_id = o.client_id)
             or (x.alga_entity_type = 'invoice' and x.alga_entity_id = o.alga_entity_id)))`,
    { tenant, entityId, at },
  )
  return rowCount
}

/** Which of these stay out: by themselves or by their client. One statement for producers and planners. */
export async function excludedAmong(
  trx: Trx,
  tenant: string,
  wanted: { clientIds: readonly string[]; documentIds: readonly string[] },
): Promise<Exclusion[]> {
  const { rows } = await trx.raw(
    `select ${EXCLUSION} from accounting_sync_exclusions where tenant = :tenant
       and ((alga_entity_type = 'client' and alga_entity_id = any (cast(:clientIds as uuid[])))
         or (alga_entity_type = 'invoice' and alga_entity_id = any (cast(:documentIds as uuid[]))))
     order by alga_entity_type, alga_entity_id`,
    { tenant, clientIds: [...wanted.clientIds], documentIds: [...wanted.documentIds] },
  )
  return rows
}

/** Newest first; `after` is the last one of the page before. */
export async function listExclusions(
  trx: Trx,
  tenant: string,
  page: { after: Pick<Exclusion, 'createdAt' | 'entityId'> | null; limit: number },
): Promise<Exclusion[]> {
  const { rows } = await trx.raw(
    `select ${EXCLUSION} from accounting_sync_exclusions where tenant = :tenant
       ${page.after === null ? '' : 'and (created_at, alga_entity_id) < (:createdAt, cast(:entityId as uuid))'}
     order by created_at desc, alga_entity_id desc limit :limit`,
    {
      tenant,
      createdAt: page.after?.createdAt,
      entityId: page.after?.entityId,
      limit: page.limit,
    },
  )
  return rows
}
