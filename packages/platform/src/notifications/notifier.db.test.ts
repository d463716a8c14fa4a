import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApplication, type Application } from '../access/application.ts'
import { countUnreadNotifications, markAllNotificationsRead } from '../contract/notifications.ts'
import { createMailer } from '../mail/mailer.ts'
import { createMailTemplates } from '../mail/template.ts'
import { platformMails } from '../mail/templates/platform.ts'
import { TENANT_A, TENANT_B, testClock, testIds, testLog, type TestDatabase } from '../testing/index.ts'
import { createNotifier, type NotificationDraft } from './notifier.ts'
import { actor, ANN, BEN, CEM, createPeopledDatabase, DEA, draft, PIA } from './testing/people.ts'
import { notificationUseCases } from './use-cases.ts'

const clock = testClock()
const ids = testIds()
const templates = createMailTemplates([platformMails])
const mailer = createMailer({ clock, ids, templates, publicOrigin: 'https://psa.example.com', jobs: null })
const notifier = createNotifier({ clock, ids, mailer })

describe('notifications', () => {
  let db: TestDatabase
  let app: Application

  const notify = (tenant: string, what: NotificationDraft) =>
    db.database.withTenant(tenant, (trx) => notifier.notify(trx, tenant, what))
  const bells = (tenant: string): Promise<string[]> =>
    db.database.withTenant(tenant, (trx) =>
      trx('notifications').where({ tenant }).orderBy('user_id').pluck('user_id'),
    )
  const mailed = (tenant: string): Promise<string[]> =>
    db.database.withTenant(tenant, (trx) =>
      trx('mails').where({ tenant }).orderBy('to_email').pluck('to_email'),
    )
  const forget = (tenant: string) =>
    db.database.withTenant(tenant, async (trx) => {
      await trx('notifications').where({ tenant }).delete()
      await trx('mails').where({ tenant }).delete()
    })

  beforeAll(async () => {
    db = await createPeopledDatabase(clock)
    app = createApplication({ database: db.database, clock, ids, log: testLog().log }, notificationUseCases())
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    await forget(TENANT_A)
    await forget(TENANT_B)
  })

  it('reach those who hold a permission: not who left, not clients, not colleagues without it', async () => {
    await notify(TENANT_A, draft('once'))
    expect(await bells(TENANT_A)).toEqual([ANN, BEN])
    expect(await mailed(TENANT_A)).toEqual(['ann@example.com', 'ben@example.com'])
  })

  it('reach the people named, clients among them, if they are active', async () => {
    await notify(TENANT_A, draft('named', { to: { userIds: [PIA, CEM, DEA, DEA] } }))
    expect(await bells(TENANT_A)).toEqual([DEA, PIA])
    await notify(TENANT_A, draft('nobody', { to: { userIds: [] } }))
    expect(await bells(TENANT_A)).toEqual([DEA, PIA])
  })

  it('are mailed in each person’s language', async () => {
    await notify(TENANT_A, draft('once'))
    const subjects = await db.database.withTenant(TENANT_A, (trx) =>
      trx('mails').orderBy('to_email').pluck('subject'),
    )
    expect(subjects).toEqual(['Work for you in the inbox (2)', 'Arbeit für Sie im Posteingang (2)'])
  })

  it.each([
    ['bell', 2, 0],
    ['mail', 0, 2],
    ['bell and mail', 2, 2],
  ])('come once per dedupe key by %s, even from ten callers at once', async (by, bellCount, mailCount) => {
    const channels = by.split(' and ') as NotificationDraft['channels']
    const orders = [
      [ANN, BEN],
      [BEN, ANN],
    ]
    const callers = Array.from({ length: 10 }, (_, n) => ({ userIds: orders[n % 2] ?? [] }))
    await Promise.all(callers.map((to) => notify(TENANT_A, draft('once', { channels, to }))))
    await notify(TENANT_A, draft('once', { channels }))
    expect(await bells(TENANT_A)).toHaveLength(bellCount)
    expect(await mailed(TENANT_A)).toHaveLength(mailCount)
    await notify(TENANT_A, draft('another', { channels }))
    expect((await bells(TENANT_A)).length + (await mailed(TENANT_A)).length).toBe(2 * (bellCount + mailCount))
  })

  it('are not mailed to those whose bell had them already, only to those who join later', async () => {
    await notify(TENANT_A, draft('once', { to: { userIds: [ANN] }, channels: ['bell'] }))
    await notify(TENANT_A, draft('once'))
    expect(await bells(TENANT_A)).toEqual([ANN, BEN])
    expect(await mailed(TENANT_A)).toEqual(['ben@example.com'])
  })

  it('reach nobody when the transaction is rolled back', async () => {
    const undone = db.database.withTenant(TENANT_A, async (trx) => {
      await notifier.notify(trx, TENANT_A, draft('once'))
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect(await bells(TENANT_A)).toEqual([])
    expect(await mailed(TENANT_A)).toEqual([])
  })

  it('stay within their tenant, where people have the same ids', async () => {
    await notify(TENANT_A, draft('same'))
    expect(await bells(TENANT_B)).toEqual([])
    await notify(TENANT_B, draft('same'))
    expect(await bells(TENANT_B)).toEqual([ANN, BEN])
    expect(await mailed(TENANT_B)).toHaveLength(2)
    await app.execute(markAllNotificationsRead, actor(ANN, TENANT_B), {})
    expect(await app.execute(countUnreadNotifications, actor(ANN), {})).toEqual({ unread: 1 })
  })

  it('cost the same number of statements however many people are told', async () => {
    const crowd = Array.from(
      { length: 400 },
      (_, n) => `00000000-0000-4000-8000-00000001${n.toString(16).padStart(4, '0')}`,
    )
    await db.database.withTenant(TENANT_A, (trx) =>
      trx('users').insert(
        crowd.map((id, n) => ({
          tenant: TENANT_A,
          user_id: id,
          audience: 'msp',
          email: `crowd${n}@example.com`,
          email_lower: `crowd${n}@example.com`,
          display_name: `Crowd ${n}`,
          status: 'active',
          locale: 'en',
          created_at: clock.now(),
          updated_at: clock.now(),
        })),
      ),
    )
    const statementsFor = (key: string, userIds: string[]) =>
      db.database.withTenant(TENANT_A, async (trx) => {
        let statements = 0
        trx.on('query', () => (statements += 1))
        await notifier.notify(trx, TENANT_A, draft(key, { to: { userIds } }))
        return statements
      })
    expect(await statementsFor('one', [ANN])).toBe(3)
    expect(await statementsFor('many', crowd)).toBe(3)
    expect(await mailed(TENANT_A)).toHaveLength(401)
  })
})
