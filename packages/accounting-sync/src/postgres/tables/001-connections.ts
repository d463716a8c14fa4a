import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** Which companies a tenant is connected to, and the consent that is on its way. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_connections', describeConnection)
  // A company is linked to one tenant at most, whoever asks: the index sees across tenants.
  await db.raw(`create unique index accounting_connections_company
    on accounting_connections (adapter_type, environment, target_realm) where status <> 'disconnected'`)
  await db.raw(`create unique index accounting_connections_default
    on accounting_connections (tenant, adapter_type) where is_default`)
  await protect(db, 'accounting_connections', {
    app: ['select', 'insert', 'update'],
    // The sweep over what is due, and whose a company is.
    system: ['select'],
  })
  await db.schema.createTable('accounting_consents', describeConsent)
  await protect(db, 'accounting_consents', {
    app: ['select', 'insert', 'update', 'delete'],
    // The way back from the consent page knows no tenant yet, only the state.
    system: ['select'],
  })
}

function describeConnection(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('connection_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  // sandbox | intuit_sandbox | production, or the adapter's own words; from an allow-list.
  t.text('environment').notNullable()
  // Whose app consented: the installation's or the tenant's own.
  t.text('app').notNullable().checkIn(['platform', 'own'])
  t.text('status').notNullable().checkIn(['connected', 'expired', 'disconnected'])
  t.boolean('is_default').notNullable()
  // What the company said about itself, and when.
  t.jsonb('facts').notNullable()
  t.timestamp('facts_at').notNullable()
  // Patched key by key, never written whole: {autoSync, goLiveDate, createCustomers, fallbackItemId, …}.
  t.jsonb('settings').notNullable()
  t.text('paused_reason')
  t.uuid('paused_by')
  t.timestamp('paused_at')
  t.timestamp('access_expires_at').notNullable()
  t.timestamp('refresh_expires_at').notNullable()
  t.timestamp('refresh_hard_expires_at')
  // The narrowest warning given since the token was renewed: 14, 7 or 2 days; and for the end that no
  // renewal moves.
  t.integer('warned_days')
  t.integer('warned_hard_days')
  // Who is renewing the token right now, and until when nobody else tries.
  t.text('refresh_holder')
  t.timestamp('refreshing_until')
  t.text('recurring_job_id')
  t.timestamp('connected_at').notNullable()
  t.uuid('connected_by').notNullable()
  t.timestamp('disconnected_at')
  t.text('expired_reason')
  // The lease on a cycle: who holds it, until when, and the number that fences late writers off.
  t.text('lease_holder')
  t.timestamp('lease_until')
  t.bigInteger('lease_epoch').notNullable().defaultTo(0)
  // The breaker: closed while null.
  t.timestamp('down_until')
  t.integer('down_count').notNullable().defaultTo(0)
  t.integer('version').notNullable()
  t.primary(['tenant', 'connection_id'])
  t.unique(['tenant', 'adapter_type', 'target_realm'])
  t.check('(paused_at is null) = (paused_reason is null)')
}

function describeConsent(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  // Only its hash is kept; the state itself travels with the browser.
  t.text('state_hash').notNullable()
  t.uuid('user_id').notNullable()
  t.text('session_hash').notNullable()
  t.text('adapter_type').notNullable()
  t.text('environment').notNullable()
  t.text('app').notNullable()
  t.text('return_to').notNullable()
  t.timestamp('expires_at').notNullable()
  t.timestamp('used_at')
  t.primary(['tenant', 'state_hash'])
  t.unique(['state_hash'])
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('accounting_consents')
  await db.schema.dropTable('accounting_connections')
}
