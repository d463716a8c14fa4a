import type { CompanyFacts } from '../adapter.ts'
import type { Trx } from '../host.ts'
import { CONNECTION, connectionFrom, type Connection } from './connection.ts'
import { jsonText, plainText } from './json.ts'
import type { Target } from './place.ts'

export interface NewConnection extends Target {
  connectionId: string
  environment: string
  app: 'platform' | 'own'
  facts: CompanyFacts
  settings: Record<string, unknown>
  accessExpiresAt: Date
  refreshExpiresAt: Date
  refreshHardExpiresAt: Date | null
  connectedBy: string
  at: Date
}

/**
 * Connects a company, or connects it again: the same row, with its settings, links and queue as they were.
 * The first one of its kind becomes the default. A company that another tenant holds breaks the unique
 * index that sees across tenants: `isHeldElsewhere` knows that error.
 */
export async function saveConnection(
  trx: Trx,
  tenant: string,
  { facts, settings, ...connection }: NewConnection,
): Promise<Connection> {
  const { rows } = await trx.raw(SAVE_CONNECTION, {
    ...connection,
    tenant,
    facts: jsonText(facts),
    settings: jsonText(settings),
  })
  const saved = connectionFrom(rows[0])
  if (saved === null) throw new Error('the database saved no connection')
  return saved
}

const SAVE_CONNECTION = `
  insert into accounting_connections (tenant, connection_id, adapter_type, target_realm, environment, app, status,
    is_default, facts, facts_at, settings, access_expires_at, refresh_expires_at, refresh_hard_expires_at,
    connected_at, connected_by, version)
  select :tenant, :connectionId, :adapterType, :realm, :environment, :app, 'connected',
    not exists (select from accounting_connections d
      where d.tenant = :tenant and d.adapter_type = :adapterType and d.is_default),
    cast(:facts as jsonb), :at, cast(:settings as jsonb), :accessExpiresAt, :refreshExpiresAt, :refreshHardExpiresAt,
    :at, :connectedBy, 1
  on conflict (tenant, adapter_type, target_realm) do update set
    status = 'connected', environment = excluded.environment, app = excluded.app,
    is_default = accounting_connections.is_default or excluded.is_default,
    facts = excluded.facts, facts_at = excluded.facts_at, catalogue_at = null, access_expires_at = excluded.access_expires_at,
    refresh_expires_at = excluded.refresh_expires_at, refresh_hard_expires_at = excluded.refresh_hard_expires_at,
    warned_days = null, warned_hard_days = null, refresh_holder = null, refreshing_until = null,
    connected_at = excluded.connected_at, connected_by = excluded.connected_by, disconnected_at = null,
    expired_reason = null, down_until = null, down_count = 0, version = accounting_connections.version + 1
  returning ${CONNECTION}`

/** The refusal of the database when another tenant holds the company. */
export const isHeldElsewhere = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'accounting_connections_company'

/**
 * Authorization is gone for good; answers null when it was not connected any more, or was connected anew since:
 * that the old token is not taken says nothing of the new one.
 */
export async function markExpired(
  trx: Trx,
  { tenant, connectionId, connectedAt }: Pick<Connection, 'tenant' | 'connectionId' | 'connectedAt'>,
  reason: string,
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `update accounting_connections set status = 'expired', expired_reason = ?, refresh_holder = null,
       refreshing_until = null, version = version + 1
     where tenant = ? and connection_id = ? and status = 'connected' and connected_at = ?
     returning ${CONNECTION}`,
    [plainText(reason), tenant, connectionId, connectedAt],
  )
  return connectionFrom(rows[0])
}

/** Links, settings and queue stay. It loses the default and its lease, so that a running cycle is fenced off. */
export async function markDisconnected(
  trx: Trx,
  tenant: string,
  connectionId: string,
  at: Date,
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `update accounting_connections set status = 'disconnected', disconnected_at = ?, is_default = false,
       recurring_job_id = null, refresh_holder = null, refreshing_until = null, lease_holder = null,
       lease_until = null, lease_epoch = lease_epoch + 1, version = version + 1
     where tenant = ? and connection_id = ? and status <> 'disconnected' returning ${CONNECTION}`,
    [at, tenant, connectionId],
  )
  return connectionFrom(rows[0])
}

/** One default for each kind of system. All its rows are held first, so that two choices come one by one. */
export async function makeDefault(trx: Trx, tenant: string, connectionId: string): Promise<boolean> {
  const { rows } = await trx.raw(
    `select c.connection_id as "connectionId", c.status from accounting_connections c
     where c.tenant = :tenant and c.adapter_type = (select adapter_type from accounting_connections
       where tenant = :tenant and connection_id = :connectionId)
     order by c.connection_id for update`,
    { tenant, connectionId },
  )
  const family: { connectionId: string; status: string }[] = rows
  if (!family.some((each) => each.connectionId === connectionId && each.status !== 'disconnected'))
    return false
  await trx('accounting_connections')
    .where({ tenant, is_default: true })
    .whereIn(
      'connection_id',
      family.map((each) => each.connectionId).filter((each) => each !== connectionId),
    )
    .update({ is_default: false, version: trx.raw('version + 1') })
  await trx('accounting_connections')
    .where({ tenant, connection_id: connectionId, is_default: false })
    .update({ is_default: true, version: trx.raw('version + 1') })
  return true
}
