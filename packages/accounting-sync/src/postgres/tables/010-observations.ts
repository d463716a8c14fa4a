import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** What came from over there and could not be applied, or not all of it: kept until it can, or is gone. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_sync_observations', describeObservation)
  await protect(db, 'accounting_sync_observations', { app: ['select', 'insert', 'update', 'delete'] })
  // Whose is what of theirs: every change that comes in asks.
  await db.raw(`create index tenant_external_entity_mappings_theirs
    on tenant_external_entity_mappings (tenant, adapter_type, target_realm, external_kind, external_id)`)
}

function describeObservation(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  // payment | customer | invoice | credit_memo | refund
  t.text('external_kind').notNullable()
  t.text('external_id').notNullable()
  // As it came last, in the engine's words; null when it could not be read.
  t.jsonb('change')
  // As it came, where it could not be read.
  t.jsonb('raw')
  // Why it is not applied, each part to the cent.
  t.jsonb('problems').notNullable()
  // The same problems again are not told again.
  t.text('fingerprint').notNullable()
  t.bigInteger('amount_minor')
  t.specificType('currency', 'char(3)')
  // What a person decided about it, as long as the problems stay the same.
  t.jsonb('decision')
  t.timestamp('first_seen_at').notNullable()
  t.timestamp('updated_at').notNullable()
  t.primary(['tenant', 'adapter_type', 'target_realm', 'external_kind', 'external_id'])
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index tenant_external_entity_mappings_theirs')
  await db.schema.dropTable('accounting_sync_observations')
}
