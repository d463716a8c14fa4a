import type { Trx } from '../host.ts'

/** A consent that is on its way: bound to the person and the session that began it. */
export interface Consent {
  stateHash: string
  userId: string
  sessionHash: string
  adapterType: string
  environment: string
  app: 'platform' | 'own'
  returnTo: string
}

/** Also forgets those that ran out, so that nobody has to sweep. */
export async function beginConsent(
  trx: Trx,
  tenant: string,
  consent: Consent & { now: Date; expiresAt: Date },
): Promise<void> {
  await trx.raw(
    `with over as (delete from accounting_consents where tenant = :tenant and expires_at <= :now)
     insert into accounting_consents (tenant, state_hash, user_id, session_hash, adapter_type, environment, app,
       return_to, expires_at)
     values (:tenant, :stateHash, :userId, :sessionHash, :adapterType, :environment, :app, :returnTo, :expiresAt)`,
    { tenant, ...consent },
  )
}

/**
 * Once, in time, by the same person in the same session; null for everybody else. Two who come at the same
 * instant meet at the row, and the second finds it used.
 */
export async function useConsent(
  trx: Trx,
  tenant: string,
  {
    stateHash,
    userId,
    sessionHash,
    now,
  }: Pick<Consent, 'stateHash' | 'userId' | 'sessionHash'> & { now: Date },
): Promise<Consent | null> {
  const { rows } = await trx.raw(
    `update accounting_consents set used_at = :now
     where tenant = :tenant and state_hash = :stateHash and user_id = :userId and session_hash = :sessionHash
       and used_at is null and expires_at > :now
     returning state_hash as "stateHash", user_id as "userId", session_hash as "sessionHash",
       adapter_type as "adapterType", environment, app, return_to as "returnTo"`,
    { tenant, stateHash, userId, sessionHash, now },
  )
  return rows[0] ?? null
}
