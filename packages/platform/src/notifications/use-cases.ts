import { implementForUser, type Implementation } from '../access/application.ts'
import type { UserActor } from '../access/actor.ts'
import {
  countUnreadNotifications,
  listNotifications,
  markAllNotificationsRead,
  markNotificationRead,
  type Notification,
} from '../contract/notifications.ts'
import { newestFirst } from '../db/newest-first.ts'
import { notFound } from '../problem.ts'

/** The bell: everyone reads and marks their own notifications, and nobody else's. */
export function notificationUseCases(): Implementation[] {
  return [
    implementForUser(listNotifications, async (ctx, input) => {
      const mine = ctx.trx('notifications').where(ownedBy(ctx.actor))
      if (input.show === 'unread') void mine.whereNull('read_at')
      const found = await newestFirst<NotificationRow>(mine.select(...SHOWN), 'notification_id', input)
      return { items: found.rows.map(shown), nextCursor: found.nextCursor }
    }),

    implementForUser(countUnreadNotifications, async (ctx) => {
      const row = await ctx
        .trx('notifications')
        .where(ownedBy(ctx.actor))
        .whereNull('read_at')
        .count({ unread: '*' })
        .first()
      return { unread: Number(row?.unread ?? 0) }
    }),

    implementForUser(markNotificationRead, async (ctx, input) => {
      // The first reading stays; doing it again changes nothing.
      const rows: { read_at: string }[] = await ctx
        .trx('notifications')
        .where({ ...ownedBy(ctx.actor), notification_id: input.notificationId })
        .update({ read_at: ctx.trx.raw('coalesce(read_at, ?)', [ctx.clock.now()]) })
        .returning('read_at')
      const row = rows[0]
      if (!row) throw notFound('notification')
      await ctx.audit({
        action: 'notification.read',
        entityType: 'notification',
        entityId: input.notificationId,
      })
      return { notificationId: input.notificationId, readAt: row.read_at }
    }),

    implementForUser(markAllNotificationsRead, async (ctx) => {
      const marked = await ctx
        .trx('notifications')
        .where(ownedBy(ctx.actor))
        .whereNull('read_at')
        .update({ read_at: ctx.clock.now() })
      const { userId } = ctx.actor
      await ctx.audit({
        action: 'notification.all_read',
        entityType: 'user',
        entityId: userId,
        after: { marked },
      })
      return { marked }
    }),
  ]
}

const ownedBy = (actor: UserActor) => ({ tenant: actor.tenant, user_id: actor.userId })

const SHOWN = ['notification_id', 'kind', 'params', 'link', 'created_at', 'read_at'] as const

interface NotificationRow {
  notification_id: string
  kind: string
  params: Notification['params']
  link: string
  created_at: string
  read_at: string | null
}

const shown = (row: NotificationRow): Notification => ({
  notificationId: row.notification_id,
  kind: row.kind,
  params: row.params,
  link: row.link,
  createdAt: row.created_at,
  readAt: row.read_at,
})
