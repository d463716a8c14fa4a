import type { Sentence, TaskPriority } from '../contract/inbox.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { NotificationDraft, Notifier } from '../notifications/notifier.ts'

export interface AssignedTask {
  taskId: string
  kind: string
  params: Sentence['params']
  priority: TaskPriority
  /** Which time this is that the task was handed out. */
  assignments: number
  /** Whom to tell. */
  people: readonly string[]
}

/**
 * Tells people what was given to them. Tasks of one kind that reach the same people at once are one
 * notification with a count: forty-seven bells say less than one, and cost forty-seven statements.
 */
export async function tellAssigned(
  notifier: Notifier,
  trx: Transaction,
  tenant: string,
  tasks: readonly AssignedTask[],
): Promise<void> {
  const groups = new Map<string, [AssignedTask, ...AssignedTask[]]>()
  for (const task of tasks) {
    if (task.people.length === 0) continue
    const key = [task.kind, isPressing(task), ...task.people].join(' ')
    const group = groups.get(key)
    if (group) group.push(task)
    else groups.set(key, [task])
  }
  for (const group of groups.values()) await notifier.notify(trx, tenant, toDraft(group))
}

const isPressing = (task: AssignedTask) => task.priority === 'high' || task.priority === 'urgent'

function toDraft(group: [AssignedTask, ...AssignedTask[]]): NotificationDraft {
  const [first] = group
  return {
    kind: 'task_assigned',
    dedupeKey: `task_assigned:${first.taskId}:${first.assignments}`,
    to: { userIds: first.people },
    params: {
      ...first.params,
      titleKey: `inbox.${first.kind}.title`,
      taskKind: first.kind,
      priority: first.priority,
      tasks: group.length,
    },
    link: group.length === 1 ? `/inbox/${first.taskId}` : `/inbox?kind=${first.kind}`,
    channels: isPressing(first) ? ['bell', 'mail'] : ['bell'],
  }
}
