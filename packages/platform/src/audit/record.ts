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

/** In the business transaction: it commits with the change or not at all. Many at once are one statement. */
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
  const who = {
    actor_kind: actor.kind,
    actor_id:
      actor.kind === 'user' ? actor.userId : actor.kind === 'operator' ? actor.operatorId : actor.name,
    actor_name: actor.kind === 'system' ? actor.name : actor.displayName,
    request_id: requestId,
  }
  await trx('audit_events').insert(
    drafts.map((event) => ({
      tenant,
      event_id: ports.ids.uuid(),
      recorded_at: ports.clock.now(),
      ...who,
      action: event.action,
      entity_type: event.entityType,
      entity_id: event.entityId,
      before: event.before ? JSON.stringify(event.before) : null,
      after: event.after ? JSON.stringify(event.after) : null,
      reason: event.reason ?? null,
    })),
  )
}
