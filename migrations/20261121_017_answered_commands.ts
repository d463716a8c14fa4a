import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/**
 * What arrives twice is done once: the key that its sender made up, and what was answered. A row is
 * written in the transaction of the work itself, so it is there exactly when the work is done.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('answered_commands', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.text('command').notNullable()
    t.text('idempotency_key').notNullable()
    // Who asked for what; the input itself is not kept.
    t.text('fingerprint').notNullable()
    // Empty while the command is at work, which nobody else can see.
    t.jsonb('answer')
    t.timestamp('answered_at').notNullable()
    t.primary(['tenant', 'command', 'idempotency_key'])
    t.index(['tenant', 'answered_at'])
  })
  await protectTenantTable(db, 'answered_commands', { app: ['select', 'insert', 'update', 'delete'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('answered_commands')
}
