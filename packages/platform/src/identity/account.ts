import type { UserActor } from '../access/actor.ts'
import type { Permission } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'

/** A user as an actor, in columns: joined to a session or read alone, it is one statement either way. */
export const actorColumns = `
  u.tenant, u.user_id, u.audience, u.display_name, u.email, u.locale, u.client_id,
  array(select ur.role_id::text from user_roles ur
        where ur.tenant = u.tenant and ur.user_id = u.user_id order by 1) as role_ids,
  array(select distinct rp.permission from user_roles ur
        join role_permissions rp on rp.tenant = ur.tenant and rp.role_id = ur.role_id
        where ur.tenant = u.tenant and ur.user_id = u.user_id order by 1) as permissions`

export interface ActorRow {
  tenant: string
  user_id: string
  audience: 'msp' | 'portal'
  display_name: string
  email: string
  locale: string
  client_id: string | null
  role_ids: string[]
  permissions: Permission[]
}

export function toActor(row: ActorRow, sessionId: string): UserActor {
  return {
    kind: 'user',
    audience: row.audience,
    tenant: row.tenant,
    userId: row.user_id,
    displayName: row.display_name,
    email: row.email,
    locale: row.locale,
    roleIds: row.role_ids,
    permissions: new Set(row.permissions),
    clientId: row.client_id,
    sessionId,
  }
}

export async function readActor(
  trx: Transaction,
  tenant: string,
  userId: string,
  sessionId: string,
): Promise<UserActor> {
  const { rows } = await trx.raw<{ rows: ActorRow[] }>(
    `select ${actorColumns} from users u where u.tenant = ? and u.user_id = ?`,
    [tenant, userId],
  )
  const row = rows[0]
  if (!row) throw new Error('an actor must be a user')
  return toActor(row, sessionId)
}

/** One account that an e-mail address may mean; the same address can have one in several companies. */
export interface Account {
  tenant: string
  userId: string
  audience: 'msp' | 'portal'
  email: string
  displayName: string
  status: 'invited' | 'active' | 'inactive'
  locale: string
  passwordHash: string | null
  company: { name: string; slug: string }
}

/** More than this many companies behind one address must say which one they mean. */
const MOST_ACCOUNTS = 10

/** Crosses tenants: at sign-in nobody has chosen one yet. */
export async function findAccounts(
  trx: Transaction,
  wanted: { email: string; audience: 'msp' | 'portal'; slug?: string },
): Promise<Account[]> {
  const query = trx('users as u')
    .join('tenants as t', 't.tenant', 'u.tenant')
    .where({ 'u.email_lower': wanted.email.toLowerCase(), 'u.audience': wanted.audience })
    .orderBy('t.slug')
    .limit(MOST_ACCOUNTS)
    .select(
      'u.tenant',
      'u.user_id',
      'u.audience',
      'u.email',
      'u.display_name',
      'u.status',
      'u.locale',
      'u.password_hash',
    )
    .select('t.name', 't.slug')
  if (wanted.slug) void query.where('t.slug', wanted.slug)
  const rows: AccountRow[] = await query
  return rows.map(toAccount)
}

export interface AccountRow {
  tenant: string
  user_id: string
  audience: Account['audience']
  email: string
  display_name: string
  status: Account['status']
  locale: string
  password_hash: string | null
  name: string
  slug: string
}

export const toAccount = (row: AccountRow): Account => ({
  tenant: row.tenant,
  userId: row.user_id,
  audience: row.audience,
  email: row.email,
  displayName: row.display_name,
  status: row.status,
  locale: row.locale,
  passwordHash: row.password_hash,
  company: { name: row.name, slug: row.slug },
})
