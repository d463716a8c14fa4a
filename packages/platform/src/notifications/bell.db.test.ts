import { beforeEach, describe, expect, it } from 'vitest'
import { createApplication, type Application } from '../access/application.ts'
import {
  countUnreadNotifications,
  listNotifications,
  markAllNotificationsRead,
  markNotificationRead,
} from '../contract/notifications.ts'
import { createMailer } from '../mail/mailer.ts'
import { createMailTemplates } from '../mail/template.ts'
import { platformMails } from '../mail/templates/platform.ts'
import { TENANT_A, testClock, testIds, testLog, type TestDatabase } from '../testing/index.ts'
import { createNotifier, type NotificationDraft } from './notifier.ts'
import { retentionTasks } from './retention.ts'
import { actor, ANN, BEN, createPeopledDatabase, DEA, draft, PIA } from './testing/people.ts'
import { notificationUseCases } from './use-cases.ts'

const clock = testClock()
const ids = testIds()
const templates = createMailTemplates([platformMails])
const mailer = createMailer({ clock, ids, templates, publicOrigin: 'https://psa.example.com', jobs: null })
const notifier = createNotifier({ clock, ids, mailer })

describe('the bell', () => {
  let db: TestDatabase
  let app: Application

  const notify = (key: string, change: Partial<NotificationDraft> = {}) =>
    db.database.withTenant(TENANT_A, (trx) =>
      notifier.notify(trx, TENANT_A, draft(key, { channels: ['bell'], ...change })),
    )
  const unread = async (userId: string) =>
    (await app.execute(countUnreadNotifications, actor(userId), {})).unread

  beforeEach(async () => {
    db = await createPeopledDatabase(clock)
    app = createApplication({ database: db.database, clock, ids, log: testLog().log }, notificationUseCases())
    return () => db.close()
  })

  it('shows one’s own, newest first, page by page', async () => {
    for (const key of ['a', 'b', 'c']) {
      await notify(key, { link: `/inbox/${key}` })
      await notify(`${key}!`, { link: `/inbox/${key}!`, to: { userIds: [ANN] } })
      clock.advance(1)
    }
    const first = await app.execute(listNotifications, actor(ANN), { limit: 4 })
    const second = await app.execute(listNotifications, actor(ANN), {
      limit: 4,
      cursor: first.nextCursor ?? '',
    })
    const links = [...first.items, ...second.items].map((each) => each.link)
    expect(links).toEqual(['/inbox/c!', '/inbox/c', '/inbox/b!', '/inbox/b', '/inbox/a!', '/inbox/a'])
    expect(second.nextCursor).toBeNull()
    expect(first.items[1]).toMatchObject({ kind: 'task_assigned', params: { tasks: 2 }, readAt: null })
    expect((await app.execute(listNotifications, actor(DEA), {})).items).toEqual([])
    await expect(app.execute(listNotifications, actor(ANN), { cursor: 'x' })).rejects.toMatchObject({
      status: 400,
    })
  })

  it('counts what is unread, and keeps the moment of the first reading', async () => {
    await notify('a')
    await notify('b')
    const { items } = await app.execute(listNotifications, actor(ANN), {})
    const notificationId = items[0]?.notificationId ?? ''
    const first = await app.execute(markNotificationRead, actor(ANN), { notificationId })
    clock.advance(60)
    expect(await app.execute(markNotificationRead, actor(ANN), { notificationId })).toEqual(first)
    expect([await unread(ANN), await unread(BEN)]).toEqual([1, 2])
    const shown = await app.execute(listNotifications, actor(ANN), { show: 'unread' })
    expect(shown.items.map((each) => each.notificationId)).toEqual([items[1]?.notificationId])
    const audit = await db.database.withTenant(TENANT_A, (trx) => trx('audit_events').pluck('action'))
    expect(audit).toEqual(['notification.read', 'notification.read'])
  })

  it('lets nobody mark another person’s notification', async () => {
    await notify('a')
    const { items } = await app.execute(listNotifications, actor(ANN), {})
    const theirs = { notificationId: items[0]?.notificationId ?? '' }
    await expect(app.execute(markNotificationRead, actor(BEN), theirs)).rejects.toMatchObject({ status: 404 })
    expect(await unread(ANN)).toBe(1)
  })

  it('is emptied at one stroke, for oneself alone; for a client too', async () => {
    await notify('a')
    await notify('b', { to: { userIds: [ANN, PIA] } })
    expect(await app.execute(markAllNotificationsRead, actor(ANN), {})).toEqual({ marked: 2 })
    expect(await app.execute(markAllNotificationsRead, actor(ANN), {})).toEqual({ marked: 0 })
    expect([await unread(ANN), await unread(BEN), await unread(PIA)]).toEqual([0, 1, 1])
    expect(await app.execute(markAllNotificationsRead, actor(PIA), {})).toEqual({ marked: 1 })
  })

  it('forgets what was read long ago, and mails long done; never what still waits', async () => {
    const waiting = createMailer({
      clock,
      ids,
      templates,
      publicOrigin: 'https://psa.example.com',
      jobs: { scheduleJob: async () => 'job' },
    })
    const hello = (key: string) => ({
      dedupeKey: key,
      to: { email: 'a@example.com', name: 'A' },
      locale: 'en',
      template: 'password_changed',
      params: {},
      link: '/',
    })
    clock.set('2026-01-01T00:00:00.000Z')
    await notify('old and read', { to: { userIds: [ANN] }, channels: ['bell', 'mail'] })
    await notify('old and unread', { to: { userIds: [BEN] } })
    await db.database.withTenant(TENANT_A, (trx) => waiting.send(trx, TENANT_A, [hello('old and waiting')]))
    await app.execute(markAllNotificationsRead, actor(ANN), {})
    clock.set('2026-06-01T00:00:00.000Z')
    await notify('new and read', { to: { userIds: [ANN] }, channels: ['bell', 'mail'] })
    await app.execute(markAllNotificationsRead, actor(ANN), {})

    await db.database.withTenant(TENANT_A, async (trx) => {
      for (const task of retentionTasks) await task.run(trx, TENANT_A, new Date('2026-03-01T00:00:00.000Z'))
    })
    const left = await db.database.withTenant(TENANT_A, async (trx) => [
      await trx('notifications').orderBy('dedupe_key').pluck('dedupe_key'),
      await trx('mails').orderBy('dedupe_key').pluck('dedupe_key'),
    ])
    expect(left).toEqual([
      ['new and read', 'old and unread'],
      [`notification:new and read:${ANN}`, 'old and waiting'],
    ])
  })
})
