import type { Knex } from 'knex'
import type { UserActor } from '../access/actor.ts'
import type { TaskPriority, TaskStatus } from '../contract/inbox.ts'
import type { Transaction } from '../db/tenancy.ts'
import { notFound } from '../problem.ts'
import type { Money, Task } from './definitions.ts'
import type { TaskRegistry } from './registry.ts'

/**
 * A person sees only what they may act on: a task of a kind they hold the permission of an action
 * of, which is theirs, or their role's, or nobody's. Those who manage the inbox see it whoever has
 * it. List, counts and every action go through here.
 */
export function onlyActableBy(
  query: Knex.QueryBuilder,
  trx: Transaction,
  viewer: UserActor,
  registry: TaskRegistry,
): void {
  query.whereIn('t.kind', registry.kindsActableWith(viewer.permissions))
  if (viewer.permissions.has('inbox:manage')) return
  query.where((either) => either.whereRaw(isUnassigned(trx)).orWhereRaw(isMine(trx, viewer)))
}

/** Assigned to them or to a role of theirs, or taken by them. */
export function isMine(trx: Transaction, viewer: UserActor): Knex.Raw {
  return trx.raw(
    `(t.claimed_by is not distinct from ? or exists (
       select 1 from inbox_task_assignees a
       where a.tenant = t.tenant and a.task_id = t.task_id and (a.user_id = ? or a.role_id = any(?::uuid[]))))`,
    [viewer.userId, viewer.userId, [...viewer.roleIds]],
  )
}

export function isUnassigned(trx: Transaction): Knex.Raw {
  return trx.raw(
    `not exists (select 1 from inbox_task_assignees a where a.tenant = t.tenant and a.task_id = t.task_id)`,
  )
}

/** Every task of the tenant with the names in it; the caller narrows it down. */
export function taskRows(trx: Transaction): Knex.QueryBuilder<object, TaskRow[]> {
  return trx('inbox_tasks as t')
    .leftJoin('users as claimer', (on) =>
      on.on('claimer.tenant', 't.tenant').on('claimer.user_id', 't.claimed_by'),
    )
    .leftJoin('users as completer', (on) =>
      on.on('completer.tenant', 't.tenant').on('completer.user_id', 't.completed_by'),
    )
    .select('t.*', 'claimer.display_name as claimed_by_name', 'completer.display_name as completed_by_name')
}

/** One task, if this person may see it; otherwise it does not exist. */
export async function visibleTask(
  trx: Transaction,
  viewer: UserActor,
  registry: TaskRegistry,
  taskId: string,
): Promise<Task> {
  const query = taskRows(trx).where('t.task_id', taskId)
  onlyActableBy(query, trx, viewer, registry)
  const [row] = await query
  if (!row) throw notFound('task')
  return toTask(row)
}

/** One task as it stands now, for someone who has just been let at it. */
export async function taskAsItIs(trx: Transaction, taskId: string): Promise<Task> {
  const [row] = await taskRows(trx).where('t.task_id', taskId)
  if (!row) throw notFound('task')
  return toTask(row)
}

/**
 * A task one may see, held still until the transaction ends. The lock comes first and in a statement of its
 * own, so that what is read afterwards is what the previous holder left.
 */
export async function lockedTask(
  trx: Transaction,
  viewer: UserActor,
  registry: TaskRegistry,
  taskId: string,
): Promise<Task> {
  await trx('inbox_tasks').where({ task_id: taskId }).forUpdate().select('task_id')
  return await visibleTask(trx, viewer, registry, taskId)
}

export interface TaskRow {
  task_id: string
  kind: string
  definition_id: string | null
  params: Task['params']
  context: Record<string, unknown>
  money_minor: number | null
  currency: string | null
  priority: TaskPriority
  priority_rank: number
  status: TaskStatus
  dedupe_key: string
  due_at: string | null
  snoozed_until: string | null
  occurrences: number
  assignments: number
  raised_at: string
  last_raised_at: string
  claimed_by: string | null
  claimed_by_name: string | null
  claimed_at: string | null
  completed_by: string | null
  completed_by_name: string | null
  completed_at: string | null
  resolution: string | null
  response: Record<string, unknown> | null
}

export function toTask(row: TaskRow): Task {
  return {
    taskId: row.task_id,
    kind: row.kind,
    definitionId: row.definition_id,
    params: row.params,
    context: row.context,
    money: moneyOf(row),
    priority: row.priority,
    status: row.status,
    dedupeKey: row.dedupe_key,
    dueAt: row.due_at,
    snoozedUntil: row.snoozed_until,
    occurrences: row.occurrences,
    assignments: row.assignments,
    raisedAt: row.raised_at,
    lastRaisedAt: row.last_raised_at,
    claimedBy: named(row.claimed_by, row.claimed_by_name),
    claimedAt: row.claimed_at,
    completedBy: named(row.completed_by, row.completed_by_name),
    completedAt: row.completed_at,
    resolution: row.resolution,
    response: row.response,
  }
}

function moneyOf(row: TaskRow): Money | null {
  if (row.money_minor === null || row.currency === null) return null
  return { minor: row.money_minor, currency: row.currency }
}

const named = (userId: string | null, displayName: string | null) =>
  userId === null ? null : { userId, displayName: displayName ?? '' }
