import { createBuiltInRoles, type BuiltInRoleKey } from '../access/permissions.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'

export interface NewTenant {
  tenant: string
  slug: string
  name: string
  timeZone: string
  locale: string
}

/** A company with its built-in roles, whose ids it answers. Run again it completes what is missing. */
export async function createTenant(
  database: Database,
  { tenant, slug, name, timeZone, locale }: NewTenant,
  ports: { clock: Clock; ids: Ids },
): Promise<Record<BuiltInRoleKey, string>> {
  await database.withSystem(async (trx) => {
    await trx('tenants')
      .insert({ tenant, slug, name, time_zone: timeZone, locale, created_at: ports.clock.now() })
      .onConflict('tenant')
      .ignore()
  })
  return await database.withTenant(tenant, (trx) => createBuiltInRoles(trx, tenant, ports.ids))
}

export interface Company {
  name: string
  slug: string
  timeZone: string
  locale: string
}

export async function readCompany(trx: Transaction, tenant: string): Promise<Company> {
  const row: { name: string; slug: string; time_zone: string; locale: string } | undefined = await trx(
    'tenants',
  )
    .where({ tenant })
    .first('name', 'slug', 'time_zone', 'locale')
  if (!row) throw new Error('there is no such tenant')
  return { name: row.name, slug: row.slug, timeZone: row.time_zone, locale: row.locale }
}
