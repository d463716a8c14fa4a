import { implement, implementSystem, type Implementation, type TenantContext } from '../access/application.ts'
import { acceptInvitation } from '../contract/identity.ts'
import { inviteUser, resendInvitation } from '../contract/users.ts'
import { badInput, conflict } from '../problem.ts'
import { lockAccess, refuseUngrantableRoles } from './grants.ts'
import { findLink, issueLink, spendLink } from './mail-links.ts'
import { createUser } from './new-user.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { linkNotValid } from './refusals.ts'
import type { IdentityServices } from './services.ts'
import { endPresentedSession, giveCookie, openSession } from './sessions.ts'
import { readCompany } from './tenants.ts'
import { readUser, toUserView, type UserRow } from './user-rows.ts'
import { userView } from './views.ts'

/** Nobody is given a password: they are invited by mail and choose their own. */
export function invitationUseCases(services: IdentityServices): Implementation[] {
  return [inviting(services), resending(services), accepting(services)]
}

const inviting = (services: IdentityServices) =>
  implement(inviteUser, async (ctx, input) => {
    const { trx, tenant } = ctx
    const clientId = input.clientId ?? null
    if ((input.audience === 'portal') !== (clientId !== null)) {
      throw wrongClient('A portal user belongs to a client, and nobody else does.')
    }
    if (clientId && !(await services.clientExists(trx, clientId)))
      throw wrongClient('There is no such client.')
    await lockAccess(trx, tenant)
    const roleIds = [...new Set(input.roleIds)]
    await refuseUngrantableRoles(trx, tenant, ctx.actor, input.audience, roleIds)
    const userId = ctx.ids.uuid()
    await createUser(trx, tenant, {
      userId,
      audience: input.audience,
      clientId,
      email: input.email,
      displayName: input.displayName,
      locale: input.locale ?? (await readCompany(trx, tenant)).locale,
      status: 'invited',
      passwordHash: null,
      roleIds,
      createdAt: ctx.clock.now(),
    })
    const user = await readUser(trx, tenant, userId)
    await mailInvitation(services, ctx, user)
    const { audience, email, displayName, roles } = toUserView(user)
    await ctx.audit({
      action: 'user.invited',
      entityType: 'user',
      entityId: userId,
      after: { audience, clientId, email, displayName, roles },
    })
    return toUserView(user)
  })

const wrongClient = (message: string) =>
  badInput(message, [{ field: 'clientId', reason: 'wrong_client', message }])

const resending = (services: IdentityServices) =>
  implement(resendInvitation, async (ctx, { userId }) => {
    const user = await readUser(ctx.trx, ctx.tenant, userId)
    if (user.status !== 'invited') {
      throw conflict('not-invited', 'Only somebody who has not yet accepted can be invited again.')
    }
    await mailInvitation(services, ctx, user)
    await ctx.audit({ action: 'user.invitation_resent', entityType: 'user', entityId: userId })
    return toUserView(user)
  })

async function mailInvitation(services: IdentityServices, ctx: TenantContext, user: UserRow): Promise<void> {
  const { trx, tenant, actor } = ctx
  const link = { tenant, userId: user.user_id, purpose: 'invitation' as const }
  const { linkId, token, expiresAt } = await issueLink(ctx, trx, link)
  const company = await readCompany(trx, tenant)
  await services.mailer.send(trx, tenant, [
    {
      dedupeKey: `invitation:${linkId}`,
      to: { email: user.email, name: user.display_name },
      locale: user.locale,
      template: 'invitation',
      params: {
        company: company.name,
        invitedBy: actor.kind === 'user' ? actor.displayName : company.name,
        expiresOn: dayIn(company.timeZone, expiresAt),
      },
      link: `/accept-invitation?token=${token}`,
      secretLink: true,
    },
  ])
}

/** `YYYY-MM-DD` as the company's calendar has it; this English happens to write dates that way. */
const dayIn = (timeZone: string, moment: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment)

const accepting = (services: IdentityServices) =>
  implementSystem(acceptInvitation, async (ctx, input) => {
    const now = ctx.clock.now()
    const found = await ctx.database.withSystem((trx) => findLink(trx, input.token, 'invitation', now))
    if (!found || found.account.status !== 'invited') throw linkNotValid()
    const { linkId, account } = found
    const { tenant, userId } = account
    refuseWeakPassword(input.password, account, 'password')
    const passwordHash = await services.passwords.hash(input.password)
    await endPresentedSession(ctx.database, ctx.actor, now)
    const accepted = await ctx.database.withTenant(tenant, async (trx) => {
      // The user's row first, as everywhere: whoever comes second finds nobody left to invite.
      const activated = await trx('users')
        .where({ tenant, user_id: userId, status: 'invited' })
        .update({ status: 'active', password_hash: passwordHash, last_signed_in_at: now, updated_at: now })
      if (activated === 0 || !(await spendLink(trx, tenant, linkId, now))) throw linkNotValid()
      const session = await openSession(ctx, trx, tenant, userId)
      await ctx.auditAs(trx, tenant, session.actor, {
        action: 'user.invitation_accepted',
        entityType: 'user',
        entityId: userId,
        before: { status: 'invited' },
        after: { status: 'active', sessionId: session.actor.sessionId, ip: ctx.origin.ip },
      })
      return { session, view: await userView(trx, session.actor, session.csrfToken, services.edition) }
    })
    giveCookie(ctx.reply, services.publicOrigin, accepted.session.token)
    return accepted.view
  })
