import type { Clock } from '../clock.ts'
import type { Database } from '../db/tenancy.ts'
import { IDLE_SECONDS } from './sessions.ts'

const ATTEMPTS_KEPT_SECONDS = 24 * 3600

export interface Swept {
  sessions: number
  operatorSessions: number
  links: number
  attempts: number
}

/** Throws away what can never be used again, across tenants, one statement a table. */
export async function sweepIdentity(database: Database, clock: Clock): Promise<Swept> {
  const now = clock.now()
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  return await database.withSystem(async (trx) => {
    const over = (table: string) =>
      trx(table)
        .where('expires_at', '<=', now)
        .orWhere('last_seen_at', '<=', before(IDLE_SECONDS))
        .orWhereNotNull('revoked_at')
        .delete()
    return {
      sessions: await over('sessions'),
      operatorSessions: await over('operator_sessions'),
      links: await trx('mail_links').where('expires_at', '<=', now).orWhereNotNull('used_at').delete(),
      attempts: await trx('sign_in_attempts')
        .where('attempted_at', '<=', before(ATTEMPTS_KEPT_SECONDS))
        .delete(),
    }
  })
}
