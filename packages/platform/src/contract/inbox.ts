import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText, longText, searchText, shortText, uuid } from './text.ts'
import { defineCommand, defineQuery, mspWith } from './use-case.ts'

export const taskPriority = z.enum(['low', 'normal', 'high', 'urgent'])
export type TaskPriority = z.infer<typeof taskPriority>
export const taskStatus = z.enum(['open', 'done', 'cancelled'])
export type TaskStatus = z.infer<typeof taskStatus>
export const actionTone = z.enum(['primary', 'secondary', 'danger'])
export type ActionTone = z.infer<typeof actionTone>

/** A sentence that the screen says in the reader's language. */
export const sentence = z.object({
  messageKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Sentence = z.infer<typeof sentence>

const person = z.object({ userId: uuid, displayName: z.string() })
const assignee = z.object({ kind: z.enum(['role', 'user']), id: uuid, name: z.string() })
const record = z.record(z.string(), z.unknown())
const kindName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9_]+$/)
/** Checked by the action's own schema; here only for what no column could hold. */
const actionInput = record.refine(
  (input) => !JSON.stringify(input).includes('\\u0000'),
  'contains control characters',
)

export const taskSummary = z.object({
  taskId: uuid,
  kind: z.string(),
  /** Set when the kind is one of the tenant's own. */
  definitionId: uuid.nullable(),
  title: sentence,
  money: z.object({ minor: z.number().int(), currency: z.string() }).nullable(),
  priority: taskPriority,
  status: taskStatus,
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  snoozedUntil: z.string().nullable(),
  /** How often the cause was reported while the task was open. */
  occurrences: z.number().int(),
  raisedAt: z.string(),
  lastRaisedAt: z.string(),
  assignees: z.array(assignee),
  claimedBy: person.nullable(),
  claimedAt: z.string().nullable(),
  /** Null as well for a task that closed by itself. */
  completedBy: person.nullable(),
  completedAt: z.string().nullable(),
})
export type TaskSummary = z.infer<typeof taskSummary>

/** Why a button cannot be pressed; the message key is `inbox.refusals.<word>`. */
export const actionRefusal = z.enum(['not-permitted', 'already-resolved', 'claimed-by-other'])
export type ActionRefusal = z.infer<typeof actionRefusal>

export const taskAction = z.object({
  name: z.string(),
  labelKey: z.string(),
  tone: actionTone,
  /** JSON Schema of what the action asks for; a form is drawn from it. */
  input: record,
  allowed: z.boolean(),
  reason: actionRefusal.nullable(),
  /** What pressing it would do, said beforehand. */
  effect: sentence.nullable(),
})

export const taskEventName = z.enum([
  'raised',
  'repeated',
  'assigned',
  'claimed',
  'released',
  'snoozed',
  'woken',
  'commented',
  'resolved',
  'closed',
])
export type TaskEventName = z.infer<typeof taskEventName>

const taskEvent = z.object({
  event: taskEventName,
  happenedAt: z.string(),
  actorKind: z.enum(['user', 'operator', 'system']),
  actorName: z.string(),
  details: record,
})

export const taskDetail = taskSummary.extend({
  description: sentence,
  context: record,
  actions: z.array(taskAction),
  history: z.array(taskEvent),
  /** The action it was resolved with, and what that answered. */
  resolution: z.string().nullable(),
  response: record.nullable(),
})

const filters = {
  status: taskStatus.default('open'),
  kind: kindName.optional(),
  definitionId: uuid.optional(),
  priority: taskPriority.optional(),
  assigned: z.enum(['all', 'mine', 'unassigned']).default('all'),
  due: z.enum(['any', 'overdue']).default('any'),
  snoozed: z.enum(['hidden', 'shown', 'only']).default('hidden'),
  search: searchText.optional(),
  sort: z.enum(['priority', 'newest']).default('priority'),
}

export const listTasks = defineQuery({
  name: 'inbox.list',
  summary: 'The tasks one may act on',
  access: mspWith('inbox:read'),
  input: z.object({ ...pageInput, ...filters }),
  output: page(taskSummary),
  http: { method: 'GET', path: '/inbox/tasks' },
})

