import type { Permission } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'

export interface Person {
  userId: string
  displayName: string
  email: string
  locale: string
}

/** Active provider-side people of the transaction's tenant who hold a permission, in one statement. */
export async function peopleHolding(trx: Transaction, permission: Permission): Promise<Person[]> {
  const rows: { user_id: string; display_name: string; email: string; locale: string }[] = await trx(
    'users as u',
  )
    .whereExists((held) =>
      held
        .from('user_roles as ur')
        .join('role_permissions as rp', (on) =>
          on.on('rp.tenant', 'ur.tenant').on('rp.role_id', 'ur.role_id'),
        )
        .whereRaw('ur.tenant = u.tenant and ur.user_id = u.user_id')
        .where('rp.permission', permission),
    )
    .where({ 'u.audience': 'msp', 'u.status': 'active' })
    .orderBy('u.user_id')
    .select('u.user_id', 'u.display_name', 'u.email', 'u.locale')
  return rows.map((row) => ({
    userId: row.user_id,
    displayName: row.display_name,
    email: row.email,
    locale: row.locale,
  }))
}

/** What these people are called, whether they still work here or not. */
export async function namesOfPeople(
  trx: Transaction,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows: { user_id: string; display_name: string }[] = await trx('users')
    .whereIn('user_id', [...userIds])
    .orderBy('user_id')
    .select('user_id', 'display_name')
  return new Map(rows.map((row) => [row.user_id, row.display_name]))
}
