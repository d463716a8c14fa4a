import type { UserActor } from '../access/actor.ts'
import type { ActionRefusal } from '../contract/inbox.ts'
import { conflict, notAllowed, type Problem } from '../problem.ts'
import type { Task } from './definitions.ts'
import type { RegisteredAction } from './registry.ts'

/** Why this person cannot press this button now; `null` when they can. */
export function refusalOf(actor: UserActor, task: Task, action: RegisteredAction): ActionRefusal | null {
  if (missingPermission(actor, action)) return 'not-permitted'
  if (task.status !== 'open') return 'already-resolved'
  return isClaimedByOther(actor, task) ? 'claimed-by-other' : null
}

/** Whether it is an answer to this task at all, as it stands. */
export const isOffered = (task: Task, action: RegisteredAction): boolean => action.offered?.(task) ?? true

/** The same as an error that says what stands in the way. */
export function problemOf(
  refusal: ActionRefusal,
  actor: UserActor,
  task: Task,
  action: RegisteredAction,
): Problem {
  if (refusal === 'already-resolved') return alreadyResolved(task)
  if (refusal === 'claimed-by-other') return claimedByOther(task)
  return notAllowed(missingPermission(actor, action) ?? action.permission)
}

export function ensureOpen(task: Task): void {
  if (task.status !== 'open') throw alreadyResolved(task)
}

/** A claim keeps others off; those who manage the inbox may reach over it. */
export function ensureNotClaimedByOther(actor: UserActor, task: Task): void {
  if (isClaimedByOther(actor, task)) throw claimedByOther(task)
}

function missingPermission(actor: UserActor, action: RegisteredAction) {
  return (['inbox:update', action.permission] as const).find((needed) => !actor.permissions.has(needed))
}

function isClaimedByOther(actor: UserActor, task: Task): boolean {
  if (!task.claimedBy || task.claimedBy.userId === actor.userId) return false
  return !actor.permissions.has('inbox:manage')
}

/** Somebody looks at the task as it was, or made the request himself: what is not offered would close it all the same. */
export const doesNotFit = (): Problem =>
  conflict('task-answer-does-not-fit', 'This task, as it stands, cannot be answered like that.')

function alreadyResolved(task: Task): Problem {
  const detail = task.completedBy
    ? `${task.completedBy.displayName} has already resolved this task.`
    : 'This task has already closed by itself.'
  return conflict('task-already-resolved', detail, {
    resolvedBy: task.completedBy?.displayName ?? null,
    resolvedAt: task.completedAt,
  })
}

function claimedByOther(task: Task): Problem {
  const name = task.claimedBy?.displayName ?? ''
  return conflict('task-claimed', `${name} is working on this task.`, { claimedBy: name })
}
