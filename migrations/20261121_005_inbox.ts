import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The inbox: what a tenant's people are asked to do, by whom, and how each request ended. */
export async function up(db: Knex): Promise<void> {
  await createDefinitions(db)
  await createTasks(db)
  await createAssignees(db)
  await createHistory(db)
}

/** Kinds of task that a tenant invents for itself; those of the product stand in code. */
async function createDefinitions(db: Knex): Promise<void> {
  await db.schema.createTable('inbox_task_definitions', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('definition_id').notNullable()
    t.text('name').notNullable()
    t.text('name_lower').notNullable()
    t.text('description').notNullable()
    t.text('default_priority').notNullable().checkIn(['low', 'normal', 'high', 'urgent'])
    t.integer('due_in_days').checkPositive()
    t.boolean('active').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('updated_at').notNullable()
    t.primary(['tenant', 'definition_id'])
    t.unique(['tenant', 'name_lower'])
  })
  await protectTenantTable(db, 'inbox_task_definitions', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('inbox_task_definition_roles', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('definition_id').notNullable()
    t.uuid('role_id').notNullable()
    t.primary(['tenant', 'definition_id', 'role_id'])
    t.foreign(['tenant', 'definition_id'])
      .references(['tenant', 'definition_id'])
      .inTable('inbox_task_definitions')
    t.foreign(['tenant', 'role_id']).references(['tenant', 'role_id']).inTable('roles').onDelete('CASCADE')
  })
  await protectTenantTable(db, 'inbox_task_definition_roles', { app: ['select', 'insert', 'delete'] })
}

async function createTasks(db: Knex): Promise<void> {
  await db.schema.createTable('inbox_tasks', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('task_id').notNullable()
    t.text('kind').notNullable()
    t.uuid('definition_id')
    // What fills the title's sentence, and the same words lower-cased for the search.
    t.jsonb('params').notNullable()
    t.text('search_text').notNullable()
    // What the resolution actions work with.
    t.jsonb('context').notNullable()
    t.bigInteger('money_minor')
    t.text('currency')
    t.text('priority').notNullable().checkIn(['low', 'normal', 'high', 'urgent'])
    t.specificType(
      'priority_rank',
      `smallint not null generated always as
         (case priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored`,
    )
    t.timestamp('due_at')
    t.timestamp('snoozed_until')
    t.text('status').notNullable().checkIn(['open', 'done', 'cancelled'])
    t.text('dedupe_key').notNullable()
    // How often the cause was reported while the task was open.
    t.integer('occurrences').notNullable()
    // How often it was handed to somebody; each time tells the new people once.
    t.integer('assignments').notNullable()
    t.uuid('claimed_by')
    t.timestamp('claimed_at')
    t.uuid('completed_by')
    t.timestamp('completed_at')
    t.text('resolution')
    t.jsonb('response')
    t.timestamp('raised_at').notNullable()
    t.timestamp('last_raised_at').notNullable()
    t.primary(['tenant', 'task_id'])
    t.foreign(['tenant', 'definition_id'])
      .references(['tenant', 'definition_id'])
      .inTable('inbox_task_definitions')
    t.foreign(['tenant', 'claimed_by']).references(['tenant', 'user_id']).inTable('users')
    t.foreign(['tenant', 'completed_by']).references(['tenant', 'user_id']).inTable('users')
    t.index(['tenant', 'status', 'raised_at', 'task_id'])
    t.check('(money_minor is null) = (currency is null)')
    t.check(`(status = 'open') = (completed_at is null)`)
    t.check('(claimed_by is null) = (claimed_at is null)')
  })
  // One open task per cause, however many report it at the same instant.
  await db.raw(
    `create unique index inbox_tasks_one_open on inbox_tasks (tenant, dedupe_key) where status = 'open'`,
  )
  await db.raw(`
    create index inbox_tasks_by_priority on inbox_tasks
      (tenant, status, priority_rank, (coalesce(due_at, 'infinity'::timestamptz)), task_id)`)
  await protectTenantTable(db, 'inbox_tasks', { app: ['select', 'insert', 'update'] })
}

/** To whom a task was given; a task without a row here is for everyone who may act on it. */
async function createAssignees(db: Knex): Promise<void> {
  await db.schema.createTable('inbox_task_assignees', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('task_id').notNullable()
    t.uuid('role_id')
    t.uuid('user_id')
    t.specificType('assignee_id', 'uuid not null generated always as (coalesce(role_id, user_id)) stored')
    t.primary(['tenant', 'task_id', 'assignee_id'])
    t.foreign(['tenant', 'task_id']).references(['tenant', 'task_id']).inTable('inbox_tasks')
    t.foreign(['tenant', 'role_id']).references(['tenant', 'role_id']).inTable('roles').onDelete('CASCADE')
    t.foreign(['tenant', 'user_id']).references(['tenant', 'user_id']).inTable('users')
    t.index(['tenant', 'role_id'])
    t.index(['tenant', 'user_id'])
    t.check('(role_id is null) <> (user_id is null)')
  })
  await protectTenantTable(db, 'inbox_task_assignees', { app: ['select', 'insert', 'delete'] })
}

async function createHistory(db: Knex): Promise<void> {
  await db.schema.createTable('inbox_task_events', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('task_id').notNullable()
    t.specificType('position', 'bigint generated always as identity')
    t.timestamp('happened_at').notNullable()
    t.text('event')
      .notNullable()
      .checkIn([
        'raised',
        'repeated',
        'assigned',
        'claimed',
        'released',
        'snoozed',
        'woken',
        'commented',
        'resolved',
        'closed',
      ])
    t.text('actor_kind').notNullable()
    t.text('actor_id').notNullable()
    t.text('actor_name').notNullable()
    t.jsonb('details').notNullable()
    t.primary(['tenant', 'task_id', 'position'])
    t.foreign(['tenant', 'task_id']).references(['tenant', 'task_id']).inTable('inbox_tasks')
  })
  await db.raw(`
    create trigger inbox_task_events_append_only before update or delete or truncate on inbox_task_events
    for each statement execute function refuse_change()`)
  await protectTenantTable(db, 'inbox_task_events', { app: ['select', 'insert'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('inbox_task_events')
  await db.schema.dropTable('inbox_task_assignees')
  await db.schema.dropTable('inbox_tasks')
  await db.schema.dropTable('inbox_task_definition_roles')
  await db.schema.dropTable('inbox_task_definitions')
}
