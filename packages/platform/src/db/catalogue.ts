import type { Knex } from 'knex'
import { APP_ROLE } from './roles.ts'

/**
 * Reads from the database's own catalogue whether every tenant table stands behind its wall. Kept
 * beside the product, not in a test file, so that other hosts can check their tables the same way.
 * Answers one sentence for each hole.
 */
export async function findHoles(db: Knex, systemTables: readonly string[]): Promise<string[]> {
  const tables: TableFacts[] = (await db.raw(TABLES)).rows
  const found = tables.flatMap((table) =>
    table.has_tenant ? tenantTableHoles(table) : systemTableHoles(table, systemTables),
  )
  const keys: { name: string; key: string }[] = (await db.raw(FOREIGN_KEYS)).rows
  return [
    ...found,
    ...keys.map(({ name, key }) => `${name}: the foreign key ${key} does not carry the tenant`),
  ]
}

interface TableFacts {
  name: string
  has_tenant: boolean
  enabled: boolean
  forced: boolean
  isolated: boolean
  key_starts_with: string | null
  app_privileges: string[]
}

function tenantTableHoles(table: TableFacts): string[] {
  return [
    ...(table.enabled ? [] : [`${table.name}: row-level security is not enabled`]),
    ...(table.forced ? [] : [`${table.name}: row-level security is not forced`]),
    ...(table.isolated ? [] : [`${table.name}: there is no tenant policy for the app role`]),
    ...(table.key_starts_with === 'tenant'
      ? []
      : [`${table.name}: the primary key does not begin with the tenant`]),
  ]
}

function systemTableHoles(table: TableFacts, systemTables: readonly string[]): string[] {
  return [
    ...(systemTables.includes(table.name)
      ? []
      : [`${table.name}: has no tenant and is not listed as belonging to none`]),
    ...(table.app_privileges.length === 0
      ? []
      : [`${table.name}: the app role may ${table.app_privileges.join(', ')}`]),
  ]
}

const TABLES = `
  select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped) as has_tenant,
    exists (
      select from pg_policy p join pg_roles r on r.oid = any (p.polroles)
      where p.polrelid = c.oid and r.rolname = '${APP_ROLE}' and p.polpermissive
        and pg_get_expr(p.polqual, p.polrelid) like '%tenant = %app_tenant()%'
        and pg_get_expr(p.polwithcheck, p.polrelid) like '%tenant = %app_tenant()%'
    ) and not exists (
      -- A second permissive policy for the app role, or for everybody, would open the wall again.
      select from pg_policy p
      where p.polrelid = c.oid and p.polpermissive
        and (0 = any (p.polroles) or (select oid from pg_roles where rolname = '${APP_ROLE}') = any (p.polroles))
        and coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) not like '%app_tenant()%'
    ) as isolated,
    (select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid and i.indisprimary) as key_starts_with,
    array (select g.privilege_type::text from information_schema.role_table_grants g
      where g.table_schema = 'public' and g.table_name = c.relname and g.grantee = '${APP_ROLE}'
      order by 1) as app_privileges
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  order by c.relname`

const FOREIGN_KEYS = `
  select c.conrelid::regclass::text as name, c.conname as key
  from pg_constraint c
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace
    and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'tenant')
    and not exists (
      select from pg_attribute a
      where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'tenant'
    )
  order by 1, 2`
