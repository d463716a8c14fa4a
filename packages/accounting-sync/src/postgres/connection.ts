import type { CompanyFacts } from '../adapter.ts'
import type { Trx } from '../host.ts'
import { factsFrom } from './company-facts.ts'
import type { Target } from './place.ts'

export type ConnectionStatus = 'connected' | 'expired' | 'disconnected'

/** A company a tenant is connected to. Instants are ISO text; nothing secret stands here. */
export interface Connection extends Target {
  tenant: string
  connectionId: string
  environment: string
  app: 'platform' | 'own'
  status: ConnectionStatus
  isDefault: boolean
  facts: CompanyFacts
  factsAt: string
  /** When everything there is to map to was last read; null: the next cycle reads it. */
  catalogueAt: string | null
  settings: Record<string, unknown>
  pausedReason: string | null
  pausedBy: string | null
  pausedAt: string | null
  accessExpiresAt: string
  refreshExpiresAt: string
  refreshHardExpiresAt: string | null
  warnedDays: number | null
  warnedHardDays: number | null
  refreshHolder: string | null
  refreshingUntil: string | null
  recurringJobId: string | null
  connectedAt: string
  connectedBy: string
  disconnectedAt: string | null
  expiredReason: string | null
  leaseHolder: string | null
  leaseUntil: string | null
  leaseEpoch: number
  downUntil: string | null
  downCount: number
  version: number
}

/** For `select` and `returning` alike. */
export const CONNECTION = `tenant, connection_id as "connectionId", adapter_type as "adapterType",
  target_realm as realm, environment, app, status, is_default as "isDefault", facts, facts_at as "factsAt",
  catalogue_at as "catalogueAt",
  settings, paused_reason as "pausedReason", paused_by as "pausedBy", paused_at as "pausedAt",
  access_expires_at as "accessExpiresAt", refresh_expires_at as "refreshExpiresAt",
  refresh_hard_expires_at as "refreshHardExpiresAt", warned_days as "warnedDays",
  warned_hard_days as "warnedHardDays", refresh_holder as "refreshHolder",
  refreshing_until as "refreshingUntil", recurring_job_id as "recurringJobId", connected_at as "connectedAt",
  connected_by as "connectedBy", disconnected_at as "disconnectedAt", expired_reason as "expiredReason",
  lease_holder as "leaseHolder", lease_until as "leaseUntil", lease_epoch as "leaseEpoch",
  down_until as "downUntil", down_count as "downCount", version`

/** What was read with `CONNECTION`; null when nothing was. */
export const connectionFrom = (row: Connection | undefined): Connection | null =>
  row === undefined ? null : { ...row, facts: factsFrom(row.facts) }

export const connectionsFrom = (rows: readonly Connection[]): Connection[] =>
  rows.flatMap((row) => connectionFrom(row) ?? [])

/** All of them, the disconnected too, oldest first. */
export async function listConnections(trx: Trx, tenant: string): Promise<Connection[]> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections where tenant = ? order by connected_at, connection_id`,
    [tenant],
  )
  return connectionsFrom(rows)
}

export async function readConnection(
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections where tenant = ? and connection_id = ?`,
    [tenant, connectionId],
  )
  return connectionFrom(rows[0])
}

/** The row is held until the transaction ends: whoever asks next reads what this one leaves behind. */
export async function lockConnection(
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections where tenant = ? and connection_id = ? for update`,
    [tenant, connectionId],
  )
  return connectionFrom(rows[0])
}

/**
 * A person decides something that operations wait for, such as a link: whoever is about to let them wait looks
 * again. The rows are held, so that what waits already is set free after that. Null: in all companies.
 */
export async function noteDecision(trx: Trx, tenant: string, connectionId: string | null): Promise<void> {
  await trx.raw(
    `update accounting_connections set version = version + 1
     where tenant = :tenant and (cast(:connectionId as uuid) is null or connection_id = :connectionId)`,
    { tenant, connectionId },
  )
}

/**
 * Which company is meant: the one named, else the tenant's default. Every producer, screen and job asks
 * here. An expired connection is still meant, since its work waits; a disconnected one is not.
 */
export async function resolveConnection(
  trx: Trx,
  tenant: string,
  named: { adapterType?: string; realm?: string } = {},
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `select ${CONNECTION} from accounting_connections
     where tenant = :tenant and status <> 'disconnected'
       and (cast(:adapterType as text) is null or adapter_type = :adapterType)
       and (target_realm = :realm or (cast(:realm as text) is null and is_default))
     order by connected_at, connection_id limit 1`,
    { tenant, adapterType: named.adapterType ?? null, realm: named.realm ?? null },
  )
  return connectionFrom(rows[0])
}
