import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** A hash chain over what the audit holds, laid down afterwards so that business never waits for it. */
export async function up(db: Knex): Promise<void> {
  await createQueue(db)

  await db.schema.createTable('audit_seals', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.bigInteger('seq').notNullable()
    // No foreign key: that an event is gone is what the seal must outlive to tell.
    t.uuid('event_id').notNullable()
    t.text('previous_hash').notNullable()
    t.text('hash').notNullable()
    t.timestamp('sealed_at').notNullable()
    t.primary(['tenant', 'seq'])
    t.unique(['tenant', 'event_id'])
  })
  await makeAppendOnly(db, 'audit_seals')
  await protectTenantTable(db, 'audit_seals', { app: ['select'], system: ['select', 'insert'] })

  // One row closes each batch of seals: how far it reached, and a chain of its own.
  await db.schema.createTable('audit_seal_runs', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.bigInteger('head_seq').notNullable()
    t.text('head_hash').notNullable()
    t.integer('sealed_count').notNullable()
    // Every event recorded before this instant had been sealed when the run ended.
    t.timestamp('through').notNullable()
    t.timestamp('sealed_at').notNullable()
    t.text('previous_run_hash').notNullable()
    t.text('run_hash').notNullable()
    t.primary(['tenant', 'head_seq'])
  })
  await makeAppendOnly(db, 'audit_seal_runs')
  await protectTenantTable(db, 'audit_seal_runs', { app: ['select'], system: ['select', 'insert'] })

  // The verification runs as the owner of the tables, and forced row-level security hides from
  // an owner all rows that no policy shows.
  for (const table of ['tenants', 'audit_events', 'audit_unsealed', 'audit_seals', 'audit_seal_runs']) {
    await db.raw('create policy owner_reads on ?? for select to current_user using (true)', [table])
  }

  // The audit page narrows by who and by what.
  await db.raw('create index audit_events_by_actor on audit_events (tenant, actor_id, recorded_at, event_id)')
  await db.raw(
    'create index audit_events_by_action on audit_events (tenant, action text_pattern_ops, recorded_at)',
  )
}

/**
 * What still has to be sealed. Filled by a trigger in the business transaction itself, so that no
 * event is lost to the chain however late it commits and whatever its clock said; emptied by the
 * sealer. That nothing waits is also how an idle sealer knows it at the price of one index look-up.
 */
async function createQueue(db: Knex): Promise<void> {
  await db.schema.createTable('audit_unsealed', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('event_id').notNullable()
    t.timestamp('recorded_at').notNullable()
    t.primary(['tenant', 'event_id'])
    t.index(['tenant', 'recorded_at', 'event_id'])
    t.index(['recorded_at'])
  })
  await db.raw(`
    create function queue_for_sealing() returns trigger language plpgsql as $$
    begin
      insert into audit_unsealed (tenant, event_id, recorded_at)
      select tenant, event_id, recorded_at from recorded order by recorded_at, event_id;
      return null;
    end $$`)
  await db.raw(`
    create trigger audit_events_await_sealing after insert on audit_events
    referencing new table as recorded for each statement execute function queue_for_sealing()`)
  await protectTenantTable(db, 'audit_unsealed', {
    app: ['select', 'insert'],
    system: ['select', 'insert', 'delete'],
  })
}

async function makeAppendOnly(db: Knex, table: string): Promise<void> {
  await db.raw(
    `create trigger ?? before update or delete or truncate on ??
     for each statement execute function refuse_change()`,
    [`${table}_append_only`, table],
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop policy owner_reads on tenants')
  await db.raw('drop policy owner_reads on audit_events')
  await db.raw('drop index audit_events_by_actor, audit_events_by_action')
  await db.schema.dropTable('audit_seal_runs')
  await db.schema.dropTable('audit_seals')
  await db.raw('drop trigger audit_events_await_sealing on audit_events')
  await db.raw('drop function queue_for_sealing()')
  await db.schema.dropTable('audit_unsealed')
}
