import type { UserActor } from '../access/actor.ts'
import {
  implementForUser,
  implementSystem,
  type Implementation,
  type SystemContext,
} from '../access/application.ts'
import { changePassword, updateProfile } from '../contract/identity.ts'
import { notSignedIn } from '../problem.ts'
import { endLinks } from './mail-links.ts'
import { tellPasswordChanged } from './password-changed.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { wrongPassword } from './refusals.ts'
import type { IdentityServices } from './services.ts'
import { revokeSessions } from './sessions.ts'
import { admitOrRefuse, forgetAttempts } from './throttle.ts'
import { readUser } from './user-rows.ts'

/** What people change about themselves. */
export function profileUseCases(services: IdentityServices): Implementation[] {
  return [updating, changing(services)]
}

const updating = implementForUser(updateProfile, async (ctx, input) => {
  const { userId } = ctx.actor
  const before = await readUser(ctx.trx, ctx.tenant, userId)
  const displayName = input.displayName ?? before.display_name
  const locale = input.locale ?? before.locale
  await ctx.trx('users').where({ tenant: ctx.tenant, user_id: userId }).update({
    display_name: displayName,
    display_name_lower: displayName.toLowerCase(),
    locale,
    updated_at: ctx.clock.now(),
  })
  await ctx.audit({
    action: 'profile.updated',
    entityType: 'user',
    entityId: userId,
    before: { displayName: before.display_name, locale: before.locale },
    after: { displayName, locale },
  })
  return { displayName, email: before.email, locale }
})

/** Outside the tenant's transaction, because a password takes long to verify and none may be open meanwhile. */
const changing = (services: IdentityServices) =>
  implementSystem(changePassword, async (ctx, input) => {
    const { actor } = ctx
    if (actor?.kind !== 'user') throw notSignedIn()
    const { limits, passwords } = services
    const subject = `password:${actor.tenant}:${actor.userId}`
    // Somebody at an unlocked screen must not find the password out by trying.
    const attempts = await admitOrRefuse(ctx, [{ subject, limit: limits.perAccount }], limits.windowSeconds)
    const stored = await storedHash(ctx, actor)
    if (!(await passwords.verify(stored, input.currentPassword))) throw wrongPassword()
    refuseWeakPassword(input.newPassword, actor, 'newPassword')
    await replacePassword(services, ctx, actor, stored, await passwords.hash(input.newPassword))
    await forgetAttempts(ctx, subject, attempts)
  })

async function storedHash(ctx: SystemContext, { tenant, userId }: UserActor): Promise<string | null> {
  const row: { password_hash: string | null } | undefined = await ctx.database.withTenant(tenant, (trx) =>
    trx('users').where({ tenant, user_id: userId, status: 'active' }).first('password_hash'),
  )
  return row?.password_hash ?? null
}

async function replacePassword(
  services: IdentityServices,
  ctx: SystemContext,
  actor: UserActor,
  stored: string | null,
  replacement: string,
): Promise<void> {
  const { tenant, userId, sessionId } = actor
  const now = ctx.clock.now()
  await ctx.database.withTenant(tenant, async (trx) => {
    const changed = await trx('users')
      .where({ tenant, user_id: userId, status: 'active', password_hash: stored })
      .update({ password_hash: replacement, updated_at: now })
    // Changed by a reset in the meantime: what was typed is no longer the current password.
    if (changed === 0) throw wrongPassword()
    await endLinks(trx, tenant, userId, now)
    const sessionsRevoked = await revokeSessions(trx, tenant, userId, now, sessionId)
    await ctx.auditAs(trx, tenant, actor, {
      action: 'user.password_changed',
      entityType: 'user',
      entityId: userId,
      after: { sessionsRevoked },
    })
    await tellPasswordChanged(services, ctx.ids, trx, tenant, actor)
  })
}
