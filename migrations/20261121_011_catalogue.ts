import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** What is sold, how it is taxed, when it is due, and the next number of each kind of document. */
export async function up(db: Knex): Promise<void> {
  await createServices(db)
  await createTaxes(db)
  await createTerms(db)
  await createSequences(db)
  await db.schema.alterTable('clients', (t) => {
    t.uuid('terms_id')
    t.uuid('tax_region_id')
    t.boolean('tax_exempt').notNullable().defaultTo(false)
    // Terms have names and rules now; nothing is left that days alone could say.
    t.dropColumn('terms_days')
    t.foreign(['tenant', 'terms_id']).references(['tenant', 'terms_id']).inTable('payment_terms')
    t.foreign(['tenant', 'tax_region_id']).references(['tenant', 'tax_region_id']).inTable('tax_regions')
  })
}

async function createServices(db: Knex): Promise<void> {
  await db.schema.createTable('services', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('service_id').notNullable()
    t.text('kind').notNullable().checkIn(['service', 'product'])
    t.text('name').notNullable()
    // The name without case and accents, ordered by bytes, as clients have it.
    t.specificType('name_key', 'text collate "C" not null')
    t.text('description')
    t.text('sku')
    // In minor units of `currency`; a proposal for new lines, never looked at again once a line exists.
    t.bigInteger('unit_price_minor').notNullable().checkBetween([0, 1e14])
    t.specificType('currency', 'char(3)').notNullable()
    t.boolean('taxable').notNullable()
    t.text('status').notNullable().checkIn(['active', 'inactive'])
    t.integer('version').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'service_id'])
    t.index(['tenant', 'name_key', 'service_id'])
  })
  await db.raw(`create unique index services_name on services (tenant, name_key) where status = 'active'`)
  await protectTenantTable(db, 'services', { app: ['select', 'insert', 'update'] })
}

async function createTaxes(db: Knex): Promise<void> {
  await db.schema.createTable('tax_regions', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('tax_region_id').notNullable()
    t.text('name').notNullable()
    t.text('status').notNullable().checkIn(['active', 'inactive'])
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'tax_region_id'])
    t.unique(['tenant', 'name'])
  })
  await protectTenantTable(db, 'tax_regions', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('tax_rates', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('tax_rate_id').notNullable()
    t.uuid('tax_region_id').notNullable()
    t.text('name').notNullable()
    // Millionths: 8.875 % is 88750. A rate is never edited once a document used it, only ended.
    t.integer('rate_ppm').notNullable().checkBetween([0, 1_000_000])
    t.date('valid_from').notNullable()
    t.date('valid_to')
    t.timestamp('created_at').notNullable()
    t.primary(['tenant', 'tax_rate_id'])
    t.foreign(['tenant', 'tax_region_id']).references(['tenant', 'tax_region_id']).inTable('tax_regions')
    t.check('valid_to is null or valid_to >= valid_from')
    t.index(['tenant', 'tax_region_id'])
  })
  await protectTenantTable(db, 'tax_rates', { app: ['select', 'insert', 'update'] })
}

async function createTerms(db: Knex): Promise<void> {
  await db.schema.createTable('payment_terms', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('terms_id').notNullable()
    t.text('name').notNullable()
    // `net`: so many days after the invoice; `end_of_month`: so many days after the end of its month.
    t.text('rule').notNullable().checkIn(['net', 'end_of_month'])
    t.integer('days').notNullable().checkBetween([0, 365])
    t.boolean('is_default').notNullable()
    t.text('status').notNullable().checkIn(['active', 'inactive'])
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'terms_id'])
    t.unique(['tenant', 'name'])
  })
  await db.raw('create unique index payment_terms_default on payment_terms (tenant) where is_default')
  await protectTenantTable(db, 'payment_terms', { app: ['select', 'insert', 'update'] })
}

async function createSequences(db: Knex): Promise<void> {
  await db.schema.createTable('number_sequences', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.text('kind').notNullable().checkIn(['invoice', 'credit_note', 'prepayment'])
    t.text('prefix').notNullable()
    t.integer('digits').notNullable().checkBetween([1, 12])
    t.bigInteger('next_number').notNullable().checkPositive()
    t.primary(['tenant', 'kind'])
    // Two kinds of one prefix would sooner or later give two documents one number.
    t.unique(['tenant', 'prefix'])
  })
  await protectTenantTable(db, 'number_sequences', { app: ['select', 'insert', 'update'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('clients', (t) => {
    t.dropForeign(['tenant', 'terms_id'])
    t.dropForeign(['tenant', 'tax_region_id'])
    t.dropColumns('terms_id', 'tax_region_id', 'tax_exempt')
    t.integer('terms_days').notNullable().defaultTo(30)
  })
  for (const table of ['number_sequences', 'payment_terms', 'tax_rates', 'tax_regions', 'services']) {
    await db.schema.dropTable(table)
  }
}
