import type { Knex } from 'knex'
import { z } from 'zod'
import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import { auditGet, auditSearch, auditStatus, type AuditEvent } from '../contract/audit.ts'
import { exportAudit } from '../contract/exports.ts'
import { decodeCursor, encodeCursor } from '../contract/paging.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import { AUDIT_COLUMNS } from './csv-columns.ts'
import { implementExport } from '../exports/list-export.ts'
import { badInput, notFound } from '../problem.ts'
import { utcText } from './chain.ts'

/** Reading the audit. There is nothing to write here: events come from the use cases themselves. */
export function auditUseCases(): Implementation[] {
  return [
    implement(auditSearch, searchEvents),
    implementExport(exportAudit, { fileName: 'audit.csv', columns: AUDIT_COLUMNS, readPage: searchEvents }),

    implement(auditGet, async ({ trx }, { eventId }) => {
      const row = await events(trx).where('e.event_id', eventId).first()
      if (!row) throw notFound('audit event')
      const seal =
        row.seq === null ? null : { seq: row.seq, hash: row.hash ?? '', sealedAt: row.sealed_at ?? '' }
      return { ...present(row), seal }
    }),

    implement(auditStatus, async ({ trx }) => {
      const run: { head_seq: number; sealed_at: string; run_hash: string } | undefined = await trx(
        'audit_seal_runs',
      )
        .orderBy('head_seq', 'desc')
        .first('head_seq', 'sealed_at', 'run_hash')
      const waiting = await trx('audit_unsealed').count({ count: '*' }).first()
      return {
        sealedCount: run?.head_seq ?? 0,
        unsealedCount: Number(waiting?.count ?? 0),
        lastSealedAt: run?.sealed_at ?? null,
        headHash: run?.run_hash ?? null,
      }
    }),
  ]
}

async function searchEvents(
  { trx }: TenantContext,
  input: ParsedInputOf<typeof auditSearch>,
): Promise<OutputOf<typeof auditSearch>> {
  const query = events(trx)
  narrow(query, input)
  if (input.cursor)
    query.whereRaw('(e.recorded_at, e.event_id) < (?::timestamptz, ?::uuid)', position(input.cursor))
  const rows = await query
    .orderBy([
      { column: 'e.recorded_at', order: 'desc' },
      { column: 'e.event_id', order: 'desc' },
    ])
    .limit(input.limit + 1)
  const shown = rows.slice(0, input.limit)
  const last = rows.length > shown.length ? shown.at(-1) : undefined
  return {
    items: shown.map(present),
    nextCursor: last ? encodeCursor([last.position, last.event_id]) : null,
  }
}

interface EventRow {
  event_id: string
  recorded_at: string
  /** The instant to the microsecond, where a page must go on exactly. */
  position: string
  actor_kind: string
  actor_id: string
  actor_name: string
  action: string
  entity_type: string
  entity_id: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  request_id: string
  seq: number | null
  hash: string | null
  sealed_at: string | null
}

function events(trx: Transaction): Knex.QueryBuilder<EventRow, EventRow[]> {
  return trx('audit_events as e')
    .leftJoin('audit_seals as s', (on) => on.on('s.tenant', 'e.tenant').on('s.event_id', 'e.event_id'))
    .select('e.*', 's.seq', 's.hash', 's.sealed_at', trx.raw(`${utcText('e.recorded_at')} as position`))
}

function narrow(query: Knex.QueryBuilder, input: ParsedInputOf<typeof auditSearch>): void {
  if (input.actorId) query.where('e.actor_id', input.actorId)
  if (input.entityType) query.where('e.entity_type', input.entityType)
  if (input.entityId) query.where('e.entity_id', input.entityId)
  if (input.from) query.where('e.recorded_at', '>=', input.from)
  if (input.to) query.where('e.recorded_at', '<', input.to)
  // A range instead of LIKE, which row-level security keeps from using the index. Every character
  // that an action may contain sorts before the tilde.
  if (input.action) query.whereRaw('e.action ~>=~ ? and e.action ~<~ ?', [input.action, `${input.action}~`])
}

const cursorPosition = z.tuple([z.iso.datetime(), z.uuid()])

function position(cursor: string): [string, string] {
  const parsed = cursorPosition.safeParse(decodeCursor(cursor))
  if (!parsed.success) throw badInput('The cursor is not one of ours.')
  return parsed.data
}

function present(row: EventRow): AuditEvent {
  return {
    eventId: row.event_id,
    recordedAt: row.recorded_at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    entityType: row.entity_type,
    entityId: row.entity_id,
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.request_id,
    sealed: row.seq !== null,
  }
}
