import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { findHoles } from './catalogue.ts'
import { protectTenantTable } from './protect.ts'
import { APP_ROLE, SYSTEM_ROLE } from './roles.ts'
import { SYSTEM_ACCESS, TABLES_OF_NO_TENANT } from './system-access.ts'

describe('the walls, as the database’s catalogue tells them', () => {
  let db: TestDatabase

  beforeAll(async () => {
    db = await createTestDatabase()
  })
  afterAll(() => db.close())

  it('leave no hole', async () => {
    expect(await findHoles(db.owner, TABLES_OF_NO_TENANT)).toEqual([])
  })

  it('let the system role do what is listed, and nothing else', async () => {
    const grants: { name: string; privileges: string[] }[] = (
      await db.owner.raw(
        `select table_name as name, array_agg(lower(privilege_type::text) order by privilege_type) as privileges
         from information_schema.role_table_grants
         where table_schema = 'public' and grantee = ? group by 1 order by 1`,
        [SYSTEM_ROLE],
      )
    ).rows
    const listed = Object.entries(SYSTEM_ACCESS).map(([name, privileges]) => ({
      name,
      privileges: privileges.toSorted(),
    }))
    expect(grants).toEqual(listed.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
  })

  it('are served by roles that own nothing and stand above nothing', async () => {
    const { rows } = await db.owner.raw(
      `select r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
         (select count(*) from pg_class c where c.relowner = r.oid) as owned,
         (select count(*) from pg_auth_members m where m.member = r.oid) as memberships
       from pg_roles r where r.rolname = any (?) order by 1`,
      [[APP_ROLE, SYSTEM_ROLE]],
    )
    const nothing = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
      memberships: 0,
    }
    expect(rows).toEqual([
      { rolname: APP_ROLE, ...nothing },
      { rolname: SYSTEM_ROLE, ...nothing },
    ])
  })

  it('are missed when they are missing', async () => {
    await db.owner.raw('create table bare (id int primary key, tenant uuid)')
    await db.owner.raw(`create table loose (loose_id int primary key)`)
    await db.owner.raw(`grant select on loose to ${APP_ROLE}`)
    await db.owner.raw(
      'create table wide (tenant uuid, id int, loose_id int references loose, primary key (tenant, id))',
    )
    await protectTenantTable(db.owner, 'wide', { app: ['select'] })
    await db.owner.raw(`create policy open_door on wide to ${APP_ROLE} using (true)`)
    expect(await findHoles(db.owner, TABLES_OF_NO_TENANT)).toEqual([
      'bare: row-level security is not enabled',
      'bare: row-level security is not forced',
      'bare: there is no tenant policy for the app role',
      'bare: the primary key does not begin with the tenant',
      'loose: has no tenant and is not listed as belonging to none',
      'loose: the app role may SELECT',
      'wide: there is no tenant policy for the app role',
      'wide: the foreign key wide_loose_id_fkey does not carry the tenant',
    ])
  })
})
