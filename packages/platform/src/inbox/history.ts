import type { Actor } from '../access/actor.ts'
import type { Clock } from '../clock.ts'
import type { TaskEventName } from '../contract/inbox.ts'
import type { Transaction } from '../db/tenancy.ts'

export interface TaskEventDraft {
  taskId: string
  event: TaskEventName
  details?: Record<string, unknown>
}

/** Tells the history of any number of tasks, in one statement. */
export async function recordTaskEvents(
  trx: Transaction,
  clock: Clock,
  tenant: string,
  by: Actor,
  events: readonly TaskEventDraft[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((each) => ({
    task_id: each.taskId,
    event: each.event,
    details: each.details ?? {},
  }))
  const actorId = by.kind === 'user' ? by.userId : by.kind === 'operator' ? by.operatorId : by.name
  const actorName = by.kind === 'system' ? by.name : by.displayName
  await trx.raw(
    `insert into inbox_task_events (tenant, task_id, happened_at, event, actor_kind, actor_id, actor_name, details)
     select ?, e.task_id, ?, e.event, ?, ?, ?, e.details
     from rows from (jsonb_to_recordset(?::jsonb) as (task_id uuid, event text, details jsonb))
       with ordinality as e (task_id, event, details, told)
     order by e.told`,
    [tenant, clock.now(), by.kind, actorId, actorName, JSON.stringify(rows)],
  )
}

export interface TaskEvent {
  event: TaskEventName
  happenedAt: string
  actorKind: 'user' | 'operator' | 'system'
  actorName: string
  details: Record<string, unknown>
}

export async function historyOf(trx: Transaction, taskId: string): Promise<TaskEvent[]> {
  return await trx('inbox_task_events').where({ task_id: taskId }).orderBy('position').select({
    event: 'event',
    happenedAt: 'happened_at',
    actorKind: 'actor_kind',
    actorName: 'actor_name',
    details: 'details',
  })
}
