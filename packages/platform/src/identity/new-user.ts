import type { Transaction } from '../db/tenancy.ts'
import { emailTaken } from './refusals.ts'

export interface NewUser {
  userId: string
  audience: 'msp' | 'portal'
  /** The client a portal user belongs to; `null` for the provider's own people. */
  clientId: string | null
  email: string
  displayName: string
  locale: string
  status: 'invited' | 'active'
  passwordHash: string | null
  roleIds: readonly string[]
  createdAt: Date
}

/** The one way a user comes to be, invited or seeded. */
export async function createUser(trx: Transaction, tenant: string, user: NewUser): Promise<void> {
  const created = await trx('users')
    .insert({
      tenant,
      user_id: user.userId,
      audience: user.audience,
      client_id: user.clientId,
      email: user.email,
      email_lower: user.email.toLowerCase(),
      display_name: user.displayName,
      display_name_lower: user.displayName.toLowerCase(),
      status: user.status,
      password_hash: user.passwordHash,
      locale: user.locale,
      created_at: user.createdAt,
      updated_at: user.createdAt,
    })
    .onConflict(['tenant', 'audience', 'email_lower'])
    .ignore()
    .returning('user_id')
  if (created.length === 0) throw emailTaken()
  if (user.roleIds.length === 0) return
  await trx('user_roles').insert(user.roleIds.map((role_id) => ({ tenant, user_id: user.userId, role_id })))
}
