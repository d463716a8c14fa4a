import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import type { TaskEventName, TaskSummary } from '../contract/inbox.ts'
import { badInput } from '../problem.ts'
import {
  assigneesOf,
  assigneesWhoMayAct,
  insertAssignees,
  loadStaff,
  peopleBehind,
  refuseIfAnyoneCannotAct,
  type Assignees,
} from './assignees.ts'
import { ensureNotClaimedByOther, ensureOpen } from './availability.ts'
import type { Task } from './definitions.ts'
import { recordTaskEvents } from './history.ts'
import type { InboxServices } from './inbox.ts'
import { toSummary } from './summaries.ts'
import { lockedTask, taskAsItIs } from './tasks.ts'
import { tellAssigned } from './tell.ts'

type Context = TenantContext<UserActor>

export async function claim(ctx: Context, services: InboxServices, taskId: string): Promise<TaskSummary> {
  const task = await openTask(ctx, services, taskId)
  ensureNotClaimedByOther(ctx.actor, task)
  await change(ctx, task, { claimed_by: ctx.actor.userId, claimed_at: ctx.clock.now() })
  return await tell(ctx, task, 'claimed')
}

export async function release(ctx: Context, services: InboxServices, taskId: string): Promise<TaskSummary> {
  const task = await openTask(ctx, services, taskId)
  ensureNotClaimedByOther(ctx.actor, task)
  await change(ctx, task, { claimed_by: null, claimed_at: null })
  return await tell(ctx, task, 'released')
}

/** Hides the task from everyone until then; `null` shows it again. */
export async function snooze(
  ctx: Context,
  services: InboxServices,
  taskId: string,
  until: string | null,
): Promise<TaskSummary> {
  if (until !== null && new Date(until) <= ctx.clock.now()) {
    const message = 'Choose a moment in the future.'
    throw badInput(message, [{ field: 'until', reason: 'in_the_past', message }])
  }
  const task = await openTask(ctx, services, taskId)
  ensureNotClaimedByOther(ctx.actor, task)
  await change(ctx, task, { snoozed_until: until })
  return await tell(ctx, task, until === null ? 'woken' : 'snoozed', until === null ? {} : { until })
}

/** Allowed on closed tasks too: what is learnt afterwards belongs to the same story. */
export async function comment(
  ctx: Context,
  services: InboxServices,
  taskId: string,
  text: string,
): Promise<TaskSummary> {
  const task = await lockedTask(ctx.trx, ctx.actor, services.registry, taskId)
  return await tell(ctx, task, 'commented', { text })
}

/** Replaces who has the task, gives up a claim, and tells those who did not have it before. */
export async function assign(
  ctx: Context,
  services: InboxServices,
  taskId: string,
  wanted: Assignees,
): Promise<TaskSummary> {
  const { trx } = ctx
  const { registry, notifier } = services
  const task = await openTask(ctx, services, taskId)
  const staff = await loadStaff(trx)
  const assignees = assigneesWhoMayAct(registry, task.kind, wanted, staff)
  refuseIfAnyoneCannotAct(wanted, assignees)
  const before = await assigneesOf(trx, [taskId])
  const had = {
    roleIds: before.filter((each) => each.kind === 'role').map((each) => each.id),
    userIds: before.filter((each) => each.kind === 'user').map((each) => each.id),
  }
  await trx('inbox_task_assignees').where({ task_id: taskId }).delete()
  await insertAssignees(trx, ctx.tenant, [{ taskId, assignees }])
  const assignments = task.assignments + 1
  await change(ctx, task, { assignments, claimed_by: null, claimed_at: null })
  const informed = new Set(peopleBehind(registry, task.kind, had, staff))
  const people = peopleBehind(registry, task.kind, assignees, staff).filter((id) => !informed.has(id))
  await tellAssigned(notifier, trx, ctx.tenant, [{ ...task, assignments, people }])
  return await tell(ctx, task, 'assigned', { ...assignees })
}

async function openTask(ctx: Context, services: InboxServices, taskId: string): Promise<Task> {
  const task = await lockedTask(ctx.trx, ctx.actor, services.registry, taskId)
  ensureOpen(task)
  return task
}

async function change(ctx: Context, task: Task, columns: Record<string, unknown>): Promise<void> {
  await ctx.trx('inbox_tasks').where({ task_id: task.taskId }).update(columns)
}

/** History for those who work on the task, audit for those who ask later; then the task as it is now. */
async function tell(
  ctx: Context,
  task: Task,
  event: TaskEventName,
  details: Record<string, unknown> = {},
): Promise<TaskSummary> {
  const { trx, actor } = ctx
  await recordTaskEvents(trx, ctx.clock, ctx.tenant, actor, [{ taskId: task.taskId, event, details }])
  await ctx.audit({ action: `task.${event}`, entityType: 'task', entityId: task.taskId, after: details })
  return await toSummary(trx, ctx.clock.now(), await taskAsItIs(trx, task.taskId))
}
