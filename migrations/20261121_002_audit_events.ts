import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** Who did what: append-only for everyone, the owner included. Seals are laid over it afterwards. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('audit_events', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('event_id').notNullable()
    t.timestamp('recorded_at').notNullable()
    t.text('actor_kind').notNullable()
    t.text('actor_id').notNullable()
    t.text('actor_name').notNullable()
    t.text('action').notNullable()
    t.text('entity_type').notNullable()
    t.text('entity_id').notNullable()
    t.jsonb('before')
    t.jsonb('after')
    t.text('reason')
    t.text('request_id').notNullable()
    t.primary(['tenant', 'event_id'])
    t.index(['tenant', 'recorded_at', 'event_id'])
    t.index(['tenant', 'entity_type', 'entity_id', 'recorded_at'])
  })
  await db.raw(`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% on % is refused: the table is append-only', tg_op, tg_table_name using errcode = 'TT002';
    end $$`)
  await db.raw(`
    create trigger audit_events_append_only before update or delete or truncate on audit_events
    for each statement execute function refuse_change()`)
  await protectTenantTable(db, 'audit_events', { app: ['select', 'insert'], system: ['select', 'insert'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('audit_events')
  await db.raw('drop function refuse_change()')
}
