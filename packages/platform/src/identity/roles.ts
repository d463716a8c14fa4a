import type { Knex } from 'knex'
import { implement, type Implementation } from '../access/application.ts'
import { permissionCatalogue } from '../access/permissions.ts'
import { encodeCursor } from '../contract/paging.ts'
import type { Permission } from '../contract/use-case.ts'
import {
  createRole,
  deleteRole,
  listPermissions,
  listRoles,
  updateRole,
  type RoleView,
} from '../contract/users.ts'
import type { Transaction } from '../db/tenancy.ts'
import { conflict, notFound } from '../problem.ts'
import { lockAccess, refuseUnheld, refuseUnknown, refuseWithoutAdministrator } from './grants.ts'
import { positionFrom } from '../db/position.ts'
import { builtInRole } from './refusals.ts'

/** What roles there are and what each allows. */
export const roleUseCases = (): Implementation[] => [
  listing,
  creating,
  updating,
  deleting,
  implement(listPermissions, async () => ({
    items: permissionCatalogue.map((entry) => ({ ...entry, actions: [...entry.actions] })),
  })),
]

const listing = implement(listRoles, async (ctx, input) => {
  const query = selectRoles(ctx.trx, ctx.tenant)
    .orderBy('r.name')
    .orderBy('r.role_id')
    .limit(input.limit + 1)
  if (input.audience) void query.where('r.audience', input.audience)
  const after = positionFrom(input.cursor, 'text')
  if (after) void query.whereRaw('(r.name, r.role_id) > (?, ?)', after)
  const rows: RoleRow[] = await query
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: shown.map(toRoleView),
    nextCursor: last ? encodeCursor([last.name, last.role_id]) : null,
  }
})

const creating = implement(createRole, async (ctx, { name, audience, permissions: wanted }) => {
  const { trx, tenant } = ctx
  await lockAccess(trx, tenant)
  const permissions = refuseUnknown(audience, wanted)
  refuseUnheld(ctx.actor, audience, permissions)
  await refuseTakenName(trx, tenant, audience, name)
  const roleId = ctx.ids.uuid()
  await trx('roles').insert({ tenant, role_id: roleId, audience, key: null, name })
  await addPermissions(trx, tenant, roleId, permissions)
  await ctx.audit({
    action: 'role.created',
    entityType: 'role',
    entityId: roleId,
    after: { name, audience, permissions },
  })
  return toRoleView(await readRole(trx, tenant, roleId))
})

const updating = implement(updateRole, async (ctx, { roleId, name, permissions: wanted }) => {
  const { trx, tenant } = ctx
  await lockAccess(trx, tenant)
  const role = await readRole(trx, tenant, roleId)
  // A built-in role keeps its name, and the administrator keeps every permission too.
  if (role.key === 'admin' || (role.key && name !== undefined && name !== role.name)) throw builtInRole()
  if (name !== undefined && name !== role.name) {
    await refuseTakenName(trx, tenant, role.audience, name)
    await trx('roles').where({ tenant, role_id: roleId }).update({ name })
  }
  if (wanted) {
    const permissions = refuseUnknown(role.audience, wanted)
    const added = permissions.filter((permission) => !role.permissions.includes(permission))
    refuseUnheld(ctx.actor, role.audience, added)
    await trx('role_permissions')
      .where({ tenant, role_id: roleId })
      .whereNotIn('permission', permissions)
      .delete()
    await addPermissions(trx, tenant, roleId, added)
    await refuseWithoutAdministrator(trx)
  }
  const changed = await readRole(trx, tenant, roleId)
  await ctx.audit({
    action: 'role.updated',
    entityType: 'role',
    entityId: roleId,
    before: { name: role.name, permissions: role.permissions },
    after: { name: changed.name, permissions: changed.permissions },
  })
  return toRoleView(changed)
})

const deleting = implement(deleteRole, async (ctx, { roleId }) => {
  const { trx, tenant } = ctx
  await lockAccess(trx, tenant)
  const role = await readRole(trx, tenant, roleId)
  if (role.key) throw builtInRole()
  if (role.holders > 0) {
    throw conflict('role-in-use', 'Somebody still has this role.', { holders: role.holders })
  }
  await trx('roles').where({ tenant, role_id: roleId }).delete()
  await ctx.audit({
    action: 'role.deleted',
    entityType: 'role',
    entityId: roleId,
    before: { name: role.name, audience: role.audience, permissions: role.permissions },
  })
})

interface RoleRow {
  role_id: string
  audience: 'msp' | 'portal'
  key: string | null
  name: string
  permissions: Permission[]
  holders: number
}

function selectRoles(trx: Transaction, tenant: string): Knex.QueryBuilder {
  return trx('roles as r')
    .where('r.tenant', tenant)
    .select('r.role_id', 'r.audience', 'r.key', 'r.name')
    .select(
      trx.raw(`array(select rp.permission from role_permissions rp
                      where rp.tenant = r.tenant and rp.role_id = r.role_id order by 1) as permissions`),
      trx.raw(`(select count(*) from user_roles ur
                 where ur.tenant = r.tenant and ur.role_id = r.role_id) as holders`),
    )
}

async function readRole(trx: Transaction, tenant: string, roleId: string): Promise<RoleRow> {
  const row: RoleRow | undefined = await selectRoles(trx, tenant).where('r.role_id', roleId).first()
  if (!row) throw notFound('role')
  return row
}

async function refuseTakenName(
  trx: Transaction,
  tenant: string,
  audience: string,
  name: string,
): Promise<void> {
  const taken: { role_id: string } | undefined = await trx('roles')
    .where({ tenant, audience, name })
    .first('role_id')
  if (taken) throw conflict('name-taken', 'There is already a role of this name.')
}

async function addPermissions(
  trx: Transaction,
  tenant: string,
  roleId: string,
  permissions: readonly Permission[],
): Promise<void> {
  if (permissions.length === 0) return
  await trx('role_permissions').insert(
    permissions.map((permission) => ({ tenant, role_id: roleId, permission })),
  )
}

const toRoleView = ({ role_id, ...row }: RoleRow): RoleView => ({ roleId: role_id, ...row })
