import { z } from 'zod'
import { taskPeople, taskPriority } from './inbox.ts'
import { page, pageInput } from './paging.ts'
import { longText, shortText, uuid } from './text.ts'
import { defineCommand, defineQuery, mspWith } from './use-case.ts'

/** The kinds of task a tenant invents for itself. */

export const tenantTaskDefinition = z.object({
  definitionId: uuid,
  name: z.string(),
  description: z.string(),
  defaultPriority: taskPriority,
  dueInDays: z.number().int().nullable(),
  roles: z.array(z.object({ roleId: uuid, name: z.string() })),
  active: z.boolean(),
})
export type TenantTaskDefinition = z.infer<typeof tenantTaskDefinition>

const definitionFields = {
  name: shortText,
  description: longText,
  defaultPriority: taskPriority,
  dueInDays: z.number().int().min(1).max(3650).nullable(),
  roleIds: taskPeople.roleIds,
}

export const listTaskDefinitions = defineQuery({
  name: 'inbox.definitions.list',
  summary: 'The kinds of task a tenant invented for itself',
  access: mspWith('inbox:read'),
  input: z.object({ ...pageInput, show: z.enum(['active', 'all']).default('active') }),
  output: page(tenantTaskDefinition),
  http: { method: 'GET', path: '/inbox/definitions' },
})

export const createTaskDefinition = defineCommand({
  name: 'inbox.definitions.create',
  summary: 'Invent a kind of task',
  access: mspWith('inbox:manage'),
  once: true,
  input: z.object({
    name: definitionFields.name,
    description: definitionFields.description.default(''),
    defaultPriority: taskPriority.default('normal'),
    dueInDays: definitionFields.dueInDays.default(null),
    roleIds: taskPeople.roleIds.default([]),
  }),
  output: tenantTaskDefinition,
  http: { method: 'POST', path: '/inbox/definitions', status: 201 },
})

const oneDefinition = { definitionId: uuid }

export const updateTaskDefinition = defineCommand({
  name: 'inbox.definitions.update',
  summary: 'Change a kind of task, or take it back into use',
  access: mspWith('inbox:manage'),
  input: z.object({
    ...oneDefinition,
    ...z.object(definitionFields).partial().shape,
    active: z.literal(true).optional(),
  }),
  output: tenantTaskDefinition,
  http: { method: 'PATCH', path: '/inbox/definitions/:definitionId' },
})

export const deactivateTaskDefinition = defineCommand({
  name: 'inbox.definitions.deactivate',
  summary: 'No new tasks of this kind; open ones stay',
  access: mspWith('inbox:manage'),
  input: z.object(oneDefinition),
  output: tenantTaskDefinition,
  http: { method: 'POST', path: '/inbox/definitions/:definitionId/deactivate' },
})
