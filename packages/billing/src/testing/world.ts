import { createApplication, type Application, type UserActor } from '@tieout/platform'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
  type TestClock,
  type TestDatabase,
} from '@tieout/platform/testing'
import { catalogueUseCases, clientUseCases } from '../index.ts'

/** Two companies on a real database, and the use cases of clients and of the catalogue. */
export interface World {
  db: TestDatabase
  clock: TestClock
  app: Application
  close(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const db = await createTestDatabase({ max: 8 })
  await insertTenant(db.database, TENANT_A, 'Alder')
  await insertTenant(db.database, TENANT_B, 'Birch')
  const clock = testClock()
  const parts = { database: db.database, clock, ids: testIds(), log: testLog().log }
  return {
    db,
    clock,
    app: createApplication(parts, [...clientUseCases(), ...catalogueUseCases()]),
    close: () => db.close(),
  }
}

const CLIENT_PERMISSIONS = ['client:read', 'client:create', 'client:update'] as const

export function person(changes: Partial<UserActor> = {}): UserActor {
  return {
    kind: 'user',
    audience: 'msp',
    tenant: TENANT_A,
    userId: '00000000-0000-4000-8000-0000000000e1',
    displayName: 'Erin Example',
    email: 'erin@alder.example',
    locale: 'en',
    roleIds: [],
    permissions: new Set(CLIENT_PERMISSIONS),
    clientId: null,
    sessionId: '00000000-0000-4000-8000-0000000000f1',
    ...changes,
  }
}

/** `count` clients in one statement, for tests about many. */
export async function insertManyClients(
  db: TestDatabase,
  tenant: string,
  count: number,
  nameOf: (n: number) => string,
  firstId = 1,
): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => {
    const n = at + firstId
    const name = nameOf(n)
    return {
      client_id: `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`,
      display_name: name,
      display_name_lower: name.toLowerCase(),
      email: `office${n}@client-${n}.example`,
      status: n % 10 === 0 ? 'inactive' : 'active',
    }
  })
  await db.database.withTenant(tenant, (trx) =>
    trx.raw(
      `insert into clients (tenant, client_id, display_name, display_name_lower, name_key, email, email_lower,
         currency, status, created_at, updated_at, updated_by, version)
       select ?, r.client_id, r.display_name, r.display_name_lower, r.display_name_lower, r.email, r.email,
         'USD', r.status, '2026-01-01Z', '2026-01-01Z', 'test', 1
       from jsonb_to_recordset(?::jsonb)
         as r (client_id uuid, display_name text, display_name_lower text, email text, status text)`,
      [tenant, JSON.stringify(rows)],
    ),
  )
}
