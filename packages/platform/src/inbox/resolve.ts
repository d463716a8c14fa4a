import type { ZodType } from 'zod'
import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import type { resolveTask, TaskSummary } from '../contract/inbox.ts'
import type { ParsedInputOf } from '../contract/use-case.ts'
import { badInput, notFound } from '../problem.ts'
import { doesNotFit, isOffered, problemOf, refusalOf } from './availability.ts'
import { recordTaskEvents } from './history.ts'
import type { TaskRegistry } from './registry.ts'
import { toSummary } from './summaries.ts'
import { lockedTask, taskAsItIs } from './tasks.ts'

/**
 * Resolves a task with one of its actions, all in one transaction. Whoever takes the row lock first
 * wins; the next one finds the task done and is told by whom.
 */
export async function resolveWithAction(
  ctx: TenantContext<UserActor>,
  registry: TaskRegistry,
  request: ParsedInputOf<typeof resolveTask>,
): Promise<TaskSummary> {
  const { trx, actor } = ctx
  const task = await lockedTask(trx, actor, registry, request.taskId)
  const action = registry.find(task.kind).actions.find((each) => each.name === request.action)
  if (!action) throw notFound('action')
  const refusal = refusalOf(actor, task, action)
  if (refusal) throw problemOf(refusal, actor, task, action)
  if (!isOffered(task, action)) throw doesNotFit()
  const input = parseActionInput(action.input, request.input)

  const row = trx('inbox_tasks').where({ task_id: task.taskId })
  // Done before the handler runs: if that finds the cause still there and raises it again, this is
  // a new task, and closing what it mended does not touch this one.
  await row.clone().update({
    status: 'done',
    completed_by: actor.userId,
    completed_at: ctx.clock.now(),
    resolution: action.name,
  })
  const response = await action.handler(ctx, task, input)
  await row.clone().update({ response: JSON.stringify(response) })
  await recordTaskEvents(trx, ctx.clock, ctx.tenant, actor, [
    { taskId: task.taskId, event: 'resolved', details: { action: action.name, response } },
  ])
  await ctx.audit({
    action: 'task.resolved',
    entityType: 'task',
    entityId: task.taskId,
    before: { status: 'open' },
    after: { status: 'done', kind: task.kind, action: action.name, response },
  })
  return await toSummary(trx, ctx.clock.now(), await taskAsItIs(trx, task.taskId))
}

function parseActionInput(schema: ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({
    field: ['input', ...issue.path].join('.'),
    reason: issue.code,
    message: issue.message,
  }))
  throw badInput('Some fields need another look.', fields)
}
