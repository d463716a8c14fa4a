import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import type { getTask } from '../contract/inbox.ts'
import type { OutputOf } from '../contract/use-case.ts'
import { isOffered, refusalOf } from './availability.ts'
import type { Task } from './definitions.ts'
import { historyOf } from './history.ts'
import type { RegisteredAction, TaskRegistry } from './registry.ts'
import { sentenceOf, toSummary } from './summaries.ts'
import { visibleTask } from './tasks.ts'

type Detail = OutputOf<typeof getTask>

export async function taskWithActions(
  ctx: TenantContext<UserActor>,
  registry: TaskRegistry,
  taskId: string,
): Promise<Detail> {
  const task = await visibleTask(ctx.trx, ctx.actor, registry, taskId)
  const actions: Detail['actions'] = []
  for (const action of registry.find(task.kind).actions)
    if (isOffered(task, action)) actions.push(await offer(ctx, task, action))
  return {
    ...(await toSummary(ctx.trx, ctx.clock.now(), task)),
    description: sentenceOf(task, 'description'),
    context: task.context,
    actions,
    history: await historyOf(ctx.trx, taskId),
    resolution: task.resolution,
    response: task.response,
  }
}

async function offer(
  ctx: TenantContext<UserActor>,
  task: Task,
  action: RegisteredAction,
): Promise<Detail['actions'][number]> {
  const reason = refusalOf(ctx.actor, task, action)
  return {
    name: action.name,
    labelKey: action.labelKey,
    tone: action.tone ?? 'secondary',
    input: action.inputSchema,
    allowed: reason === null,
    reason,
    effect: reason === null && action.effect ? await action.effect(ctx, task) : null,
  }
}
