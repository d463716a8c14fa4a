import type { SystemActor } from '../access/actor.ts'
import { implementSystem, type Implementation, type SystemContext } from '../access/application.ts'
import { signIn } from '../contract/identity.ts'
import { conflict } from '../problem.ts'
import { findAccounts, type Account } from './account.ts'
import { signInOperator } from './operator-sign-in.ts'
import type { Passwords } from './passwords.ts'
import { wrongCredentials } from './refusals.ts'
import type { IdentityServices } from './services.ts'
import { endPresentedSession, giveCookie, openSession } from './sessions.ts'
import { accountSubject, admitOrRefuse, forgetAttempts, fromAddress } from './throttle.ts'
import { userView } from './views.ts'

/** The attempt is counted first, the password looked at with no transaction open, the session opened last. */
export function signInUseCases(services: IdentityServices): Implementation[] {
  return [
    implementSystem(signIn, async (ctx, input) => {
      const { limits } = services
      const subject = accountSubject(input.audience, input.email)
      const attemptIds = await admitOrRefuse(
        ctx,
        [{ subject, limit: limits.perAccount }, ...fromAddress(ctx.origin.ip, limits.perAddress)],
        limits.windowSeconds,
      )
      const succeeded = () => forgetAttempts(ctx, subject, attemptIds)
      const { email, audience, tenant: slug } = input
      if (audience === 'operator') return await signInOperator(services, ctx, input, succeeded)

      const accounts = await ctx.database.withSystem((trx) => findAccounts(trx, { email, audience, slug }))
      const opened = await openedBy(services.passwords, accounts, input.password)
      if (opened.length === 0) await auditFailures(ctx, accounts)
      const [account] = opened
      if (!account) throw wrongCredentials()
      await succeeded()
      if (opened.length > 1) throw chooseCompany(opened)
      return await signInAs(services, ctx, account)
    }),
  ]
}

/** The accounts this password opens. Where there is none to try, an attempt still costs one verification. */
async function openedBy(
  passwords: Passwords,
  accounts: readonly Account[],
  password: string,
): Promise<Account[]> {
  if (accounts.length === 0) await passwords.verify(null, password)
  const opened: Account[] = []
  for (const account of accounts) {
    const stored = account.status === 'active' ? account.passwordHash : null
    if (await passwords.verify(stored, password)) opened.push(account)
  }
  return opened
}

const chooseCompany = (accounts: readonly Account[]) =>
  conflict('choose-company', 'This address belongs to several companies. Choose one.', {
    companies: accounts.map((account) => account.company),
  })

async function signInAs(services: IdentityServices, ctx: SystemContext, account: Account) {
  const now = ctx.clock.now()
  const { tenant, userId } = account
  await endPresentedSession(ctx.database, ctx.actor, now)
  const { token, view } = await ctx.database.withTenant(tenant, async (trx) => {
    // Between the verification and here the password may have been reset or the person let go.
    const stillTrue = await trx('users')
      .where({ tenant, user_id: userId, status: 'active', password_hash: account.passwordHash })
      .update({ last_signed_in_at: now })
    if (stillTrue === 0) throw wrongCredentials()
    const session = await openSession(ctx, trx, tenant, userId)
    await ctx.auditAs(trx, tenant, session.actor, {
      action: 'session.signed_in',
      entityType: 'user',
      entityId: userId,
      after: { sessionId: session.actor.sessionId, ip: ctx.origin.ip },
    })
    return {
      token: session.token,
      view: await userView(trx, session.actor, session.csrfToken, services.edition),
    }
  })
  giveCookie(ctx.reply, services.publicOrigin, token)
  return view
}

/** Each company sees the attempts at its own people. There are ten accounts at most, usually one. */
async function auditFailures(ctx: SystemContext, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return
  await ctx.database.withSystem(async (trx) => {
    for (const { tenant, userId, status } of accounts) {
      const nobody: SystemActor = { kind: 'system', tenant, name: 'sign-in' }
      await ctx.auditAs(trx, tenant, nobody, {
        action: 'session.sign_in_failed',
        entityType: 'user',
        entityId: userId,
        after: { ip: ctx.origin.ip, accountStatus: status },
      })
    }
  })
}
