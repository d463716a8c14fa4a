import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** Sealed envelopes only: a dump of this table opens nothing without the key file. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('secrets', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('secret_id').notNullable()
    // What it is for, such as `quickbooks-tokens`, and whose: the id of a connection, say.
    t.text('purpose').notNullable()
    t.text('ref').notNullable()
    t.text('envelope').notNullable()
    // The key the envelope names too; here so that a rotation finds what is left to do.
    t.text('key_id').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'secret_id'])
    t.unique(['tenant', 'purpose', 'ref'])
  })
  await protectTenantTable(db, 'secrets', { app: ['select', 'insert', 'update', 'delete'] })

  // Key rotation crosses tenants and runs as the owner, from the command line; no serving role may.
  await db.raw('create policy owner_reads on secrets for select to current_user using (true)')
  await db.raw(
    'create policy owner_rewraps on secrets for update to current_user using (true) with check (true)',
  )
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('secrets')
}
