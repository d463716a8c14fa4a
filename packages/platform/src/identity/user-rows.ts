import type { Knex } from 'knex'
import type { UserView } from '../contract/users.ts'
import type { Transaction } from '../db/tenancy.ts'
import { notFound } from '../problem.ts'

export interface UserRow {
  user_id: string
  audience: 'msp' | 'portal'
  client_id: string | null
  email: string
  display_name: string
  display_name_lower: string
  status: UserView['status']
  locale: string
  created_at: string
  last_signed_in_at: string | null
  has_password: boolean
  roles: UserView['roles']
}

export function selectUsers(trx: Transaction, tenant: string): Knex.QueryBuilder {
  return trx('users as u')
    .where('u.tenant', tenant)
    .select('u.user_id', 'u.audience', 'u.client_id', 'u.email', 'u.display_name', 'u.display_name_lower')
    .select('u.status', 'u.locale', 'u.created_at', 'u.last_signed_in_at')
    .select(
      trx.raw(`u.password_hash is not null as has_password`),
      trx.raw(`
        (select coalesce(json_agg(json_build_object('roleId', r.role_id, 'name', r.name)
                                  order by r.name, r.role_id), '[]')
           from user_roles ur join roles r on r.tenant = ur.tenant and r.role_id = ur.role_id
          where ur.tenant = u.tenant and ur.user_id = u.user_id) as roles`),
    )
}

export async function readUser(trx: Transaction, tenant: string, userId: string): Promise<UserRow> {
  const row: UserRow | undefined = await selectUsers(trx, tenant).where('u.user_id', userId).first()
  if (!row) throw notFound('user')
  return row
}

export const toUserView = (row: UserRow): UserView => ({
  userId: row.user_id,
  audience: row.audience,
  clientId: row.client_id,
  email: row.email,
  displayName: row.display_name,
  status: row.status,
  locale: row.locale,
  roles: row.roles,
  createdAt: row.created_at,
  lastSignedInAt: row.last_signed_in_at,
})
