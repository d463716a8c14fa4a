import type { Actor } from '../access/actor.ts'
import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'

/** What happened, told by the use case. `before` and `after` hold only what changed, never a secret. */
export interface AuditDraft {
  /** `resource.verb` in the past of the use case, such as `client.updated`. */
  action: string
  entityType: string
  entityId: string
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  reason?: string | null
}

/**
 * In the business transaction: it commits with the change or not at all. Many at once are one statement.
 *
 * Nothing is dated before the chain's last run: a process whose clock is minutes behind the sealer's would write
 * into a time that is closed, and look like somebody who forges the past. Further behind is no clock that strays,
 * but one that was set back; the verification knows that from the runs.
 */
export async function recordAudit(
  trx: Transaction,
  ports: { clock: Clock; ids: Ids },
  tenant: string,
  actor: Actor,
  requestId: string,
  happened: AuditDraft | readonly AuditDraft[],
): Promise<void> {
  const drafts = [happened].flat()
  if (drafts.length === 0) return
  const events = drafts.map((event) => ({
    event_id: ports.ids.uuid(),
    action: event.action,
    entity_type: event.entityType,
    entity_id: event.entityId,
    before: event.before ?? null,
    after: event.after ?? null,
    reason: event.reason ?? null,
  }))
  await trx.raw(RECORD, {
    tenant,
    now: ports.clock.now(),
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.userId : actor.kind === 'operator' ? actor.operatorId : actor.name,
    actorName: actor.kind === 'system' ? actor.name : actor.displayName,
    requestId,
    events: JSON.stringify(events),
  })
}

/** How far apart clocks of one installation can be while nobody has noticed yet. */
const STRAYS = '3 hours'

const RECORD = `
  insert into audit_events (tenant, event_id, recorded_at, actor_kind, actor_id, actor_name, request_id,
    action, entity_type, entity_id, before, after, reason)
  select cast(:tenant as uuid), e.event_id, case when last.sealed_at < cast(:now as timestamptz) + interval '${STRAYS}'
      then greatest(last.sealed_at, cast(:now as timestamptz)) else cast(:now as timestamptz) end,
    :actorKind, :actorId, :actorName, :requestId, e.action, e.entity_type, e.entity_id, e.before, e.after, e.reason
  from jsonb_to_recordset(cast(:events as jsonb)) as e (event_id uuid, action text, entity_type text,
    entity_id text, before jsonb, after jsonb, reason text)
  left join lateral (select r.sealed_at from audit_seal_runs r where r.tenant = :tenant
    order by r.head_seq desc limit 1) last on true`
