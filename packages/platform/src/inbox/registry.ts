import { z } from 'zod'
import type { Permission } from '../contract/use-case.ts'
import { customTask } from './custom-task.ts'
import type { ResolutionAction, TaskDefinition } from './definitions.ts'

/** The kinds of task this installation knows. Modules register theirs when they are composed. */
export interface TaskRegistry {
  register(definition: TaskDefinition): void
  /** Throws for a kind that nobody registered. */
  find(kind: string): RegisteredDefinition
  /** May someone with these permissions resolve a task of this kind in at least one way? */
  mayAct(kind: string, permissions: ReadonlySet<string>): boolean
  kindsActableWith(permissions: ReadonlySet<string>): string[]
}

export interface RegisteredDefinition {
  kind: string
  viewPermission: Permission | null
  actions: readonly RegisteredAction[]
}

export interface RegisteredAction extends ResolutionAction {
  labelKey: string
  inputSchema: Record<string, unknown>
}

export function createTaskRegistry(): TaskRegistry {
  const known = new Map<string, RegisteredDefinition>()
  const registry: TaskRegistry = {
    register(definition) {
      if (known.has(definition.kind)) throw new Error(`two task definitions are called ${definition.kind}`)
      known.set(definition.kind, checked(definition))
    },
    find(kind) {
      const found = known.get(kind)
      if (!found) throw new Error(`no task definition is called ${kind}`)
      return found
    },
    mayAct: (kind, permissions) => isActable(registry.find(kind), permissions),
    kindsActableWith: (permissions) =>
      [...known.values()].filter((each) => isActable(each, permissions)).map((each) => each.kind),
  }
  registry.register(customTask)
  return registry
}

function isActable(definition: RegisteredDefinition, permissions: ReadonlySet<string>): boolean {
  const { viewPermission, actions } = definition
  if (viewPermission && !permissions.has(viewPermission)) return false
  return actions.some((action) => permissions.has(action.permission))
}

const SNAKE_CASE = /^[a-z][a-z0-9_]*$/
/** They would collide with the message keys of the definition itself. */
const TAKEN = ['title', 'description']

function checked(definition: TaskDefinition): RegisteredDefinition {
  const { kind, actions } = definition
  if (!SNAKE_CASE.test(kind)) throw new Error(`${kind} is no name for a task definition: use snake_case`)
  if (actions.length === 0) throw new Error(`${kind} has no resolution action: nobody could ever resolve it`)
  if (new Set(actions.map((action) => action.name)).size < actions.length) {
    throw new Error(`${kind} has two actions of the same name`)
  }
  return {
    kind,
    viewPermission: definition.viewPermission ?? null,
    actions: actions.map((action) => checkedAction(kind, action)),
  }
}

function checkedAction(kind: string, action: ResolutionAction): RegisteredAction {
  if (!SNAKE_CASE.test(action.name) || TAKEN.includes(action.name)) {
    throw new Error(`${kind}.${action.name} is no name for an action`)
  }
  const inputSchema: Record<string, unknown> = { ...z.toJSONSchema(action.input, { io: 'input' }) }
  if (inputSchema.type !== 'object') throw new Error(`the input of ${kind}.${action.name} is not an object`)
  return { ...action, labelKey: `inbox.${kind}.${action.name}`, inputSchema }
}
