import type { z, ZodType } from 'zod'
import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import type { ActionTone, Sentence, TaskPriority, TaskStatus } from '../contract/inbox.ts'
import type { Permission } from '../contract/use-case.ts'

/**
 * A kind of task, registered by the module that raises it. Its words are message keys by
 * convention: `inbox.<kind>.title` and `inbox.<kind>.description` (both filled with the task's
 * params), and `inbox.<kind>.<action>` on each button.
 */
export interface TaskDefinition {
  /** snake_case, such as `client_review`. */
  kind: string
  /** Needed to see the task, on top of the permission of one of its actions. Rarely necessary. */
  viewPermission?: Permission
  /** At least one: a task that nobody can resolve from itself is no task. */
  actions: readonly ResolutionAction[]
}

export interface ResolutionAction<I extends ZodType = ZodType> {
  /** snake_case, unique within the definition. */
  name: string
  /** Default `secondary`. */
  tone?: ActionTone
  permission: Permission
  /** An object of texts, choices, booleans and numbers: a form is drawn from its JSON Schema. */
  input: I
  /** Left out: always. Else only for tasks that it is an answer to, as they stand. */
  offered?(task: Task): boolean
  /** What pressing it would do, said beforehand: "releases 47 invoices". Reads only. */
  effect?(ctx: TenantContext<UserActor>, task: Task): Promise<Sentence>
  /**
   * Does it, in the same transaction in which the task is closed; throwing undoes both. The task
   * already counts as done here, so raising its key again opens a new task. The answer is kept with
   * the task and in the audit: no secrets in it.
   */
  handler(ctx: TenantContext<UserActor>, task: Task, input: z.output<I>): Promise<Record<string, unknown>>
}

/** Writes an action so that its handler knows the type of its own input. */
export function resolutionAction<I extends ZodType>(action: ResolutionAction<I>): ResolutionAction {
  return action
}

export interface Task {
  taskId: string
  kind: string
  definitionId: string | null
  params: Sentence['params']
  /** Whatever the raiser put there; its definition parses it again. */
  context: Record<string, unknown>
  money: Money | null
  priority: TaskPriority
  status: TaskStatus
  dedupeKey: string
  dueAt: string | null
  snoozedUntil: string | null
  occurrences: number
  assignments: number
  raisedAt: string
  lastRaisedAt: string
  claimedBy: PersonName | null
  claimedAt: string | null
  completedBy: PersonName | null
  completedAt: string | null
  resolution: string | null
  response: Record<string, unknown> | null
}

export interface Money {
  minor: number
  currency: string
}

export interface PersonName {
  userId: string
  displayName: string
}
