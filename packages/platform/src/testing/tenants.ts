import type { SystemActor } from '../access/actor.ts'
import type { Database } from '../db/tenancy.ts'

export const TENANT_A = '00000000-0000-4000-8000-00000000000a'
export const TENANT_B = '00000000-0000-4000-8000-00000000000b'

export async function insertTenant(database: Database, tenant: string, name: string): Promise<void> {
  await database.withSystem(async (trx) => {
    await trx('tenants').insert({
      tenant,
      slug: name.toLowerCase().replaceAll(' ', '-'),
      name,
      time_zone: 'America/New_York',
      locale: 'en',
      created_at: new Date('2026-01-01T00:00:00.000Z'),
    })
  })
}

export const systemActor = (tenant: string, name = 'test'): SystemActor => ({ kind: 'system', tenant, name })
