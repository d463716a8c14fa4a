import type { Knex } from 'knex'
import { protectSystemTable, protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** People: users of a tenant (its own or a client's), their roles, their sessions; operators above. */
export async function up(db: Knex): Promise<void> {
  await createUsers(db)
  await createRoles(db)
  await createSessions(db)
  await createMailLinks(db)
  await createOperators(db)
  await createSignInAttempts(db)
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'sign_in_attempts',
    'operator_sessions',
    'operators',
    'mail_links',
    'sessions',
    'user_roles',
    'role_permissions',
    'roles',
    'users',
  ]) {
    await db.schema.dropTable(table)
  }
}

async function createUsers(db: Knex): Promise<void> {
  await db.schema.createTable('users', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('user_id').notNullable()
    t.text('audience').notNullable().checkIn(['msp', 'portal'])
    // A portal user belongs to one client of the tenant; the module that keeps clients owns that id.
    t.uuid('client_id')
    t.text('email').notNullable()
    t.text('email_lower').notNullable()
    t.text('display_name').notNullable()
    // Searched by its beginning; lower-cased by us, since the database's own lower() may know only ASCII.
    t.text('display_name_lower').notNullable().defaultTo('')
    t.text('status').notNullable().checkIn(['invited', 'active', 'inactive'])
    t.text('password_hash')
    t.text('locale').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.timestamp('last_signed_in_at')
    t.primary(['tenant', 'user_id'])
    t.unique(['tenant', 'audience', 'email_lower'])
    t.index(['email_lower'])
    t.index(['tenant', 'display_name_lower', 'user_id'])
    t.check(`(audience = 'portal') = (client_id is not null)`)
  })
  // Row-level security keeps LIKE from using an index: searches are ranges over these two.
  await db.raw('create index users_name_search on users (tenant, display_name_lower text_pattern_ops)')
  await db.raw('create index users_email_search on users (tenant, email_lower text_pattern_ops)')
  await protectTenantTable(db, 'users', { app: ['select', 'insert', 'update'], system: ['select'] })
}

async function createRoles(db: Knex): Promise<void> {
  await db.schema.createTable('roles', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('role_id').notNullable()
    t.text('audience').notNullable().checkIn(['msp', 'portal'])
    // Built-in roles have a stable key (`admin`, `billing`, …); a tenant's own have none.
    t.text('key')
    t.text('name').notNullable()
    t.primary(['tenant', 'role_id'])
    t.unique(['tenant', 'key'])
    t.unique(['tenant', 'audience', 'name'])
  })
  await protectTenantTable(db, 'roles', { app: ['select', 'insert', 'update', 'delete'], system: ['select'] })

  await db.schema.createTable('role_permissions', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('role_id').notNullable()
    t.text('permission').notNullable()
    t.primary(['tenant', 'role_id', 'permission'])
    t.foreign(['tenant', 'role_id']).references(['tenant', 'role_id']).inTable('roles').onDelete('CASCADE')
  })
  await protectTenantTable(db, 'role_permissions', {
    app: ['select', 'insert', 'delete'],
    system: ['select'],
  })

  await db.schema.createTable('user_roles', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('user_id').notNullable()
    t.uuid('role_id').notNullable()
    t.primary(['tenant', 'user_id', 'role_id'])
    t.foreign(['tenant', 'user_id']).references(['tenant', 'user_id']).inTable('users')
    t.foreign(['tenant', 'role_id']).references(['tenant', 'role_id']).inTable('roles')
    t.index(['tenant', 'role_id'])
  })
  await protectTenantTable(db, 'user_roles', { app: ['select', 'insert', 'delete'], system: ['select'] })
}

async function createSessions(db: Knex): Promise<void> {
  await db.schema.createTable('sessions', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('session_id').notNullable()
    t.uuid('user_id').notNullable()
    // Only a digest of the cookie's token is kept: a dump of the database signs nobody in.
    t.text('token_digest').notNullable().unique()
    t.text('csrf_token').notNullable()
    t.text('ip').notNullable()
    t.text('user_agent').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('last_seen_at').notNullable()
    t.timestamp('expires_at').notNullable()
    t.timestamp('revoked_at')
    t.primary(['tenant', 'session_id'])
    t.foreign(['tenant', 'user_id']).references(['tenant', 'user_id']).inTable('users')
    t.index(['tenant', 'user_id'])
    t.index(['expires_at'])
  })
  await protectTenantTable(db, 'sessions', {
    app: ['select', 'insert', 'update'],
    system: ['select', 'update', 'delete'],
  })
}

/** One-time links sent by mail: invitations and password resets. */
async function createMailLinks(db: Knex): Promise<void> {
  await db.schema.createTable('mail_links', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('link_id').notNullable()
    t.uuid('user_id').notNullable()
    t.text('purpose').notNullable().checkIn(['invitation', 'password_reset'])
    t.text('token_digest').notNullable().unique()
    t.timestamp('created_at').notNullable()
    t.timestamp('expires_at').notNullable()
    t.timestamp('used_at')
    t.primary(['tenant', 'link_id'])
    t.foreign(['tenant', 'user_id']).references(['tenant', 'user_id']).inTable('users')
    t.index(['tenant', 'user_id'])
  })
  await protectTenantTable(db, 'mail_links', {
    app: ['select', 'insert', 'update'],
    system: ['select', 'delete'],
  })
}

async function createOperators(db: Knex): Promise<void> {
  await db.schema.createTable('operators', (t) => {
    t.uuid('operator_id').primary()
    t.text('email_lower').notNullable().unique()
    t.text('display_name').notNullable()
    t.text('password_hash').notNullable()
    t.text('locale').notNullable()
    t.timestamp('created_at').notNullable()
  })
  await protectSystemTable(db, 'operators', ['select', 'insert'])

  await db.schema.createTable('operator_sessions', (t) => {
    t.uuid('session_id').primary()
    t.uuid('operator_id').notNullable().references('operator_id').inTable('operators')
    t.text('token_digest').notNullable().unique()
    t.text('csrf_token').notNullable()
    t.text('ip').notNullable()
    t.text('user_agent').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('last_seen_at').notNullable()
    t.timestamp('expires_at').notNullable()
    t.timestamp('revoked_at')
  })
  await protectSystemTable(db, 'operator_sessions', ['select', 'insert', 'update', 'delete'])
}

/** Attempts per address and per account, written before the password is looked at; old ones are swept. */
async function createSignInAttempts(db: Knex): Promise<void> {
  await db.schema.createTable('sign_in_attempts', (t) => {
    t.uuid('attempt_id').primary()
    t.text('subject').notNullable()
    t.timestamp('attempted_at').notNullable()
    t.index(['subject', 'attempted_at'])
  })
  await protectSystemTable(db, 'sign_in_attempts', ['select', 'insert', 'delete'])
}
