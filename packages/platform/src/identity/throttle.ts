import type { Clock } from '../clock.ts'
import type { Audience } from '../contract/use-case.ts'
import type { Database } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import { Problem } from '../problem.ts'

export interface AttemptLimits {
  windowSeconds: number
  /** Attempts at one account within the window. */
  perAccount: number
  /** Attempts from one network address; generous, since a whole office may share it. */
  perAddress: number
  /** Mails with a reset link to one account. */
  resetMails: number
}

export const defaultLimits: AttemptLimits = {
  windowSeconds: 900,
  perAccount: 10,
  perAddress: 100,
  resetMails: 3,
}

interface Ports {
  database: Database
  clock: Clock
  ids: Ids
}

export interface Subject {
  subject: string
  limit: number
}

export type Admission =
  { admitted: true; attemptIds: string[] } | { admitted: false; retryAfterSeconds: number }

/**
 * Counts and records an attempt in one transaction that is over before any password is looked at.
 * The lock makes attempts at one subject queue, so fifty at once are counted like fifty in a row.
 */
export async function admitAttempt(
  ports: Ports,
  subjects: readonly Subject[],
  windowSeconds: number,
): Promise<Admission> {
  const now = ports.clock.now()
  // Always in the same order, or two attempts could wait for each other.
  const names = subjects.map((each) => each.subject).toSorted()
  return await ports.database.withSystem(async (trx): Promise<Admission> => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(s, 0)) from unnest(?::text[]) as s', [names])
    const counts: { subject: string; attempts: number; oldest: string }[] = await trx('sign_in_attempts')
      .whereIn('subject', names)
      .where('attempted_at', '>', new Date(now.getTime() - windowSeconds * 1000))
      .groupBy('subject')
      .orderBy('subject')
      .select('subject', trx.raw('count(*) as attempts'), trx.raw('min(attempted_at) as oldest'))
    const full = counts.filter(({ subject, attempts }) =>
      subjects.some((each) => each.subject === subject && attempts >= each.limit),
    )
    if (full.length > 0) {
      const freeAt = Math.max(...full.map(({ oldest }) => Date.parse(oldest) + windowSeconds * 1000))
      return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)) }
    }
    const rows = names.map((subject) => ({ attempt_id: ports.ids.uuid(), subject, attempted_at: now }))
    if (rows.length > 0) await trx('sign_in_attempts').insert(rows)
    return { admitted: true, attemptIds: rows.map((row) => row.attempt_id) }
  })
}

/** Admits the attempt or refuses with how long to wait. Answers what to forget if it succeeds. */
export async function admitOrRefuse(
  ports: Ports & { reply: { headers: Record<string, string> } },
  subjects: readonly Subject[],
  windowSeconds: number,
): Promise<string[]> {
  const admission = await admitAttempt(ports, subjects, windowSeconds)
  if (admission.admitted) return admission.attemptIds
  const { retryAfterSeconds } = admission
  ports.reply.headers['Retry-After'] = String(retryAfterSeconds)
  throw new Problem({
    code: 'too-many-attempts',
    status: 429,
    detail: 'Too many attempts. Wait a while and try again.',
    extra: { retryAfterSeconds },
  })
}

/** The right password was given: the account starts afresh, and this attempt costs the address nothing. */
export async function forgetAttempts(
  ports: Ports,
  account: string,
  attemptIds: readonly string[],
): Promise<void> {
  await ports.database.withSystem(async (trx) => {
    await trx('sign_in_attempts').where({ subject: account }).orWhereIn('attempt_id', attemptIds).delete()
  })
}

export const accountSubject = (audience: Audience, email: string): string =>
  `account:${audience}:${email.toLowerCase()}`

/** An address we do not know is not counted: it would be everybody's. */
export const fromAddress = (ip: string, limit: number): Subject[] =>
  ip === '' ? [] : [{ subject: `address:${ip}`, limit }]
