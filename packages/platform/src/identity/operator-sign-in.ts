import type { SystemContext } from '../access/application.ts'
import { wrongCredentials } from './refusals.ts'
import type { IdentityServices } from './services.ts'
import { endPresentedSession, giveCookie, openOperatorSession } from './sessions.ts'
import { operatorView } from './views.ts'

interface OperatorRow {
  operator_id: string
  display_name: string
  email_lower: string
  locale: string
  password_hash: string
}

/** An operator belongs to no company, so the log, not a company's audit trail, tells of the sign-in. */
export async function signInOperator(
  services: IdentityServices,
  ctx: SystemContext,
  input: { email: string; password: string },
  succeeded: () => Promise<void>,
) {
  const operator: OperatorRow | undefined = await ctx.database.withSystem((trx) =>
    trx('operators')
      .where({ email_lower: input.email.toLowerCase() })
      .first('operator_id', 'display_name', 'email_lower', 'locale', 'password_hash'),
  )
  const matches = await services.passwords.verify(operator?.password_hash ?? null, input.password)
  if (!operator || !matches) {
    if (operator)
      ctx.log.warn({ operatorId: operator.operator_id, ip: ctx.origin.ip }, 'operator sign-in failed')
    throw wrongCredentials()
  }
  await succeeded()
  await endPresentedSession(ctx.database, ctx.actor, ctx.clock.now())
  const session = await ctx.database.withSystem((trx) => openOperatorSession(ctx, trx, operator.operator_id))
  giveCookie(ctx.reply, services.publicOrigin, session.token)
  ctx.log.info(
    { operatorId: operator.operator_id, sessionId: session.sessionId, ip: ctx.origin.ip },
    'operator signed in',
  )
  const who = {
    operatorId: operator.operator_id,
    displayName: operator.display_name,
    email: operator.email_lower,
    locale: operator.locale,
  }
  return operatorView(who, session.csrfToken, services.edition)
}
