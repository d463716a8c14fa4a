import type { OperatorActor, UserActor } from '../access/actor.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import { actorColumns, toActor, type ActorRow } from './account.ts'
import { readSessionToken } from './cookies.ts'
import { digestOf } from './secrets.ts'
import { IDLE_SECONDS, isOperatorToken } from './sessions.ts'

export interface SessionStore {
  /** Who holds this token right now; `null` when the session is over or the person no longer active. */
  authenticate(token: string): Promise<AuthenticatedSession | null>
}

export interface AuthenticatedSession {
  actor: UserActor | OperatorActor
  csrfToken: string
  sessionId: string
}

interface Ports {
  database: Database
  clock: Clock
}

/** One statement a request; every five minutes of use a second one notes that the session is alive. */
export function createSessionStore({ database, clock }: Ports): SessionStore {
  return {
    async authenticate(token) {
      const operator = isOperatorToken(token)
      const table = operator ? 'operator_sessions' : 'sessions'
      const now = clock.now()
      return await database.withSystem(async (trx) => {
        const found = operator ? await findOperator(trx, token, now) : await findUser(trx, token, now)
        if (!found) return null
        if (Date.parse(found.lastSeenAt) <= now.getTime() - NOTED_EVERY_SECONDS * 1000) {
          await trx(table)
            .where({ token_digest: digestOf(token) })
            .update({ last_seen_at: now })
        }
        return found.session
      })
    },
  }
}

/** The store behind the cookie, as the HTTP layer asks for it. */
export function cookieAuthenticator(store: SessionStore, secure: boolean) {
  return {
    async authenticate(cookieHeader: string | null): Promise<AuthenticatedSession | null> {
      const token = readSessionToken(cookieHeader, secure)
      return token === null ? null : await store.authenticate(token)
    },
  }
}

const NOTED_EVERY_SECONDS = 300

interface SessionColumns {
  session_id: string
  csrf_token: string
  last_seen_at: string
}

interface Found {
  session: AuthenticatedSession
  lastSeenAt: string
}

const alive = 's.token_digest = ? and s.revoked_at is null and s.expires_at > ? and s.last_seen_at > ?'
const aliveBindings = (token: string, now: Date) => [
  digestOf(token),
  now,
  new Date(now.getTime() - IDLE_SECONDS * 1000),
]

async function findUser(trx: Transaction, token: string, now: Date): Promise<Found | null> {
  const { rows } = await trx.raw<{ rows: (ActorRow & SessionColumns)[] }>(
    `select ${actorColumns}, s.session_id, s.csrf_token, s.last_seen_at
       from sessions s join users u on u.tenant = s.tenant and u.user_id = s.user_id
      where ${alive} and u.status = 'active'`,
    aliveBindings(token, now),
  )
  const row = rows[0]
  return row ? found(toActor(row, row.session_id), row) : null
}

interface OperatorRow extends SessionColumns {
  operator_id: string
  display_name: string
  email_lower: string
  locale: string
}

async function findOperator(trx: Transaction, token: string, now: Date): Promise<Found | null> {
  const { rows } = await trx.raw<{ rows: OperatorRow[] }>(
    `select o.operator_id, o.display_name, o.email_lower, o.locale, s.session_id, s.csrf_token, s.last_seen_at
       from operator_sessions s join operators o on o.operator_id = s.operator_id
      where ${alive}`,
    aliveBindings(token, now),
  )
  const row = rows[0]
  if (!row) return null
  const actor: OperatorActor = {
    kind: 'operator',
    operatorId: row.operator_id,
    displayName: row.display_name,
    email: row.email_lower,
    locale: row.locale,
    sessionId: row.session_id,
  }
  return found(actor, row)
}

const found = (actor: UserActor | OperatorActor, row: SessionColumns): Found => ({
  session: { actor, csrfToken: row.csrf_token, sessionId: row.session_id },
  lastSeenAt: row.last_seen_at,
})
