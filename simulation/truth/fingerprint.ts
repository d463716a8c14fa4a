import type { Knex } from 'knex'
import type { SimTenant } from '../world.ts'

/** What an idle cycle and a told-again history must leave as it is, each table as one text of its rows. */
const TABLES = [
  'invoices',
  'payments',
  'invoice_payments',
  'credits',
  'credit_allocations',
  'transactions',
  'tenant_external_entity_mappings',
  'accounting_sync_operations',
  'accounting_sync_frames',
  'accounting_sync_attempts',
  'accounting_sync_observations',
  'accounting_export_batches',
  'inbox_tasks',
  'inbox_task_events',
] as const

export type Fingerprint = Readonly<Record<string, string>>

const rowsOf = (
  table: string,
) => `'${table}', (select md5(coalesce(string_agg(cast(to_jsonb(x) as text), ',' order by cast(to_jsonb(x) as text)), ''))
  from ${table} x where x.tenant = :tenant)`

export async function fingerprintOf(owner: Knex, { tenant }: SimTenant): Promise<Fingerprint> {
  const { rows } = await owner.raw(`select jsonb_build_object(${TABLES.map(rowsOf).join(', ')}) as prints`, {
    tenant,
  })
  return rows[0].prints
}

export const changedIn = (before: Fingerprint, after: Fingerprint): string[] =>
  TABLES.filter((each) => before[each] !== after[each])
