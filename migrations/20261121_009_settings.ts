import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** What a tenant chose, one row per section; whatever it did not choose is the section's default. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('tenant_settings', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.text('section').notNullable()
    t.jsonb('value').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'section'])
  })
  await protectTenantTable(db, 'tenant_settings', { app: ['select', 'insert', 'update'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('tenant_settings')
}
