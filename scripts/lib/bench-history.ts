import { HARBOR } from '../../server/src/demo/companies.ts'
import type { SyncBench } from './bench-sync.ts'

/**
 * What years leave behind, `rows` in all: receipts, what they are linked to, work that was done, runs. One
 * statement a table, as the owner, without triggers and foreign keys, and nobody waits for the disk.
 */
export async function fillHistory({ bench, connection, clock }: SyncBench, rows: number): Promise<void> {
  const bindings = {
    tenant: HARBOR.tenant,
    adapterType: connection.adapterType,
    realm: connection.realm,
    at: clock.now().toISOString(),
  }
  await bench.fill('set session_replication_role = replica', {})
  await bench.fill('set synchronous_commit = off', {})
  for (const table of [RECEIPTS, LINKS, OPERATIONS]) {
    await bench.fill(table, { ...bindings, rows: Math.round(rows * 0.3) })
  }
  await bench.fill(CYCLES, { ...bindings, rows: Math.round(rows * 0.1) })
  await bench.fill('set session_replication_role = default', {})
  await bench.fill(
    'analyze payments, tenant_external_entity_mappings, accounting_sync_operations, accounting_sync_cycles',
    {},
  )
}

const id = (group: string) => `('be000000-0000-4000-${group}-' || lpad(to_hex(n), 12, '0'))::uuid`
const EACH = 'generate_series(1, cast(:rows as int)) n'

const RECEIPTS = `
  insert into payments (tenant, payment_id, client_id, provider, provider_reference, content_hash, method,
    reference, paid_on, currency, amount_minor, unapplied_minor, recorded_at)
  select :tenant, ${id('8100')}, c.client_id, 'quickbooks', 'history ' || n, 'history', 'quickbooks',
    'CHQ ' || n, date '2020-01-01' + n % 2000, 'USD', 100, 100, cast(:at as timestamptz)
  from ${EACH} cross join (select client_id from clients where tenant = :tenant and currency = 'USD'
    order by client_id limit 1) c`

const LINKS = `
  insert into tenant_external_entity_mappings (tenant, mapping_id, adapter_type, target_realm, alga_entity_type,
    alga_entity_id, external_kind, external_id, external_part, exclusive, status, metadata, generation,
    created_at, updated_at)
  select :tenant, ${id('b100')}, :adapterType, :realm, 'payment', ${id('8100')}::text, 'payment',
    'history ' || n, '', true, 'verified', '{}', 1, cast(:at as timestamptz), cast(:at as timestamptz)
  from ${EACH}`

const OPERATIONS = `
  insert into accounting_sync_operations (tenant, op_id, adapter_type, target_realm, operation, rank,
    alga_entity_type, alga_entity_id, issue_date, document_number, client_id, amount_minor, currency, payload,
    status, attempts, generation, created_at, updated_at, processed_at)
  select :tenant, ${id('a100')}, :adapterType, :realm, 'export_invoice', 1, 'invoice', ${id('8200')},
    date '2020-01-01' + n % 2000, 'H-' || n, c.client_id, 100, 'USD', '{}', 'done', 0, 1,
    cast(:at as timestamptz), cast(:at as timestamptz), cast(:at as timestamptz)
  from ${EACH} cross join (select client_id from clients where tenant = :tenant and currency = 'USD'
    order by client_id limit 1) c`

/** Within the days that runs are kept, none of them idle, so that they do not become one. */
const CYCLES = `
  insert into accounting_sync_cycles (tenant, cycle_id, adapter_type, target_realm, trigger, status, lease_epoch,
    started_at, first_started_at, finished_at, cursor_after, stats)
  select :tenant, ${id('c100')}, :adapterType, :realm, 'schedule', 'done', 0, s.at, s.at, s.at, s.at, '{}'
  from ${EACH} cross join lateral (
    select cast(:at as timestamptz) - interval '1 day' - n * interval '1 minute' as at) s`
