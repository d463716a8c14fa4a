import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** What of ours is what of theirs, and whether the two agreed when they last met. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('tenant_external_entity_mappings', describeMapping)
  await db.raw(`create unique index tenant_external_entity_mappings_entity
    on tenant_external_entity_mappings (tenant, adapter_type, target_realm, alga_entity_type, alga_entity_id)`)
  await db.raw(`create unique index tenant_external_entity_mappings_external
    on tenant_external_entity_mappings (tenant, adapter_type, target_realm, external_kind, external_id, external_part)
    where exclusive`)
  // Whether something is over there at all, in whichever company.
  await db.raw(`create index tenant_external_entity_mappings_anywhere
    on tenant_external_entity_mappings (tenant, alga_entity_type, alga_entity_id)`)
  await db.raw(`create index tenant_external_entity_mappings_state
    on tenant_external_entity_mappings (tenant, adapter_type, target_realm, status) where status <> 'linked'`)
  await protect(db, 'tenant_external_entity_mappings', { app: ['select', 'insert', 'update', 'delete'] })

  await db.schema.createTable('accounting_sync_exclusions', describeExclusion)
  await protect(db, 'accounting_sync_exclusions', { app: ['select', 'insert', 'delete'] })

  await db.schema.createTable('accounting_sync_catalogue', describeCatalogue)
  await protect(db, 'accounting_sync_catalogue', { app: ['select', 'insert', 'update', 'delete'] })
}

function describeMapping(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('mapping_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  // client | service | tax | terms | invoice | credit_note | payment | credit_allocation …
  t.text('alga_entity_type').notNullable()
  // Text, since a combination of tax rates is a thing to be mapped too.
  t.text('alga_entity_id').notNullable()
  t.text('external_kind').notNullable()
  t.text('external_id').notNullable()
  // '' or the part of their object that is ours: one line of a payment.
  t.text('external_part').notNullable()
  // Two services may share an item; two invoices never share a document.
  t.boolean('exclusive').notNullable()
  t.text('external_name')
  t.text('external_number')
  t.text('external_version')
  // linked | sent | verified | drift | voided
  t.text('status').notNullable().checkIn(['linked', 'sent', 'verified', 'drift', 'voided'])
  // What both sides last agreed on, or what we meant: the engine's words, never theirs.
  t.jsonb('snapshot')
  t.jsonb('differences')
  // What the mapping screen lets people add, such as a class.
  t.jsonb('metadata').notNullable()
  t.integer('generation').notNullable()
  t.timestamp('created_at').notNullable()
  t.timestamp('updated_at').notNullable()
  t.timestamp('sent_at')
  t.timestamp('verified_at')
  t.primary(['tenant', 'mapping_id'])
}

/** A client or a document that stays out, and why. */
function describeExclusion(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.text('alga_entity_type').notNullable().checkIn(['client', 'invoice'])
  t.uuid('alga_entity_id').notNullable()
  t.text('reason').notNullable()
  t.uuid('excluded_by').notNullable()
  t.timestamp('created_at').notNullable()
  t.primary(['tenant', 'alga_entity_type', 'alga_entity_id'])
}

/** What there is to map to, as last read: pickers search here and cost no call. */
function describeCatalogue(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  t.text('kind').notNullable()
  t.text('external_id').notNullable()
  t.text('name').notNullable()
  t.specificType('name_key', 'text collate "C"').notNullable()
  t.text('detail')
  t.text('email')
  t.specificType('currency', 'char(3)')
  t.boolean('active').notNullable()
  t.text('entry_group')
  t.timestamp('read_at').notNullable()
  t.primary(['tenant', 'adapter_type', 'target_realm', 'kind', 'external_id'])
  t.index(['tenant', 'adapter_type', 'target_realm', 'kind', 'name_key'])
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'accounting_sync_catalogue',
    'accounting_sync_exclusions',
    'tenant_external_entity_mappings',
  ]) {
    await db.schema.dropTable(table)
  }
}
