import type { Knex } from 'knex'
import { z } from 'zod'
import type { TenantContext } from '../access/application.ts'
import type { TaskPriority } from '../contract/inbox.ts'
import type {
  createTaskDefinition,
  listTaskDefinitions,
  TenantTaskDefinition,
  updateTaskDefinition,
} from '../contract/task-definitions.ts'
import { decodeCursor, encodeCursor } from '../contract/paging.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import { badInput, conflict, notFound } from '../problem.ts'
import { assigneesWhoMayAct, loadStaff, refuseIfAnyoneCannotAct } from './assignees.ts'
import { CUSTOM_KIND } from './custom-task.ts'
import type { TaskRegistry } from './registry.ts'

const nameInCursor = z.string().refine((name) => !name.includes('\u0000'))

/** The kinds of task a tenant invents: a name, a priority, a due date, who gets them. */
export async function listDefinitions(
  ctx: TenantContext,
  input: ParsedInputOf<typeof listTaskDefinitions>,
): Promise<OutputOf<typeof listTaskDefinitions>> {
  const query = definitionRows(ctx.trx).orderBy(['d.name_lower', 'd.definition_id'])
  if (input.show === 'active') query.where('d.active', true)
  if (input.cursor !== undefined) {
    const after = z.tuple([nameInCursor, z.uuid()]).safeParse(decodeCursor(input.cursor))
    if (!after.success) throw badInput('This page of the list is not known. Begin again from the first.')
    query.whereRaw('(d.name_lower, d.definition_id) > (?, ?)', after.data)
  }
  const rows = await query.limit(input.limit + 1)
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: await withRoles(ctx.trx, shown),
    nextCursor: last ? encodeCursor([last.name_lower, last.definition_id]) : null,
  }
}

export async function createDefinition(
  ctx: TenantContext,
  registry: TaskRegistry,
  input: ParsedInputOf<typeof createTaskDefinition>,
): Promise<TenantTaskDefinition> {
  const definitionId = ctx.ids.uuid()
  const now = ctx.clock.now()
  await underItsOwnName(input.name, async () => {
    await ctx.trx('inbox_task_definitions').insert({
      tenant: ctx.tenant,
      definition_id: definitionId,
      ...columnsOf({ ...input, active: true }),
      created_at: now,
      updated_at: now,
    })
  })
  await insertRoles(ctx, registry, definitionId, input.roleIds)
  await ctx.audit({
    action: 'task_definition.created',
    entityType: 'task_definition',
    entityId: definitionId,
    after: input,
  })
  return await definitionById(ctx.trx, definitionId)
}

export async function updateDefinition(
  ctx: TenantContext,
  registry: TaskRegistry,
  { definitionId, ...patch }: ParsedInputOf<typeof updateTaskDefinition>,
): Promise<TenantTaskDefinition> {
  const { trx } = ctx
  const before = await lockedDefinition(trx, definitionId)
  await underItsOwnName(patch.name ?? before.name, async () => {
    await trx('inbox_task_definitions')
      .where({ definition_id: definitionId })
      .update({ ...columnsOf(patch), updated_at: ctx.clock.now() })
  })
  if (patch.roleIds) {
    await trx('inbox_task_definition_roles').where({ definition_id: definitionId }).delete()
    await insertRoles(ctx, registry, definitionId, patch.roleIds)
  }
  await ctx.audit({
    action: 'task_definition.updated',
    entityType: 'task_definition',
    entityId: definitionId,
    before: { ...before },
    after: patch,
  })
  return await definitionById(trx, definitionId)
}

export async function deactivateDefinition(
  ctx: TenantContext,
  definitionId: string,
): Promise<TenantTaskDefinition> {
  const before = await lockedDefinition(ctx.trx, definitionId)
  await ctx
    .trx('inbox_task_definitions')
    .where({ definition_id: definitionId })
    .update({ active: false, updated_at: ctx.clock.now() })
  await ctx.audit({
    action: 'task_definition.deactivated',
    entityType: 'task_definition',
    entityId: definitionId,
    before: { active: before.active },
    after: { active: false },
  })
  return await definitionById(ctx.trx, definitionId)
}

async function lockedDefinition(trx: Transaction, definitionId: string): Promise<TenantTaskDefinition> {
  await trx('inbox_task_definitions')
    .where({ definition_id: definitionId })
    .forUpdate()
    .select('definition_id')
  return await definitionById(trx, definitionId)
}

export async function definitionById(trx: Transaction, definitionId: string): Promise<TenantTaskDefinition> {
  const rows = await definitionRows(trx).where('d.definition_id', definitionId)
  const [definition] = await withRoles(trx, rows)
  if (!definition) throw notFound('task definition')
  return definition
}

interface DefinitionRow {
  definition_id: string
  name: string
  name_lower: string
  description: string
  default_priority: TaskPriority
  due_in_days: number | null
  active: boolean
}

function definitionRows(trx: Transaction): Knex.QueryBuilder<object, DefinitionRow[]> {
  return trx('inbox_task_definitions as d').select('d.*')
}

async function withRoles(trx: Transaction, rows: readonly DefinitionRow[]): Promise<TenantTaskDefinition[]> {
  const roles: { definition_id: string; role_id: string; name: string }[] = await trx(
    'inbox_task_definition_roles as dr',
  )
    .join('roles as r', (on) => on.on('r.tenant', 'dr.tenant').on('r.role_id', 'dr.role_id'))
    .whereIn(
      'dr.definition_id',
      rows.map((row) => row.definition_id),
    )
    .orderBy(['r.name', 'r.role_id'])
    .select('dr.definition_id', 'r.role_id', 'r.name')
  return rows.map((row) => ({
    definitionId: row.definition_id,
    name: row.name,
    description: row.description,
    defaultPriority: row.default_priority,
    dueInDays: row.due_in_days,
    roles: roles
      .filter((role) => role.definition_id === row.definition_id)
      .map((role) => ({ roleId: role.role_id, name: role.name })),
    active: row.active,
  }))
}

type Fields = Partial<ParsedInputOf<typeof createTaskDefinition>> & { active?: true }

/** Only what was said: knex leaves undefined columns of an update alone. */
const columnsOf = (fields: Fields) => ({
  name: fields.name,
  name_lower: fields.name?.toLowerCase(),
  description: fields.description,
  default_priority: fields.defaultPriority,
  due_in_days: fields.dueInDays,
  active: fields.active,
})

async function insertRoles(
  ctx: TenantContext,
  registry: TaskRegistry,
  definitionId: string,
  roleIds: readonly string[],
): Promise<void> {
  if (roleIds.length === 0) return
  const wanted = { roleIds, userIds: [] }
  refuseIfAnyoneCannotAct(wanted, assigneesWhoMayAct(registry, CUSTOM_KIND, wanted, await loadStaff(ctx.trx)))
  const rows = [...new Set(roleIds)].map((roleId) => ({
    tenant: ctx.tenant,
    definition_id: definitionId,
    role_id: roleId,
  }))
  await ctx.trx('inbox_task_definition_roles').insert(rows)
}

const UNIQUE_VIOLATION = '23505'

async function underItsOwnName(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION)) throw cause
    throw conflict('task-definition-name-taken', `There is already a kind of task called “${name}”.`)
  }
}
