import { HARBOR } from '../../server/src/demo/companies.ts'
import type { BenchHost } from './bench-host.ts'
import type { SyncBench } from './bench-sync.ts'

/** Finalized invoices, all of them mapped; the first ones of five lines, the rest of one. Set by set, as the owner. */
export async function fillInvoices(bench: BenchHost, count: number, ofFiveLines: number): Promise<void> {
  const bindings = { tenant: HARBOR.tenant, count, ofFiveLines }
  // Without triggers: a line of a finalized invoice could not be inserted otherwise.
  await bench.fill('set session_replication_role = replica', {})
  await bench.fill(INVOICES, bindings)
  await bench.fill(LINES, bindings)
  await bench.fill('set session_replication_role = default', {})
  await bench.fill('analyze invoices, invoice_lines', {})
}

/** Those from here to there wait to go out. */
export async function queueInvoices(
  { bench, connection, clock }: SyncBench,
  from: number,
  to: number,
): Promise<void> {
  await bench.fill(OPERATIONS, {
    ...placeOf(connection),
    from,
    to,
    at: clock.now().toISOString(),
    status: 'pending',
  })
  await bench.fill('analyze accounting_sync_operations, tenant_external_entity_mappings', {})
}

/** Those from here to there are in the company, as if they had gone out. */
export async function linkInvoices(
  { bench, connection, clock }: SyncBench,
  from: number,
  to: number,
): Promise<void> {
  const bindings = { ...placeOf(connection), from, to, at: clock.now().toISOString() }
  await bench.fill(OPERATIONS, { ...bindings, status: 'done' })
  await bench.fill(LINKS, bindings)
  await bench.fill('analyze accounting_sync_operations, tenant_external_entity_mappings', {})
}

export const invoiceId = (n: number) => `be000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const placeOf = ({ adapterType, realm }: SyncBench['connection']) => ({
  tenant: HARBOR.tenant,
  adapterType,
  realm,
})

const id = (group: string, n: string) =>
  `('be000000-0000-4000-${group}-' || lpad(to_hex(${n}), 12, '0'))::uuid`

/** The first five clients whose currency is the company's are mapped. */
const CLIENT = `(select client_id, row_number() over (order by client_id) - 1 as place from clients
  where tenant = :tenant and currency = 'USD' order by client_id limit 5) c`

const LINES_OF = '(case when n <= :ofFiveLines then 5 else 1 end)'

const INVOICES = `
  insert into invoices (tenant, invoice_id, client_id, invoice_type, number, currency, issue_date, due_date,
    tax_exempt, parties, net_minor, tax_minor, total_minor, paid_minor, version, created_at, updated_at, finalized_at)
  select :tenant, ${id('8000', 'n')}, c.client_id, 'standard', 'B-' || lpad(n::text, 6, '0'), 'USD',
    date '2020-01-01' + n % 2000, date '2020-01-31' + n % 2000, false,
    '{"company": {}, "client": {}}', ${LINES_OF} * 10000, 0, ${LINES_OF} * 10000, 0, 1, '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'
  from generate_series(1, :count) n join ${CLIENT} on c.place = n % 5`

const LINES = `
  insert into invoice_lines (tenant, invoice_id, line_id, position, service_id, description, quantity,
    unit_price_minor, discount_minor, net_minor, taxable, tax_minor)
  select :tenant, ${id('8000', 'n')}, ${id('9000', 'n * 8 + p')}, p, s.service_id, 'Support', 1, 10000, 0, 10000,
    false, 0
  from generate_series(1, :count) n cross join generate_series(1, 5) p
  join (select service_id, row_number() over (order by service_id) - 1 as place, count(*) over () as services
    from services where tenant = :tenant) s on s.place = p % s.services
  where p <= ${LINES_OF}`

const OPERATIONS = `
  insert into accounting_sync_operations (tenant, op_id, adapter_type, target_realm, operation, rank,
    alga_entity_type, alga_entity_id, issue_date, document_number, client_id, amount_minor, currency, payload,
    status, attempts, generation, next_attempt_at, created_at, updated_at, processed_at)
  select i.tenant, ${id('a000', 'n')}, :adapterType, :realm, 'export_invoice', 1, 'invoice', i.invoice_id,
    i.issue_date, i.number, i.client_id, i.total_minor, i.currency, '{"clientName": "Bench"}', cast(:status as text), 0, 1,
    case when cast(:status as text) = 'pending' then cast(:at as timestamptz) end, cast(:at as timestamptz), cast(:at as timestamptz),
    case when cast(:status as text) = 'done' then cast(:at as timestamptz) end
  from generate_series(cast(:from as int), cast(:to as int)) n join invoices i on i.tenant = :tenant and i.invoice_id = ${id('8000', 'n')}`

const LINKS = `
  insert into tenant_external_entity_mappings (tenant, mapping_id, adapter_type, target_realm, alga_entity_type,
    alga_entity_id, external_kind, external_id, external_part, exclusive, external_number, status, metadata,
    generation, created_at, updated_at)
  select :tenant, ${id('b000', 'n')}, :adapterType, :realm, 'invoice', ${id('8000', 'n')}::text, 'invoice',
    'filled ' || n, '', true, 'B-' || lpad(n::text, 6, '0'), 'verified', '{}', 1, cast(:at as timestamptz),
    cast(:at as timestamptz)
  from generate_series(cast(:from as int), cast(:to as int)) n`
