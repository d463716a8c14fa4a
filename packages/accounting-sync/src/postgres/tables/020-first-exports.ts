import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** Clients that get a customer over there with their first document, because a person chose so for them. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_sync_first_exports', (t) => {
    t.uuid('tenant').notNullable()
    t.text('adapter_type').notNullable()
    t.text('target_realm').notNullable()
    t.uuid('client_id').notNullable()
    t.uuid('chosen_by').notNullable()
    t.timestamp('chosen_at').notNullable()
    t.primary(['tenant', 'adapter_type', 'target_realm', 'client_id'])
  })
  await protect(db, 'accounting_sync_first_exports', { app: ['select', 'insert', 'delete'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('accounting_sync_first_exports')
}
