import { implementForUser, implementSystem, type Implementation } from '../access/application.ts'
import {
  getSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  signOut,
} from '../contract/identity.ts'
import { encodeCursor } from '../contract/paging.ts'
import { notFound } from '../problem.ts'
import { clearSessionCookie, isSecureOrigin } from './cookies.ts'
import { positionFrom } from '../db/position.ts'
import { deviceOf } from './device.ts'
import type { IdentityServices } from './services.ts'
import { endPresentedSession, IDLE_SECONDS, revokeSessions } from './sessions.ts'
import { presentedView } from './views.ts'

/** Where somebody is signed in, and how they end it. */
export function ownSessionUseCases(services: IdentityServices): Implementation[] {
  return [
    implementSystem(getSession, (ctx) => presentedView(ctx.database, ctx.actor, services.edition)),
    signingOut(services),
    listing,
    revokingOne,
    revokingOthers,
  ]
}

const signingOut = (services: IdentityServices) =>
  implementSystem(signOut, async (ctx) => {
    const { actor } = ctx
    await endPresentedSession(ctx.database, actor, ctx.clock.now())
    ctx.reply.cookies.push(clearSessionCookie(isSecureOrigin(services.publicOrigin)))
    if (actor?.kind === 'operator') ctx.log.info({ operatorId: actor.operatorId }, 'operator signed out')
    if (actor?.kind !== 'user') return
    await ctx.database.withTenant(actor.tenant, (trx) =>
      ctx.auditAs(trx, actor.tenant, actor, {
        action: 'session.signed_out',
        entityType: 'user',
        entityId: actor.userId,
        after: { sessionId: actor.sessionId },
      }),
    )
  })

interface SessionRow {
  session_id: string
  ip: string
  user_agent: string
  created_at: string
  last_seen_at: string
}

const listing = implementForUser(listSessions, async (ctx, input) => {
  const now = ctx.clock.now()
  const query = ctx
    .trx('sessions')
    .where({ tenant: ctx.tenant, user_id: ctx.actor.userId })
    .whereNull('revoked_at')
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', new Date(now.getTime() - IDLE_SECONDS * 1000))
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'session_id', order: 'desc' },
    ])
    .limit(input.limit + 1)
    .select('session_id', 'ip', 'user_agent', 'created_at', 'last_seen_at')
  const after = positionFrom(input.cursor, 'instant')
  if (after) void query.whereRaw('(created_at, session_id) < (?, ?)', after)
  const rows: SessionRow[] = await query
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => ({
      sessionId: row.session_id,
      ...deviceOf(row.user_agent),
      ip: row.ip,
      signedInAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      current: row.session_id === ctx.actor.sessionId,
    })),
    nextCursor: last ? encodeCursor([last.created_at, last.session_id]) : null,
  }
})

const revokingOne = implementForUser(revokeSession, async (ctx, input) => {
  const ended = await ctx
    .trx('sessions')
    .where({ tenant: ctx.tenant, session_id: input.sessionId, user_id: ctx.actor.userId })
    .whereNull('revoked_at')
    .update({ revoked_at: ctx.clock.now() })
  if (ended === 0) throw notFound('session')
  await ctx.audit({
    action: 'session.revoked',
    entityType: 'user',
    entityId: ctx.actor.userId,
    after: { sessionId: input.sessionId },
  })
})

const revokingOthers = implementForUser(revokeOtherSessions, async (ctx) => {
  const { userId, sessionId } = ctx.actor
  const revoked = await revokeSessions(ctx.trx, ctx.tenant, userId, ctx.clock.now(), sessionId)
  await ctx.audit({
    action: 'session.others_revoked',
    entityType: 'user',
    entityId: userId,
    after: { revoked },
  })
  return { revoked }
})
