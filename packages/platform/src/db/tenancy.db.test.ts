import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, insertTenant, TENANT_A, TENANT_B, type TestDatabase } from '../testing/index.ts'

describe('tenancy', () => {
  let db: TestDatabase

  beforeAll(async () => {
    db = await createTestDatabase({ max: 1 })
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterAll(() => db.close())

  it('shows a tenant its own rows and nobody else’s', async () => {
    const seen = await db.database.withTenant(TENANT_A, (trx) => trx('tenants').pluck('name'))
    expect(seen).toEqual(['Alder'])
  })

  it('refuses to write a row of another tenant', async () => {
    const row = {
      tenant: TENANT_B,
      event_id: TENANT_A,
      recorded_at: new Date(0),
      actor_kind: 'system',
      actor_id: 'x',
    }
    const rest = { actor_name: 'x', action: 'x', entity_type: 'x', entity_id: 'x', request_id: 'x' }
    await expect(
      db.database.withTenant(TENANT_A, (trx) => trx('audit_events').insert({ ...row, ...rest })),
    ).rejects.toThrow(/row-level security/)
  })

  it('is an error when no tenant is set', async () => {
    await expect(db.app('tenants').select()).rejects.toThrow(/no tenant is set/)
  })

  it('leaks nothing over a pooled connection after an aborted transaction', async () => {
    await expect(
      db.database.withTenant(TENANT_A, async (trx) => {
        await trx.raw('select 1/0')
      }),
    ).rejects.toThrow(/division by zero/)
    await expect(db.app('tenants').select()).rejects.toThrow(/no tenant is set/)
  })

  it('refuses what is no tenant id before it reaches the database', async () => {
    await expect(db.database.withTenant('', async () => 1)).rejects.toThrow(/tenant id/)
  })
})
