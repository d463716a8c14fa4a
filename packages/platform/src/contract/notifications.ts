import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText, uuid } from './text.ts'
import { defineCommand, defineQuery, signedIn } from './use-case.ts'

/** The screens say it in words: message key `notifications.<kind>`, filled in with `params`. */
export const notification = z.object({
  notificationId: uuid,
  kind: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.string(),
  createdAt: instantText,
  readAt: instantText.nullable(),
})
export type Notification = z.infer<typeof notification>

const onesOwn = signedIn('msp', 'portal')

export const listNotifications = defineQuery({
  name: 'notification.list',
  summary: 'My notifications, newest first',
  access: onesOwn,
  input: z.object({ ...pageInput, show: z.enum(['all', 'unread']).default('all') }),
  output: page(notification),
  http: { method: 'GET', path: '/notifications' },
})

export const countUnreadNotifications = defineQuery({
  name: 'notification.unread_count',
  summary: 'How many of my notifications are unread',
  access: onesOwn,
  input: z.object({}),
  output: z.object({ unread: z.number().int() }),
  http: { method: 'GET', path: '/notifications/unread-count' },
})

export const markNotificationRead = defineCommand({
  name: 'notification.mark_read',
  summary: 'Mark one of my notifications as read',
  access: onesOwn,
  input: z.object({ notificationId: uuid }),
  output: z.object({ notificationId: uuid, readAt: instantText }),
  http: { method: 'POST', path: '/notifications/:notificationId/read' },
})

export const markAllNotificationsRead = defineCommand({
  name: 'notification.mark_all_read',
  summary: 'Mark all my notifications as read',
  access: onesOwn,
  input: z.object({}),
  output: z.object({ marked: z.number().int() }),
  http: { method: 'POST', path: '/notifications/read-all' },
})
