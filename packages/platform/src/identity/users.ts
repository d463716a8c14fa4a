import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import { exportUsers } from '../contract/exports.ts'
import { encodeCursor } from '../contract/paging.ts'
import { deactivateUser, getUser, listUsers, reactivateUser, setUserRoles } from '../contract/users.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import { implementExport } from '../exports/list-export.ts'
import { conflict } from '../problem.ts'
import { USER_COLUMNS } from './csv-columns.ts'
import { lockAccess, refuseUngrantableRoles, refuseWithoutAdministrator } from './grants.ts'
import { endLinks } from './mail-links.ts'
import { positionFrom } from '../db/position.ts'
import { revokeSessions } from './sessions.ts'
import { readUser, selectUsers, toUserView, type UserRow } from './user-rows.ts'

/** The people of a tenant: who they are, whether they get in, what they may do. */
export const userUseCases = (): Implementation[] => [
  listing,
  exporting,
  getting,
  deactivating,
  reactivating,
  settingRoles,
]

async function readUsers(
  ctx: TenantContext,
  input: ParsedInputOf<typeof listUsers>,
): Promise<OutputOf<typeof listUsers>> {
  const query = selectUsers(ctx.trx, ctx.tenant)
    .orderBy('u.display_name_lower')
    .orderBy('u.user_id')
    .limit(input.limit + 1)
  if (input.status) void query.where('u.status', input.status)
  if (input.audience) void query.where('u.audience', input.audience)
  if (input.search) {
    const range = rangeOf(input.search)
    void query.where((either) =>
      either
        .whereRaw('u.display_name_lower ~>=~ ? and u.display_name_lower ~<~ ?', range)
        .orWhereRaw('u.email_lower ~>=~ ? and u.email_lower ~<~ ?', range),
    )
  }
  const after = positionFrom(input.cursor, 'text')
  if (after) void query.whereRaw('(u.display_name_lower, u.user_id) > (?, ?)', after)
  const rows: UserRow[] = await query
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: shown.map(toUserView),
    nextCursor: last ? encodeCursor([last.display_name_lower, last.user_id]) : null,
  }
}

const listing = implement(listUsers, readUsers)

const exporting = implementExport(exportUsers, {
  fileName: 'users.csv',
  columns: USER_COLUMNS,
  readPage: readUsers,
})

/** Everything that begins with the text: from the text up to the text and the last character there is. */
const rangeOf = (search: string) => [search.toLowerCase(), `${search.toLowerCase()}\u{10ffff}`]

const getting = implement(getUser, async (ctx, input) =>
  toUserView(await readUser(ctx.trx, ctx.tenant, input.userId)),
)

const deactivating = implement(deactivateUser, async (ctx, { userId }) => {
  if (ctx.actor.kind === 'user' && ctx.actor.userId === userId) {
    throw conflict('yourself', 'You cannot deactivate yourself.')
  }
  await lockAccess(ctx.trx, ctx.tenant)
  const user = await readUser(ctx.trx, ctx.tenant, userId)
  if (user.status === 'inactive') throw conflict('already-inactive', 'This user is already inactive.')
  const now = ctx.clock.now()
  await changeStatus(ctx, user, 'inactive')
  await revokeSessions(ctx.trx, ctx.tenant, userId, now)
  await endLinks(ctx.trx, ctx.tenant, userId, now)
  await refuseWithoutAdministrator(ctx.trx)
  return toUserView({ ...user, status: 'inactive' })
})

const reactivating = implement(reactivateUser, async (ctx, { userId }) => {
  await lockAccess(ctx.trx, ctx.tenant)
  const user = await readUser(ctx.trx, ctx.tenant, userId)
  if (user.status !== 'inactive') throw conflict('not-inactive', 'This user is not inactive.')
  // Somebody let go before accepting the invitation has no password yet and needs a new invitation.
  const status = user.has_password ? 'active' : 'invited'
  await changeStatus(ctx, user, status)
  return toUserView({ ...user, status })
})

async function changeStatus(ctx: TenantContext, user: UserRow, status: UserRow['status']): Promise<void> {
  await ctx
    .trx('users')
    .where({ tenant: ctx.tenant, user_id: user.user_id })
    .update({ status, updated_at: ctx.clock.now() })
  await ctx.audit({
    action: status === 'inactive' ? 'user.deactivated' : 'user.reactivated',
    entityType: 'user',
    entityId: user.user_id,
    before: { status: user.status },
    after: { status },
  })
}

const settingRoles = implement(setUserRoles, async (ctx, { userId, roleIds }) => {
  const { trx, tenant } = ctx
  await lockAccess(trx, tenant)
  const user = await readUser(trx, tenant, userId)
  const held = user.roles.map((role) => role.roleId)
  const added = [...new Set(roleIds)].filter((role) => !held.includes(role))
  await refuseUngrantableRoles(trx, tenant, ctx.actor, user.audience, added)
  await trx('user_roles').where({ tenant, user_id: userId }).whereNotIn('role_id', roleIds).delete()
  if (added.length > 0) {
    await trx('user_roles').insert(added.map((role_id) => ({ tenant, user_id: userId, role_id })))
  }
  await refuseWithoutAdministrator(trx)
  const changed = await readUser(trx, tenant, userId)
  await ctx.audit({
    action: 'user.roles_set',
    entityType: 'user',
    entityId: userId,
    before: { roles: user.roles },
    after: { roles: changed.roles },
  })
  return toUserView(changed)
})
