import type { Actor, UserActor } from '../access/actor.ts'
import type { Reply, RequestOrigin } from '../access/application.ts'
import { plusSeconds, type Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import { readActor } from './account.ts'
import { isSecureOrigin, sessionCookie } from './cookies.ts'
import { digestOf } from './secrets.ts'

/** Unused this long, a session is over. */
export const IDLE_SECONDS = 12 * 3600
/** However much it is used, a session ends after two weeks. */
export const ABSOLUTE_SECONDS = 14 * 24 * 3600

/** Says by itself in which table to look: a user's token never contains a dot. */
const OPERATOR_MARK = 'op.'
export const isOperatorToken = (token: string): boolean => token.startsWith(OPERATOR_MARK)

interface Facts {
  clock: Clock
  ids: Ids
  origin: RequestOrigin
}

export interface OpenedSession {
  /** Goes into the cookie and nowhere else. */
  token: string
  csrfToken: string
  actor: UserActor
}

/** Opens a session for a user of the transaction's tenant. */
export async function openSession(
  facts: Facts,
  trx: Transaction,
  tenant: string,
  userId: string,
): Promise<OpenedSession> {
  const token = facts.ids.token()
  const row = sessionRow(facts, token)
  await trx('sessions').insert({ tenant, user_id: userId, ...row })
  return { token, csrfToken: row.csrf_token, actor: await readActor(trx, tenant, userId, row.session_id) }
}

export async function openOperatorSession(facts: Facts, trx: Transaction, operatorId: string) {
  const token = OPERATOR_MARK + facts.ids.token()
  const row = sessionRow(facts, token)
  await trx('operator_sessions').insert({ operator_id: operatorId, ...row })
  return { token, csrfToken: row.csrf_token, sessionId: row.session_id }
}

function sessionRow({ clock, ids, origin }: Facts, token: string) {
  const now = clock.now()
  return {
    session_id: ids.uuid(),
    token_digest: digestOf(token),
    csrf_token: ids.token(),
    ip: origin.ip,
    user_agent: origin.userAgent.slice(0, 300),
    created_at: now,
    last_seen_at: now,
    expires_at: plusSeconds(now, ABSOLUTE_SECONDS),
  }
}

export function giveCookie(reply: Reply, publicOrigin: string, token: string): void {
  reply.cookies.push(sessionCookie(token, { secure: isSecureOrigin(publicOrigin), maxAge: ABSOLUTE_SECONDS }))
}

/** Ends a user's sessions, all or all but one. Answers how many were open. */
export async function revokeSessions(
  trx: Transaction,
  tenant: string,
  userId: string,
  now: Date,
  but?: string,
): Promise<number> {
  const query = trx('sessions').where({ tenant, user_id: userId }).whereNull('revoked_at')
  if (but) void query.whereNot({ session_id: but })
  return await query.update({ revoked_at: now })
}

/**
 * Ends the session that a request came with, whoever's it is. A browser that signs in again gets a
 * new session and the old token dies, so a token planted beforehand is worth nothing.
 */
export async function endPresentedSession(database: Database, actor: Actor | null, now: Date): Promise<void> {
  if (!actor || actor.kind === 'system') return
  await database.withSystem(async (trx) => {
    const { sessionId } = actor
    const open =
      actor.kind === 'user'
        ? trx('sessions').where({ tenant: actor.tenant, session_id: sessionId })
        : trx('operator_sessions').where({ session_id: sessionId })
    await open.whereNull('revoked_at').update({ revoked_at: now })
  })
}
