import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { TaskDraft } from './inbox.ts'

export interface NewTask {
  /** The id it gets, unless its key is open already. */
  taskId: string
  draft: TaskDraft
  /** How often its key was given in this call. */
  times: number
}

/**
 * Opens a task per key, or counts once more on the open one: one statement, decided by the unique
 * index and not by looking first. Rows are taken in the order of their keys, so that two callers
 * with the same keys wait for each other instead of deadlocking.
 */
export async function upsertTasks(
  trx: Transaction,
  clock: Clock,
  tenant: string,
  tasks: readonly NewTask[],
): Promise<Map<string, { taskId: string; occurrences: number }>> {
  const now = clock.now()
  const answer: { rows: { task_id: string; dedupe_key: string; occurrences: number }[] } = await trx.raw(
    `insert into inbox_tasks as task
       (tenant, task_id, kind, definition_id, params, search_text, context, money_minor, currency, priority,
        due_at, status, dedupe_key, occurrences, assignments, raised_at, last_raised_at)
     select ?, d.task_id, d.kind, d.definition_id, d.params, d.search_text, d.context, d.money_minor, d.currency,
        d.priority, d.due_at, 'open', d.dedupe_key, d.occurrences, 1, ?, ?
     from jsonb_to_recordset(?::jsonb) as d
       (task_id uuid, kind text, definition_id uuid, params jsonb, search_text text, context jsonb,
        money_minor bigint, currency text, priority text, due_at timestamptz, dedupe_key text, occurrences int)
     order by d.dedupe_key collate "C"
     on conflict (tenant, dedupe_key) where status = 'open' do update set
       kind = excluded.kind, params = excluded.params, search_text = excluded.search_text,
       context = excluded.context, money_minor = excluded.money_minor, currency = excluded.currency,
       priority = excluded.priority, last_raised_at = excluded.last_raised_at,
       occurrences = task.occurrences + excluded.occurrences
     returning task_id, dedupe_key, occurrences`,
    [tenant, now, now, JSON.stringify(tasks.map(toRecord))],
  )
  return new Map(
    answer.rows.map((row) => [row.dedupe_key, { taskId: row.task_id, occurrences: row.occurrences }]),
  )
}

function toRecord({ taskId, draft, times }: NewTask) {
  return {
    task_id: taskId,
    kind: draft.kind,
    definition_id: draft.definitionId ?? null,
    params: draft.params,
    search_text: Object.values(draft.params).join(' ').toLowerCase(),
    context: draft.context,
    money_minor: draft.money?.minor ?? null,
    currency: draft.money?.currency ?? null,
    priority: draft.priority ?? 'normal',
    due_at: draft.dueAt?.toISOString() ?? null,
    dedupe_key: draft.dedupeKey,
    occurrences: times,
  }
}

/** Cancels what is open under these keys, locking in the same order as raising does. */
export async function closeOpenTasks(
  trx: Transaction,
  clock: Clock,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return []
  const answer: { rows: { task_id: string }[] } = await trx.raw(
    `with gone as (
       select tenant, task_id from inbox_tasks
       where status = 'open' and dedupe_key in (select jsonb_array_elements_text(?::jsonb))
       order by dedupe_key collate "C" for update
     )
     update inbox_tasks task set status = 'cancelled', completed_at = ?
     from gone where task.tenant = gone.tenant and task.task_id = gone.task_id
     returning task.task_id`,
    [JSON.stringify(keys), clock.now()],
  )
  return answer.rows.map((row) => row.task_id).toSorted()
}
