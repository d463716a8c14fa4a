import type { CompanyFacts } from '../adapter.ts'
import type { Trx } from '../host.ts'
import { CONNECTION, connectionFrom, type Connection } from './connection.ts'
import { jsonText, plainText } from './json.ts'

/** Key by key: what the patch does not name stays, whoever saved it and when. */
export async function patchSettings(
  trx: Trx,
  tenant: string,
  connectionId: string,
  patch: Record<string, unknown>,
): Promise<Connection | null> {
  const { rows } = await trx.raw(
    `update accounting_connections set settings = settings || ?::jsonb, version = version + 1
     where tenant = ? and connection_id = ? returning ${CONNECTION}`,
    [jsonText(patch), tenant, connectionId],
  )
  return connectionFrom(rows[0])
}

/** Answers false when it is paused already, whose reason then stands. */
export async function pauseConnection(
  trx: Trx,
  tenant: string,
  connectionId: string,
  pause: { reason: string; by: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set paused_reason = ?, paused_by = ?, paused_at = ?, version = version + 1
     where tenant = ? and connection_id = ? and paused_at is null`,
    [plainText(pause.reason), pause.by, pause.at, tenant, connectionId],
  )
  return rowCount === 1
}

export async function resumeConnection(trx: Trx, tenant: string, connectionId: string): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set paused_reason = null, paused_by = null, paused_at = null,
       version = version + 1
     where tenant = ? and connection_id = ? and paused_at is not null`,
    [tenant, connectionId],
  )
  return rowCount === 1
}

export async function saveFacts(
  trx: Trx,
  tenant: string,
  connectionId: string,
  facts: CompanyFacts,
  at: Date,
): Promise<void> {
  await trx.raw(
    `update accounting_connections set facts = ?::jsonb, facts_at = ? where tenant = ? and connection_id = ?`,
    [jsonText(facts), at, tenant, connectionId],
  )
}

/** Everything there is to map to was read whole. */
export async function noteCatalogueRead(
  trx: Trx,
  tenant: string,
  connectionId: string,
  at: Date,
): Promise<void> {
  await trx.raw('update accounting_connections set catalogue_at = ? where tenant = ? and connection_id = ?', [
    at,
    tenant,
    connectionId,
  ])
}

/** It is to be read again by the next cycle. False when there is no such company, or it was let go. */
export async function wantCatalogue(trx: Trx, tenant: string, connectionId: string): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set catalogue_at = null
     where tenant = ? and connection_id = ? and status <> 'disconnected'`,
    [tenant, connectionId],
  )
  return rowCount === 1
}

export async function saveRecurringJob(
  trx: Trx,
  tenant: string,
  connectionId: string,
  jobId: string | null,
): Promise<void> {
  await trx.raw(
    `update accounting_connections set recurring_job_id = ? where tenant = ? and connection_id = ?`,
    [jobId, tenant, connectionId],
  )
}

/** The service did not answer: nothing is asked of it until then. Answers how often in a row that was. */
export async function openBreaker(
  trx: Trx,
  tenant: string,
  connectionId: string,
  until: Date,
): Promise<number> {
  const { rows } = await trx.raw(
    `update accounting_connections set down_until = ?, down_count = down_count + 1
     where tenant = ? and connection_id = ? returning down_count as "downCount"`,
    [until, tenant, connectionId],
  )
  return rows[0]?.downCount ?? 0
}

/** It answered again. Answers whether it had been down. */
export async function closeBreaker(trx: Trx, tenant: string, connectionId: string): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_connections set down_until = null, down_count = 0
     where tenant = ? and connection_id = ? and down_count > 0`,
    [tenant, connectionId],
  )
  return rowCount === 1
}
