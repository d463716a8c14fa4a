import type { Trx } from '../host.ts'
import { CONNECTION, connectionsFrom, type Connection } from './connection.ts'

/**
 * One at a time renews the token, across processes, without a transaction open during the call: whoever is
 * answered true has until then; everybody else waits and reads what that one leaves. A claim that its
 * process did not live to use runs out by itself.
 */
export async function claimRefresh(
  trx: Trx,
  tenant: string,
  connectionId: string,
  claim: { holder: string; now: Date; until: Date },
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set refresh_holder = :holder, refreshing_until = :until
     where tenant = :tenant and connection_id = :connectionId and status = 'connected'
       and (refreshing_until is null or refreshing_until <= :now)`,
    { tenant, connectionId, ...claim },
  )
  return rowCount === 1
}

/** The call failed and changed nothing: the next one may try. */
export async function dropRefresh(
  trx: Trx,
  tenant: string,
  connectionId: string,
  holder: string,
): Promise<void> {
  await trx.raw(
    `update accounting_connections set refresh_holder = null, refreshing_until = null
     where tenant = ? and connection_id = ? and refresh_holder = ?`,
    [tenant, connectionId, holder],
  )
}

/**
 * The times of a renewed token; ends the claim. A later end takes the warnings back, but an end that moved
 * by less than a day is the same end told again. Answers false when the claim was lost meanwhile.
 */
export async function saveTokenTimes(
  trx: Trx,
  tenant: string,
  connectionId: string,
  times: {
    holder: string
    accessExpiresAt: Date
    refreshExpiresAt: Date
    refreshHardExpiresAt: Date | null
  },
): Promise<boolean> {
  const { rowCount } = await trx.raw(SAVE_TOKEN_TIMES, { tenant, connectionId, ...times })
  return rowCount === 1
}

const SAVE_TOKEN_TIMES = `
  update accounting_connections set
    warned_days = case when cast(:refreshExpiresAt as timestamptz) > refresh_expires_at + interval '1 day' then null
      else warned_days end,
    warned_hard_days = case when cast(:refreshHardExpiresAt as timestamptz) > refresh_hard_expires_at + interval '1 day'
      then null else warned_hard_days end,
    access_expires_at = :accessExpiresAt,
    refresh_expires_at = :refreshExpiresAt,
    refresh_hard_expires_at = coalesce(cast(:refreshHardExpiresAt as timestamptz), refresh_hard_expires_at),
    refresh_holder = null,
    refreshing_until = null
  where tenant = :tenant and connection_id = :connectionId and refresh_holder = :holder`

/** True for the one who may warn: once for each band, and never of a wider one than was warned of before. */
export async function claimWarning(
  trx: Trx,
  tenant: string,
  connectionId: string,
  end: 'refresh' | 'hard',
  days: number,
): Promise<boolean> {
  const column = end === 'refresh' ? 'warned_days' : 'warned_hard_days'
  const { rowCount } = await trx.raw(
    `update accounting_connections set ${column} = :days
     where tenant = :tenant and connection_id = :connectionId and status = 'connected'
       and (${column} is null or ${column} > :days)`,
    { tenant, connectionId, days },
  )
  return rowCount === 1
}

/** Across tenants, as the system: whose access token runs out first, for renewal ahead of need. */
export async function tokensRunningOut(trx: Trx, before: Date, limit: number): Promise<Connection[]> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections
     where status = 'connected' and access_expires_at <= ?
     order by access_expires_at, tenant, connection_id limit ?`,
    [before, limit],
  )
  return connectionsFrom(rows)
}
