import type { Knex } from 'knex'
import { protectSystemTable, protectTenantTable } from '../packages/platform/src/db/protect.ts'

/**
 * What recurs, and when it is due next. A sweep turns due rows into jobs. Work that crosses tenants
 * (clean-ups, sweeps of other modules) stands in a table of its own, because a tenant's row must name
 * a tenant that exists and the app role must never see the others.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('job_schedules', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('schedule_id').notNullable()
    describeSchedule(t)
    t.primary(['tenant', 'schedule_id'])
    t.unique(['tenant', 'kind', 'singleton_key'])
  })
  await protectTenantTable(db, 'job_schedules', {
    app: ['select', 'insert', 'update', 'delete'],
    system: ['select', 'update'],
  })

  await db.schema.createTable('system_job_schedules', (t) => {
    t.uuid('schedule_id').notNullable()
    describeSchedule(t)
    t.primary(['schedule_id'])
    t.unique(['kind', 'singleton_key'])
  })
  await protectSystemTable(db, 'system_job_schedules', ['select', 'insert', 'update', 'delete'])
}

function describeSchedule(t: Knex.CreateTableBuilder): void {
  t.text('kind').notNullable()
  t.text('singleton_key').notNullable()
  // Either an interval or a cron with its time zone.
  t.integer('every_seconds')
  t.text('cron')
  t.text('time_zone')
  t.jsonb('payload').notNullable()
  t.timestamp('next_due_at').notNullable()
  t.timestamp('last_run_at')
  t.timestamp('created_at').notNullable()
  t.index(['next_due_at'])
  t.check('every_seconds >= 60')
  t.check('(every_seconds is null) = (cron is not null)')
  t.check('(cron is null) = (time_zone is null)')
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('system_job_schedules')
  await db.schema.dropTable('job_schedules')
}
