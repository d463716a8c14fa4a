import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** Every run for a tenant and a company: when, from where to where, and what it did. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_sync_cycles', describeCycle)
  await db.raw(`create index accounting_sync_cycles_newest
    on accounting_sync_cycles (tenant, adapter_type, target_realm, started_at desc)`)
  await db.raw(`create index accounting_sync_cycles_running
    on accounting_sync_cycles (tenant, adapter_type, target_realm) where status = 'running'`)
  await protect(db, 'accounting_sync_cycles', { app: ['select', 'insert', 'update', 'delete'] })
}

function describeCycle(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('cycle_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  // schedule | sync_now | connect | worker
  t.text('trigger').notNullable()
  t.text('status').notNullable().checkIn(['running', 'done', 'failed', 'abandoned'])
  t.bigInteger('lease_epoch').notNullable()
  t.timestamp('started_at').notNullable()
  // When the first of the runs folded into this line began.
  t.timestamp('first_started_at').notNullable()
  t.timestamp('finished_at')
  t.text('cursor_before')
  t.text('cursor_after')
  // What it is at and how far, for the progress bar; then what it did.
  t.jsonb('stats').notNullable()
  // Nothing was to be done. Idle runs in a row are one line.
  t.boolean('idle').notNullable().defaultTo(false)
  t.integer('repeats').notNullable().defaultTo(1)
  t.text('error')
  t.primary(['tenant', 'cycle_id'])
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('accounting_sync_cycles')
}
