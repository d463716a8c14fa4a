import { implement, implementForUser, type Implementation } from '../access/application.ts'
import {
  assignTask,
  claimTask,
  commentOnTask,
  countTasks,
  createTask,
  getTask,
  listAssignable,
  listTasks,
  releaseTask,
  resolveTask,
  snoozeTask,
} from '../contract/inbox.ts'
import {
  createTaskDefinition,
  deactivateTaskDefinition,
  listTaskDefinitions,
  updateTaskDefinition,
} from '../contract/task-definitions.ts'
import { countVisibleTasks } from './counts.ts'
import { assignable } from './assignees.ts'
import { createByHand } from './create-by-hand.ts'
import { taskWithActions } from './detail.ts'
import { assign, claim, comment, release, snooze } from './handling.ts'
import { createInbox, type InboxServices } from './inbox.ts'
import { listVisibleTasks } from './list.ts'
import { resolveWithAction } from './resolve.ts'
import {
  createDefinition,
  deactivateDefinition,
  listDefinitions,
  updateDefinition,
} from './tenant-definitions.ts'

/** Everything people do with the inbox. */
export function inboxUseCases(services: InboxServices): Implementation[] {
  const { registry } = services
  const inbox = createInbox(services)
  return [
    implementForUser(listTasks, (ctx, input) => listVisibleTasks(ctx, registry, input)),
    implementForUser(countTasks, (ctx) => countVisibleTasks(ctx, registry)),
    implementForUser(getTask, (ctx, input) => taskWithActions(ctx, registry, input.taskId)),
    implementForUser(claimTask, (ctx, input) => claim(ctx, services, input.taskId)),
    implementForUser(releaseTask, (ctx, input) => release(ctx, services, input.taskId)),
    implement(listAssignable, ({ trx }) => assignable(trx)),
    implementForUser(assignTask, (ctx, input) => assign(ctx, services, input.taskId, input)),
    implementForUser(snoozeTask, (ctx, input) => snooze(ctx, services, input.taskId, input.until)),
    implementForUser(commentOnTask, (ctx, input) => comment(ctx, services, input.taskId, input.text)),
    implementForUser(resolveTask, (ctx, input) => resolveWithAction(ctx, registry, input)),
    implement(createTask, (ctx, input) => createByHand(ctx, inbox, services, input)),
    implement(listTaskDefinitions, (ctx, input) => listDefinitions(ctx, input)),
    implement(createTaskDefinition, (ctx, input) => createDefinition(ctx, registry, input)),
    implement(updateTaskDefinition, (ctx, input) => updateDefinition(ctx, registry, input)),
    implement(deactivateTaskDefinition, (ctx, input) => deactivateDefinition(ctx, input.definitionId)),
  ]
}
