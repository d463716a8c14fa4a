import type { Knex } from 'knex'
import { APP_ROLE, SYSTEM_ROLE } from './roles.ts'

export type Privilege = 'select' | 'insert' | 'update' | 'delete'

export interface Grants {
  app: Privilege[]
  /** Only for tables listed in system-access.ts; a test compares the two. */
  system?: Privilege[]
}

/**
 * Puts a tenant table behind its wall: row-level security enabled and forced, one policy for the
 * app role, and, where listed, one for the system role. Called by the migration that creates the
 * table. Migrations that have landed depend on what this does: add to it, never change it.
 */
export async function protectTenantTable(db: Knex, table: string, grants: Grants): Promise<void> {
  await db.raw('alter table ?? enable row level security', [table])
  await db.raw('alter table ?? force row level security', [table])
  await db.raw(
    `create policy tenant_isolation on ?? to ${APP_ROLE}
       using (tenant = (select app_tenant())) with check (tenant = (select app_tenant()))`,
    [table],
  )
  await db.raw(`grant ${grants.app.join(', ')} on ?? to ${APP_ROLE}`, [table])
  if (!grants.system) return
  await db.raw(`create policy system_access on ?? to ${SYSTEM_ROLE} using (true) with check (true)`, [table])
  await db.raw(`grant ${grants.system.join(', ')} on ?? to ${SYSTEM_ROLE}`, [table])
}

/** For the few tables that belong to no tenant, such as operators: the app role gets nothing. */
export async function protectSystemTable(db: Knex, table: string, privileges: Privilege[]): Promise<void> {
  await db.raw(`grant ${privileges.join(', ')} on ?? to ${SYSTEM_ROLE}`, [table])
}
