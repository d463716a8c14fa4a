import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** Clients: whom a tenant works for and keeps its books about. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('clients', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('client_id').notNullable()
    t.text('display_name').notNullable()
    t.text('display_name_lower').notNullable()
    // The name without case and accents. Ordered by bytes, so that one index serves both the sorting
    // and the search by a name's beginning, on every machine alike.
    t.specificType('name_key', 'text collate "C" not null')
    t.text('legal_name')
    t.text('email')
    t.specificType('email_lower', 'text collate "C"')
    t.text('phone')
    t.specificType('currency', 'char(3) not null')
    t.integer('terms_days').notNullable().checkBetween([0, 365])
    t.text('address_line1')
    t.text('address_line2')
    t.text('city')
    t.text('region')
    t.text('postal_code')
    t.specificType('country', 'char(2)')
    t.text('notes')
    t.text('status').notNullable().checkIn(['active', 'inactive'])
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    // The name of who changed it last, for whoever was editing at the same time.
    t.text('updated_by').notNullable()
    // Counts the changes: an edit made from an older one is refused.
    t.integer('version').notNullable().checkPositive()
    // Somebody looked this version over and said that it is right as it is.
    t.integer('confirmed_version')
    t.primary(['tenant', 'client_id'])
    t.check(`currency ~ '^[A-Z]{3}$'`)
    t.check(`country ~ '^[A-Z]{2}$'`)
    t.check('(email is null) = (email_lower is null)')
    t.index(['tenant', 'name_key', 'client_id'])
    t.index(['tenant', 'status', 'name_key', 'client_id'])
    t.index(['tenant', 'email_lower'])
    t.index(['tenant', 'created_at', 'client_id'])
    t.index(['tenant', 'updated_at', 'client_id'])
  })
  // Two active clients of one name cannot be told apart in a list or on an invoice. An inactive one
  // gives its name free: a client that left must not block the next of that name forever.
  await db.raw(`
    create unique index clients_one_active_name on clients (tenant, display_name_lower)
    where status = 'active'`)
  await protectTenantTable(db, 'clients', { app: ['select', 'insert', 'update'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('clients')
}
