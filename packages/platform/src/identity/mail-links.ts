import { plusSeconds, type Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import { toAccount, type Account, type AccountRow } from './account.ts'
import { digestOf } from './secrets.ts'

export type LinkPurpose = 'invitation' | 'password_reset'

export const LINK_SECONDS: Record<LinkPurpose, number> = {
  invitation: 7 * 24 * 3600,
  password_reset: 3600,
}

export interface IssuedLink {
  linkId: string
  token: string
  expiresAt: Date
}

/** A one-time link for a user; whatever was sent for the same purpose before stops working. */
export async function issueLink(
  ports: { clock: Clock; ids: Ids },
  trx: Transaction,
  link: { tenant: string; userId: string; purpose: LinkPurpose },
): Promise<IssuedLink> {
  const { tenant, userId, purpose } = link
  const now = ports.clock.now()
  const linkId = ports.ids.uuid()
  const token = ports.ids.token()
  const expiresAt = plusSeconds(now, LINK_SECONDS[purpose])
  // Two links asked for at once queue here; otherwise each would miss the other and both would work.
  await trx('users').where({ tenant, user_id: userId }).forNoKeyUpdate().first('user_id')
  await endLinks(trx, tenant, userId, now, purpose)
  await trx('mail_links').insert({
    tenant,
    link_id: linkId,
    user_id: userId,
    purpose,
    token_digest: digestOf(token),
    created_at: now,
    expires_at: expiresAt,
  })
  return { linkId, token, expiresAt }
}

export interface FoundLink {
  linkId: string
  account: Account
}

/** Crosses tenants: the token alone says whose it is. */
export async function findLink(
  trx: Transaction,
  token: string,
  purpose: LinkPurpose,
  now: Date,
): Promise<FoundLink | null> {
  const row: (AccountRow & { link_id: string }) | undefined = await trx('mail_links as l')
    .join('users as u', (on) => on.on('u.tenant', 'l.tenant').on('u.user_id', 'l.user_id'))
    .join('tenants as t', 't.tenant', 'l.tenant')
    .where({ 'l.token_digest': digestOf(token), 'l.purpose': purpose })
    .whereNull('l.used_at')
    .where('l.expires_at', '>', now)
    .first('l.link_id', 'u.tenant', 'u.user_id', 'u.email', 'u.display_name', 'u.status', 'u.locale')
    .select('u.password_hash', 'u.audience', 't.name', 't.slug')
  return row ? { linkId: row.link_id, account: toAccount(row) } : null
}

/** True for exactly one of those who try. */
export async function spendLink(
  trx: Transaction,
  tenant: string,
  linkId: string,
  now: Date,
): Promise<boolean> {
  const spent = await trx('mail_links')
    .where({ tenant, link_id: linkId })
    .whereNull('used_at')
    .where('expires_at', '>', now)
    .update({ used_at: now })
  return spent === 1
}

/** Makes a user's unused links worthless: all, or those of one purpose. */
export async function endLinks(
  trx: Transaction,
  tenant: string,
  userId: string,
  now: Date,
  purpose?: LinkPurpose,
): Promise<void> {
  const query = trx('mail_links').where({ tenant, user_id: userId }).whereNull('used_at')
  if (purpose) void query.where({ purpose })
  await query.update({ used_at: now })
}
