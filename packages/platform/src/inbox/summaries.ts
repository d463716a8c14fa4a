import type { Sentence, TaskSummary } from '../contract/inbox.ts'
import type { Transaction } from '../db/tenancy.ts'
import { assigneesOf } from './assignees.ts'
import type { Task } from './definitions.ts'

/** Tasks as lists show them, with the names of who has them. */
export async function toSummaries(
  trx: Transaction,
  now: Date,
  tasks: readonly Task[],
): Promise<TaskSummary[]> {
  const assignees = await assigneesOf(
    trx,
    tasks.map((task) => task.taskId),
  )
  return tasks.map((task) => ({
    taskId: task.taskId,
    kind: task.kind,
    definitionId: task.definitionId,
    title: sentenceOf(task, 'title'),
    money: task.money,
    priority: task.priority,
    status: task.status,
    dueAt: task.dueAt,
    overdue: task.status === 'open' && task.dueAt !== null && task.dueAt < now.toISOString(),
    snoozedUntil: task.snoozedUntil,
    occurrences: task.occurrences,
    raisedAt: task.raisedAt,
    lastRaisedAt: task.lastRaisedAt,
    assignees: assignees
      .filter((each) => each.taskId === task.taskId)
      .map(({ kind, id, name }) => ({ kind, id, name })),
    claimedBy: task.claimedBy,
    claimedAt: task.claimedAt,
    completedBy: task.completedBy,
    completedAt: task.completedAt,
  }))
}

export const sentenceOf = (task: Task, part: 'title' | 'description'): Sentence => ({
  messageKey: `inbox.${task.kind}.${part}`,
  params: task.params,
})

export async function toSummary(trx: Transaction, now: Date, task: Task): Promise<TaskSummary> {
  const [summary] = await toSummaries(trx, now, [task])
  if (!summary) throw new Error('one task makes one summary')
  return summary
}
