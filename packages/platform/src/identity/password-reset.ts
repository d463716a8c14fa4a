import type { SystemActor } from '../access/actor.ts'
import { implement, implementSystem, type Implementation } from '../access/application.ts'
import type { Clock } from '../clock.ts'
import { forgotPassword, resetPassword } from '../contract/identity.ts'
import { sendPasswordReset } from '../contract/users.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import { conflict } from '../problem.ts'
import { findAccounts } from './account.ts'
import { endLinks, findLink, issueLink, LINK_SECONDS, spendLink } from './mail-links.ts'
import { tellPasswordChanged } from './password-changed.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { linkNotValid } from './refusals.ts'
import type { IdentityServices } from './services.ts'
import { revokeSessions } from './sessions.ts'
import { accountSubject, admitAttempt, forgetAttempts, fromAddress } from './throttle.ts'
import { readUser, toUserView } from './user-rows.ts'

/** A forgotten password is replaced by whoever reads the account's mail. */
export function passwordResetUseCases(services: IdentityServices): Implementation[] {
  return [forgetting(services), sending(services), resetting(services)]
}

const forgetting = (services: IdentityServices) =>
  implementSystem(forgotPassword, async (ctx, { email, audience }) => {
    const { limits } = services
    const admission = await admitAttempt(
      ctx,
      [
        { subject: `reset:${audience}:${email.toLowerCase()}`, limit: limits.resetMails },
        ...fromAddress(ctx.origin.ip, limits.perAddress),
      ],
      limits.windowSeconds,
    )
    const accounts = await ctx.database.withSystem((trx) => findAccounts(trx, { email, audience }))
    const active = admission.admitted ? accounts.filter((account) => account.status === 'active') : []
    // One transaction a company: each writes its own link, mail and audit event behind its own wall.
    for (const { tenant, userId, displayName, locale, ...account } of active) {
      const nobody: SystemActor = { kind: 'system', tenant, name: 'password-reset' }
      await ctx.database.withTenant(tenant, async (trx) => {
        await mailResetLink(services, ctx, trx, {
          tenant,
          userId,
          audience,
          email: account.email,
          displayName,
          locale,
        })
        await ctx.auditAs(trx, tenant, nobody, {
          action: 'user.password_reset_requested',
          entityType: 'user',
          entityId: userId,
          after: { ip: ctx.origin.ip },
        })
      })
    }
    return { accepted: true as const }
  })

const sending = (services: IdentityServices) =>
  implement(sendPasswordReset, async (ctx, { userId }) => {
    const { trx, tenant } = ctx
    const user = await readUser(trx, tenant, userId)
    if (user.status !== 'active') throw conflict('not-active', 'Only an active user has a password to reset.')
    const { audience, email, display_name: displayName, locale } = user
    await mailResetLink(services, ctx, trx, { tenant, userId, audience, email, displayName, locale })
    await ctx.audit({ action: 'user.password_reset_sent', entityType: 'user', entityId: userId })
    return toUserView(user)
  })

interface Recipient {
  tenant: string
  userId: string
  audience: 'msp' | 'portal'
  email: string
  displayName: string
  locale: string
}

async function mailResetLink(
  services: IdentityServices,
  ports: { clock: Clock; ids: Ids },
  trx: Transaction,
  { tenant, userId, audience, email, displayName, locale }: Recipient,
): Promise<void> {
  const { linkId, token } = await issueLink(ports, trx, { tenant, userId, purpose: 'password_reset' })
  await services.mailer.send(trx, tenant, [
    {
      dedupeKey: `password_reset:${linkId}`,
      to: { email, name: displayName },
      locale,
      template: 'password_reset',
      params: { minutes: LINK_SECONDS.password_reset / 60 },
      // The page leads back to the side of the house the account belongs to.
      link: `/reset-password?token=${token}&audience=${audience}`,
      secretLink: true,
    },
  ])
}

const resetting = (services: IdentityServices) =>
  implementSystem(resetPassword, async (ctx, input) => {
    const now = ctx.clock.now()
    const found = await ctx.database.withSystem((trx) => findLink(trx, input.token, 'password_reset', now))
    if (!found || found.account.status !== 'active') throw linkNotValid()
    const { linkId, account } = found
    const { tenant, userId } = account
    refuseWeakPassword(input.password, account, 'password')
    const passwordHash = await services.passwords.hash(input.password)
    const nobody: SystemActor = { kind: 'system', tenant, name: 'password-reset' }
    await ctx.database.withTenant(tenant, async (trx) => {
      const changed = await trx('users')
        .where({ tenant, user_id: userId, status: 'active' })
        .update({ password_hash: passwordHash, updated_at: now })
      if (changed === 0 || !(await spendLink(trx, tenant, linkId, now))) throw linkNotValid()
      await endLinks(trx, tenant, userId, now)
      const revoked = await revokeSessions(trx, tenant, userId, now)
      await ctx.auditAs(trx, tenant, nobody, {
        action: 'user.password_reset',
        entityType: 'user',
        entityId: userId,
        after: { sessionsRevoked: revoked, ip: ctx.origin.ip },
      })
      await tellPasswordChanged(services, ctx.ids, trx, tenant, account)
    })
    // Whoever locked themselves out by guessing has now proven the account is theirs.
    await forgetAttempts(ctx, accountSubject(account.audience, account.email), [])
  })
