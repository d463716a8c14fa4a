import type { Transaction } from '@tieout/platform'
import { documentId, SHARED } from './twin-bodies.ts'

interface Company {
  tenant: string
  name: string
}

/** A connected company: its own, since nobody else's may be connected. */
export async function leaveCompany(
  trx: Transaction,
  company: Company,
  now: Date,
  { autoSync = true } = {},
): Promise<void> {
  const inAYear = new Date(now.getTime() + 365 * 24 * 3600 * 1000)
  await trx('accounting_connections').insert({
    tenant: company.tenant,
    connection_id: SHARED,
    adapter_type: 'qbo',
    target_realm: company.name,
    environment: 'sandbox',
    app: 'platform',
    status: 'connected',
    is_default: true,
    facts: JSON.stringify({ ...FACTS, name: `Books of ${company.name}` }),
    facts_at: now,
    settings: JSON.stringify({ autoSync, goLiveDate: '2026-01-01' }),
    access_expires_at: inAYear,
    refresh_expires_at: inAYear,
    connected_at: now,
    connected_by: SHARED,
    version: 1,
  })
}

const FACTS = {
  country: 'US',
  homeCurrency: 'USD',
  multiCurrency: false,
  numbersItself: false,
  automatedSalesTax: false,
  usesSalesTax: true,
  lineTax: 'flag',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
}

/** A draft of a batch, and a transaction that was refused. */
export async function leaveBatch(trx: Transaction, { tenant, name }: Company, now: Date): Promise<void> {
  const place = { tenant, adapter_type: 'qbo', target_realm: name }
  await trx('accounting_export_batches').insert({
    ...place,
    batch_id: SHARED,
    origin: 'manual',
    status: 'draft',
    filter: '{}',
    document_ids: [documentId(5)],
    created_by: SHARED,
    created_at: now,
    version: 1,
  })
  await trx('accounting_sync_operations').insert({
    ...place,
    op_id: SHARED,
    operation: 'export_invoice',
    alga_entity_type: 'invoice',
    alga_entity_id: documentId(4),
    rank: 1,
    issue_date: '2026-03-01',
    document_number: `Number of ${name}`,
    client_id: SHARED,
    amount_minor: 10_000,
    currency: 'USD',
    status: 'failed',
    attempts: 1,
    generation: 1,
    error_code: 'business_rule',
    last_error: `Said by ${name}`,
    payload: JSON.stringify({ clientName: `Client of ${name}` }),
    created_at: now,
    updated_at: now,
  })
}

/** What each has over there, what it is linked to, and whom it keeps out. */
export async function leaveMapping(trx: Transaction, { tenant, name }: Company, now: Date): Promise<void> {
  const place = { tenant, adapter_type: 'qbo', target_realm: name }
  await trx('accounting_sync_catalogue').insert({
    ...place,
    kind: 'customer',
    external_id: '1',
    name: `Customer of ${name}`,
    name_key: `customer of ${name}`.toLowerCase(),
    email: null,
    active: true,
    read_at: now,
  })
  await trx('tenant_external_entity_mappings').insert({
    ...place,
    mapping_id: SHARED,
    alga_entity_type: 'client',
    alga_entity_id: SHARED,
    external_kind: 'customer',
    external_id: '1',
    external_part: '',
    exclusive: true,
    external_name: `Customer of ${name}`,
    status: 'linked',
    metadata: '{}',
    generation: 1,
    created_at: now,
    updated_at: now,
  })
  await trx('accounting_sync_first_exports').insert({
    ...place,
    client_id: SHARED,
    chosen_by: SHARED,
    chosen_at: now,
  })
  await trx('accounting_sync_exclusions').insert({
    tenant,
    alga_entity_type: 'client',
    alga_entity_id: SHARED,
    reason: `Because ${name} says so`,
    excluded_by: SHARED,
    created_at: now,
  })
}
