import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'
import { APP_ROLE, SYSTEM_ROLE } from '../packages/platform/src/db/roles.ts'

/** Tenancy: who we keep books for, and the one function every policy asks. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create function app_tenant() returns uuid language plpgsql stable as $$
    declare chosen text := current_setting('app.tenant', true);
    begin
      -- After a transaction the setting is '', not unset: both mean nobody chose a tenant.
      if chosen is null or chosen = '' then
        raise exception 'no tenant is set' using errcode = 'TT001';
      end if;
      return chosen::uuid;
    end $$`)
  await db.raw(`grant usage on schema public to ${APP_ROLE}, ${SYSTEM_ROLE}`)

  await db.schema.createTable('tenants', (t) => {
    t.uuid('tenant').primary()
    t.text('slug').notNullable().unique()
    t.text('name').notNullable()
    t.text('time_zone').notNullable()
    t.text('locale').notNullable()
    t.timestamp('created_at').notNullable()
  })
  await protectTenantTable(db, 'tenants', { app: ['select', 'update'], system: ['select', 'insert'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('tenants')
  await db.raw('drop function app_tenant()')
  await db.raw(`revoke usage on schema public from ${APP_ROLE}, ${SYSTEM_ROLE}`)
}
