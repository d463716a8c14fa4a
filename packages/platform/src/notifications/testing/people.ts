import type { UserActor } from '../../access/actor.ts'
import type { Clock } from '../../clock.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  type TestDatabase,
} from '../../testing/index.ts'
import type { NotificationDraft } from '../notifier.ts'

const user = (n: number) => `00000000-0000-4000-8000-0000000001${n.toString(16).padStart(2, '0')}`
export const [ANN, BEN, CEM, DEA, PIA] = [user(1), user(2), user(3), user(4), user(5)]
const ROLE = user(255)

export const draft = (key: string, change: Partial<NotificationDraft> = {}): NotificationDraft => ({
  kind: 'task_assigned',
  dedupeKey: key,
  to: { permission: 'billing:read' },
  params: { tasks: 2 },
  link: '/inbox/1',
  channels: ['bell', 'mail'],
  ...change,
})

export const actor = (userId: string, tenant = TENANT_A): UserActor => ({
  kind: 'user',
  audience: userId === PIA ? 'portal' : 'msp',
  tenant,
  userId,
  displayName: 'Someone',
  email: 'someone@example.com',
  locale: 'en',
  roleIds: [],
  permissions: new Set(),
  clientId: userId === PIA ? user(9) : null,
  sessionId: 'session',
})

/** Two tenants with the same people under the same ids. */
export async function createPeopledDatabase(clock: Clock): Promise<TestDatabase> {
  const db = await createTestDatabase({ max: 12 })
  for (const [tenant, name] of [
    [TENANT_A, 'Alder'],
    [TENANT_B, 'Birch'],
  ] as const) {
    await insertTenant(db.database, tenant, name)
    await insertPeople(db, clock, tenant)
  }
  return db
}

/** Ann and Ben hold the permission; Cem has left, Dea is a colleague without it, Pia is a client's. */
async function insertPeople(db: TestDatabase, clock: Clock, tenant: string): Promise<void> {
  const person = (userId: string, name: string, change: Record<string, unknown> = {}) => ({
    tenant,
    user_id: userId,
    audience: 'msp',
    client_id: null,
    email: `${name}@example.com`,
    email_lower: `${name}@example.com`,
    display_name: name,
    status: 'active',
    locale: name === 'ben' ? 'de' : 'en',
    created_at: clock.now(),
    updated_at: clock.now(),
    ...change,
  })
  await db.database.withTenant(tenant, async (trx) => {
    await trx('users').insert([
      person(ANN, 'ann'),
      person(BEN, 'ben'),
      person(CEM, 'cem', { status: 'inactive' }),
      person(DEA, 'dea'),
      person(PIA, 'pia', { audience: 'portal', client_id: user(9) }),
    ])
    await trx('roles').insert({ tenant, role_id: ROLE, audience: 'msp', key: 'billing', name: 'Billing' })
    await trx('role_permissions').insert({ tenant, role_id: ROLE, permission: 'billing:read' })
    await trx('user_roles').insert([ANN, BEN, CEM, PIA].map((id) => ({ tenant, user_id: id, role_id: ROLE })))
  })
}
