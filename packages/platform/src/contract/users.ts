import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { email, instantText, localeCode, searchText, shortText, uuid } from './text.ts'
import { defineCommand, defineQuery, mspWith } from './use-case.ts'

/** People and what they may do, as their administrator sees them. */

const roleAudience = z.enum(['msp', 'portal'])
const userStatus = z.enum(['invited', 'active', 'inactive'])
const roleIds = z.array(uuid).min(1).max(50)
const permission = z
  .string()
  .max(100)
  .regex(/^[a-z_]+:[a-z_]+$/, 'is not a permission')
const permissions = z.array(permission).max(200)

export const userView = z.object({
  userId: z.string(),
  audience: roleAudience,
  clientId: z.string().nullable(),
  email: z.string(),
  displayName: z.string(),
  status: userStatus,
  locale: z.string(),
  roles: z.array(z.object({ roleId: z.string(), name: z.string() })),
  createdAt: instantText,
  lastSignedInAt: instantText.nullable(),
})
export type UserView = z.infer<typeof userView>

export const roleView = z.object({
  roleId: z.string(),
  audience: roleAudience,
  /** Set on built-in roles; screens translate it. */
  key: z.string().nullable(),
  name: z.string(),
  permissions: z.array(z.string()),
  holders: z.number().int(),
})
export type RoleView = z.infer<typeof roleView>

export const listUsers = defineQuery({
  name: 'user.list',
  summary: 'List users by name',
  access: mspWith('user:read'),
  input: z.object({
    ...pageInput,
    /** The beginning of a name or an e-mail address. */
    search: searchText.optional(),
    status: userStatus.optional(),
    audience: roleAudience.optional(),
  }),
  output: page(userView),
  http: { method: 'GET', path: '/users' },
})

export const getUser = defineQuery({
  name: 'user.get',
  summary: 'Show one user',
  access: mspWith('user:read'),
  input: z.object({ userId: uuid }),
  output: userView,
  http: { method: 'GET', path: '/users/:userId' },
})

export const inviteUser = defineCommand({
  name: 'user.invite',
  summary: 'Invite somebody by mail',
  access: mspWith('user:update'),
  once: true,
  input: z.object({
    email,
    displayName: shortText,
    audience: roleAudience.default('msp'),
    /** For a portal user: the client they belong to. */
    clientId: uuid.optional(),
    roleIds,
    locale: localeCode.optional(),
  }),
  output: userView,
  http: { method: 'POST', path: '/users', status: 201 },
})

export const resendInvitation = defineCommand({
  name: 'user.resend_invitation',
  summary: 'Send the invitation again; the earlier link stops working',
  access: mspWith('user:update'),
  once: true,
  input: z.object({ userId: uuid }),
  output: userView,
  http: { method: 'POST', path: '/users/:userId/invitation' },
})

export const deactivateUser = defineCommand({
  name: 'user.deactivate',
  summary: 'Take a user’s access away at once',
  access: mspWith('user:update'),
  input: z.object({ userId: uuid }),
  output: userView,
  http: { method: 'POST', path: '/users/:userId/deactivate' },
})

export const reactivateUser = defineCommand({
  name: 'user.reactivate',
  summary: 'Give a user access again',
  access: mspWith('user:update'),
  input: z.object({ userId: uuid }),
  output: userView,
  http: { method: 'POST', path: '/users/:userId/reactivate' },
})

export const sendPasswordReset = defineCommand({
  name: 'user.send_password_reset',
  summary: 'Send a user the link to set a new password',
  access: mspWith('user:update'),
  once: true,
  input: z.object({ userId: uuid }),
  output: userView,
  http: { method: 'POST', path: '/users/:userId/password-reset' },
})

export const setUserRoles = defineCommand({
  name: 'user.set_roles',
  summary: 'Choose a user’s roles',
  access: mspWith('user:update'),
  input: z.object({ userId: uuid, roleIds }),
  output: userView,
  http: { method: 'PUT', path: '/users/:userId/roles' },
})

export const listRoles = defineQuery({
  name: 'role.list',
  summary: 'List roles by name',
  access: mspWith('role:read'),
  input: z.object({ ...pageInput, audience: roleAudience.optional() }),
  output: page(roleView),
  http: { method: 'GET', path: '/roles' },
})

export const createRole = defineCommand({
  name: 'role.create',
  summary: 'Create a role',
  access: mspWith('role:update'),
  once: true,
  input: z.object({ name: shortText, audience: roleAudience.default('msp'), permissions }),
  output: roleView,
  http: { method: 'POST', path: '/roles', status: 201 },
})

export const updateRole = defineCommand({
  name: 'role.update',
  summary: 'Rename a role or change what it allows',
  access: mspWith('role:update'),
  input: z.object({ roleId: uuid, name: shortText.optional(), permissions: permissions.optional() }),
  output: roleView,
  http: { method: 'PATCH', path: '/roles/:roleId' },
})

export const deleteRole = defineCommand({
  name: 'role.delete',
  summary: 'Delete a role nobody holds',
  access: mspWith('role:update'),
  input: z.object({ roleId: uuid }),
  output: z.void(),
  http: { method: 'DELETE', path: '/roles/:roleId', status: 204 },
})

export const listPermissions = defineQuery({
  name: 'permission.list',
  summary: 'Everything a role can allow',
  access: mspWith('role:read'),
  input: z.object({}),
  output: z.object({
    items: z.array(z.object({ audience: roleAudience, resource: z.string(), actions: z.array(z.string()) })),
  }),
  http: { method: 'GET', path: '/permissions' },
})