/** Every number counts what `inbox.list` shows with the matching filter: open and not snoozed. */
export const countTasks = defineQuery({
  name: 'inbox.counts',
  summary: 'How many tasks wait, by whom and by what',
  access: mspWith('inbox:read'),
  input: z.object({}),
  output: z.object({
    open: z.number().int(),
    mine: z.number().int(),
    unassigned: z.number().int(),
    overdue: z.number().int(),
    snoozed: z.number().int(),
    byKind: z.array(z.object({ kind: z.string(), count: z.number().int() })),
    byPriority: z.array(z.object({ priority: taskPriority, count: z.number().int() })),
  }),
  http: { method: 'GET', path: '/inbox/counts' },
})

const oneTask = { taskId: uuid }

export const getTask = defineQuery({
  name: 'inbox.get',
  summary: 'One task with its actions and its history',
  access: mspWith('inbox:read'),
  input: z.object(oneTask),
  output: taskDetail,
  http: { method: 'GET', path: '/inbox/tasks/:taskId' },
})

export const claimTask = defineCommand({
  name: 'inbox.claim',
  summary: 'Take a task, so that nobody else works on it',
  access: mspWith('inbox:update'),
  input: z.object(oneTask),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/claim' },
})

export const releaseTask = defineCommand({
  name: 'inbox.release',
  summary: 'Give a claimed task back',
  access: mspWith('inbox:update'),
  input: z.object(oneTask),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/release' },
})

export const taskPeople = { roleIds: z.array(uuid).max(50), userIds: z.array(uuid).max(50) }

/** Only names: whoever hands out tasks need not administer people. */
export const listAssignable = defineQuery({
  name: 'inbox.assignable',
  summary: 'The roles and people a task can be given to',
  access: mspWith('inbox:manage'),
  input: z.object({}),
  output: z.object({
    roles: z.array(z.object({ roleId: uuid, key: z.string().nullable(), name: z.string() })),
    people: z.array(person.extend({ email: z.string() })),
  }),
  http: { method: 'GET', path: '/inbox/assignable' },
})

export const assignTask = defineCommand({
  name: 'inbox.assign',
  summary: 'Give a task to roles and people; to nobody makes it everyone’s',
  access: mspWith('inbox:manage'),
  input: z.object({
    ...oneTask,
    roleIds: taskPeople.roleIds.default([]),
    userIds: taskPeople.userIds.default([]),
  }),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/assign' },
})

export const snoozeTask = defineCommand({
  name: 'inbox.snooze',
  summary: 'Hide a task until later, or show it again',
  access: mspWith('inbox:update'),
  input: z.object({ ...oneTask, until: instantText.nullable() }),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/snooze' },
})

export const commentOnTask = defineCommand({
  name: 'inbox.comment',
  summary: 'Leave a note in the history of a task',
  access: mspWith('inbox:update'),
  once: true,
  input: z.object({ ...oneTask, text: longText.min(1) }),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/comments' },
})

export const resolveTask = defineCommand({
  name: 'inbox.resolve',
  summary: 'Resolve a task with one of its actions',
  access: mspWith('inbox:update'),
  input: z.object({ ...oneTask, action: kindName, input: actionInput.default({}) }),
  output: taskSummary,
  http: { method: 'POST', path: '/inbox/tasks/:taskId/actions/:action' },
})

export const createTask = defineCommand({
  name: 'inbox.create',
  summary: 'Create a task by hand from one of the tenant’s definitions',
  access: mspWith('inbox:create'),
  once: true,
  input: z.object({
    definitionId: uuid,
    /** The definition's name when left out. */
    title: shortText.optional(),
    /** The definition's description when left out. */
    description: longText.optional(),
    priority: taskPriority.optional(),
    dueAt: instantText.optional(),
    /** Both left out: the definition's default roles. */
    roleIds: taskPeople.roleIds.optional(),
    userIds: taskPeople.userIds.optional(),
  }),
  output: z.object({ taskId: uuid }),
  http: { method: 'POST', path: '/inbox/tasks', status: 201 },
})
