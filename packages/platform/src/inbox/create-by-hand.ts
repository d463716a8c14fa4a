import type { TenantContext } from '../access/application.ts'
import { plusSeconds } from '../clock.ts'
import type { createTask } from '../contract/inbox.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import { conflict } from '../problem.ts'
import { assigneesWhoMayAct, loadStaff, refuseIfAnyoneCannotAct } from './assignees.ts'
import { CUSTOM_KIND } from './custom-task.ts'
import type { Inbox, InboxServices } from './inbox.ts'
import { definitionById } from './tenant-definitions.ts'

const SECONDS_A_DAY = 86_400

/** A person asks others for something, in the terms of one of the tenant's own definitions. */
export async function createByHand(
  ctx: TenantContext,
  inbox: Inbox,
  { registry }: InboxServices,
  input: ParsedInputOf<typeof createTask>,
): Promise<OutputOf<typeof createTask>> {
  const definition = await definitionById(ctx.trx, input.definitionId)
  if (!definition.active)
    throw conflict('task-definition-inactive', `“${definition.name}” is no longer in use.`)
  const chosen = input.roleIds !== undefined || input.userIds !== undefined
  const wanted = { roleIds: input.roleIds ?? [], userIds: input.userIds ?? [] }
  if (chosen)
    refuseIfAnyoneCannotAct(
      wanted,
      assigneesWhoMayAct(registry, CUSTOM_KIND, wanted, await loadStaff(ctx.trx)),
    )

  const days = definition.dueInDays
  const defaultDue = days === null ? null : plusSeconds(ctx.clock.now(), days * SECONDS_A_DAY)
  const draft = {
    kind: CUSTOM_KIND,
    definitionId: definition.definitionId,
    // Asked for by hand twice is wanted twice: each has a key of its own.
    dedupeKey: `${CUSTOM_KIND}:${ctx.ids.uuid()}`,
    params: {
      title: input.title ?? definition.name,
      description: input.description ?? definition.description,
    },
    context: {},
    priority: input.priority ?? definition.defaultPriority,
    dueAt: input.dueAt === undefined ? defaultDue : new Date(input.dueAt),
    assignTo: chosen ? wanted : { roleIds: definition.roles.map((role) => role.roleId) },
  }
  const [raised] = await inbox.raise(ctx.trx, ctx.tenant, [draft], ctx.actor)
  if (!raised) throw new Error('raising one task answers one')
  await ctx.audit({
    action: 'task.created',
    entityType: 'task',
    entityId: raised.taskId,
    after: {
      ...draft.params,
      definitionId: draft.definitionId,
      priority: draft.priority,
      assignTo: draft.assignTo,
    },
  })
  return { taskId: raised.taskId }
}
