import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemIds } from '../ids.ts'
import { createPgBossRunner } from '../jobs/pg-boss-runner.ts'
import type { JobPayload } from '../jobs/runner.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
} from '../testing/index.ts'
import type { TestDatabase, TestLog } from '../testing/index.ts'
import { MAIL_DELIVERY, mailDeliveryHandler, mailDeliveryOptions, type DeliveryParts } from './delivery.ts'
import { createMailer, type MailDraft } from './mailer.ts'
import { createSmtpTransport } from './smtp.ts'
import { createMailTemplates } from './template.ts'
import { platformMails } from './templates/platform.ts'
import { startSmtpServer, type SmtpTestServer } from './testing/smtp-server.ts'

const ORIGIN = 'https://psa.example.com'
const templates = createMailTemplates([platformMails])

const draft = (key: string, change: Partial<MailDraft> = {}): MailDraft => ({
  dedupeKey: key,
  to: { email: `${key}@Example.com`, name: `Person ${key}` },
  locale: 'en',
  template: 'password_reset',
  params: { minutes: 60 },
  link: '/reset?token=open-sesame',
  ...change,
})

describe('mail delivery', () => {
  let db: TestDatabase
  let smtp: SmtpTestServer
  let clock = testClock()
  let ids = testIds()
  let log: TestLog = testLog()
  let wakeUps: Date[] = []

  beforeEach(async () => {
    db = await createTestDatabase({ max: 12 })
    smtp = await startSmtpServer()
    clock = testClock()
    ids = testIds()
    log = testLog()
    wakeUps = []
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterEach(async () => {
    await Promise.all([db.close(), smtp.close()])
  })

  const parts = (): DeliveryParts => ({
    database: db.database,
    clock,
    log: log.log,
    publicOrigin: ORIGIN,
    transport: createSmtpTransport({ url: smtp.url, from: 'Tieout <no-reply@tieout.test>' }),
    jobs: {
      async scheduleJobAt(kind, at) {
        expect(kind).toBe(MAIL_DELIVERY)
        wakeUps.push(at)
        return null
      },
    },
  })
  const deliver = (tenant: string, signal = new AbortController().signal) =>
    mailDeliveryHandler(parts())({ id: 'job', kind: MAIL_DELIVERY, payload: { tenant }, attempt: 1, signal })
  const send = (tenant: string, ...mails: MailDraft[]) => {
    const jobs = { scheduleJob: async () => null }
    const mailer = createMailer({ clock, ids, templates, publicOrigin: ORIGIN, jobs })
    return db.database.withTenant(tenant, (trx) => mailer.send(trx, tenant, mails))
  }
  const mails = (tenant: string) =>
    db.database.withTenant(tenant, (trx) => trx('mails').where({ tenant }).orderBy('dedupe_key').select())
  const sentIds = () => smtp.received.map((mail) => /^Message-ID:\s*(\S+)/m.exec(mail.source)?.[1])
  const statuses = async (tenant: string) =>
    (await mails(tenant)).map((mail) => `${mail.dedupe_key} ${mail.status} ${mail.attempts}`)

  it('sends what is due, from us to the person, and asks for nothing more', async () => {
    await send(
      TENANT_A,
      draft('a'),
      draft('b', { locale: 'fr', to: { email: 'b@example.com', name: 'Zoé <x>' } }),
    )
    await deliver(TENANT_A)

    expect(smtp.received.map((mail) => [mail.from, ...mail.to])).toEqual([
      ['no-reply@tieout.test', 'a@example.com'],
      ['no-reply@tieout.test', 'b@example.com'],
    ])
    const source = smtp.received[0]?.source ?? ''
    expect(source).toContain('Subject: Reset your password\r\n')
    expect(source).toContain('https://psa.example.com/reset?token=3Dopen-sesame')
    expect(source).toContain('Auto-Submitted: auto-generated')
    expect(await statuses(TENANT_A)).toEqual(['a sent 1', 'b sent 1'])
    expect(wakeUps).toEqual([])

    await deliver(TENANT_A)
    expect(smtp.received).toHaveLength(2)
  })

  it('keeps no one-time link once it is sent, and logs none', async () => {
    await send(TENANT_A, draft('secret', { secretLink: true }), draft('plain'))
    expect(JSON.stringify(await mails(TENANT_A))).toContain('open-sesame')
    await deliver(TENANT_A)
    const [plain, secret] = await mails(TENANT_A)
    expect(JSON.stringify(secret)).not.toContain('open-sesame')
    expect(secret.text_body).toContain('[one-time link, not shown]')
    expect(plain.text_body).toContain('https://psa.example.com/reset?token=open-sesame')
    expect(smtp.received.every((mail) => mail.source.includes('open-sesame'))).toBe(true)
    expect(log.lines.join()).not.toContain('open-sesame')
  })

  it('fails a mail whose recipient is refused at once, and that mail alone', async () => {
    smtp.onRecipient = (email) => (email.startsWith('b') ? '550 no such mailbox' : '250 ok')
    await send(TENANT_A, draft('a'), draft('b', { secretLink: true }), draft('c'))
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['a sent 1', 'b failed 1', 'c sent 1'])
    const [, refused] = await mails(TENANT_A)
    expect(refused.last_error).toContain('550 no such mailbox')
    expect(wakeUps).toEqual([])
  })

  it('fails a mail whose content is refused', async () => {
    smtp.onMail = () => '554 looks like spam'
    await send(TENANT_A, draft('a'))
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['a failed 1'])
  })

  it('puts off a mail that is not taken now, goes on with the others, and comes back in time', async () => {
    smtp.onRecipient = (email) => (email.startsWith('a') ? '451 try later' : '250 ok')
    await send(TENANT_A, draft('a'), draft('b'))
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['a waiting 1', 'b sent 1'])
    expect(wakeUps).toEqual([new Date('2026-03-02T09:00:30.000Z')])

    // A wake-up for another mail does not use up this one's tries.
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['a waiting 1', 'b sent 1'])

    smtp.onRecipient = () => '250 ok'
    clock.advance(30)
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['a sent 2', 'b sent 1'])
    expect((await mails(TENANT_A))[0].last_error).toBeNull()
  })

  it('stops when the server cannot be worked with, and waits before it knocks again', async () => {
    const trouble: [string, () => void][] = [
      ['hangs up', () => (smtp.onRecipient = () => 'drop')],
      ['refuses us as sender', () => (smtp.onSender = () => '550 who are you')],
    ]
    for (const [name, cause] of trouble) {
      cause()
      wakeUps = []
      const before = await mails(TENANT_B)
      await send(TENANT_B, draft(`${name.slice(0, 1)}1`), draft(`${name.slice(0, 1)}2`))
      await deliver(TENANT_B)
      const waiting = (await mails(TENANT_B)).filter((mail) => mail.status === 'waiting' && mail.attempts > 0)
      expect(waiting, name).toHaveLength(before.filter((mail) => mail.attempts > 0).length + 1)
      expect(wakeUps, name).toEqual([new Date('2026-03-02T09:00:30.000Z')])
    }
    expect(smtp.received).toEqual([])
  })

  it('gives up after eight tries, about an hour', async () => {
    await smtp.close()
    await send(TENANT_A, draft('a'))
    const started = clock.now()
    for (let count = 0; count < 8; count += 1) {
      await deliver(TENANT_A)
      const next = wakeUps.at(-1)
      if (count < 7) clock.set(next?.toISOString() ?? '')
    }
    expect(await statuses(TENANT_A)).toEqual(['a failed 8'])
    expect((await mails(TENANT_A))[0].last_error).toContain('ECONNREFUSED')
    expect(clock.now().getTime() - started.getTime()).toBe((30 + 60 + 120 + 240 + 480 + 960 + 1920) * 1000)
    expect(wakeUps).toHaveLength(7)
    smtp = await startSmtpServer()
  })

  it('sends each mail once when ten workers deliver at the same time', async () => {
    await send(TENANT_A, ...Array.from({ length: 20 }, (_, n) => draft(`m${n}`)))
    await Promise.all(Array.from({ length: 10 }, () => deliver(TENANT_A)))
    const recipients = smtp.received.map((mail) => mail.to[0])
    expect(recipients).toHaveLength(20)
    expect(new Set(recipients).size).toBe(20)
  })

  it('holds no transaction open while it talks to the server', async () => {
    let open: unknown
    smtp.onMail = async () => {
      const sql = `select count(*) as open from pg_stat_activity
        where datname = current_database() and usename = 'tieout_app' and state like 'idle in transaction%'`
      open = (await db.owner.raw(sql)).rows[0].open
      return '250 ok'
    }
    await send(TENANT_A, draft('a'))
    await deliver(TENANT_A)
    expect(open).toBe(0)
    expect(await statuses(TENANT_A)).toEqual(['a sent 1'])
  })

  it('sends a mail again, recognizably, when a worker dies between the server’s yes and its note', async () => {
    await send(TENANT_A, draft('a'))
    const dying = { ...parts(), database: { ...db.database } }
    let transactions = 0
    dying.database.withTenant = (tenant, work) => {
      transactions += 1
      if (transactions > 1) throw new Error('killed')
      return db.database.withTenant(tenant, work)
    }
    const job = { id: 'job', kind: MAIL_DELIVERY, attempt: 1, signal: new AbortController().signal }
    await expect(mailDeliveryHandler(dying)({ ...job, payload: { tenant: TENANT_A } })).rejects.toThrow(
      'killed',
    )
    expect(smtp.received).toHaveLength(1)

    // The mail is still taken; whoever comes now leaves it alone but sees to it that somebody returns.
    await deliver(TENANT_A)
    expect(smtp.received).toHaveLength(1)
    expect(wakeUps).toEqual([new Date('2026-03-02T09:03:00.000Z')])

    clock.set('2026-03-02T09:03:00.000Z')
    await deliver(TENANT_A)
    await deliver(TENANT_A)
    const [mail] = await mails(TENANT_A)
    const messageId = `<${mail.mail_id}.${TENANT_A}@psa.example.com>`
    expect(sentIds()).toEqual([messageId, messageId])
    expect(await statuses(TENANT_A)).toEqual(['a sent 2'])
  })

  it('leaves the mail for later when the job is stopped in the middle of it', async () => {
    const stopping = new AbortController()
    smtp.onMail = async () => {
      stopping.abort()
      return 'drop'
    }
    await send(TENANT_A, draft('a'), draft('b'))
    await deliver(TENANT_A, stopping.signal)
    expect(await statuses(TENANT_A)).toEqual(['a waiting 1', 'b waiting 0'])
    expect(wakeUps).toHaveLength(1)
  })

  it('delivers one tenant’s mail and not another’s, even under the same ids', async () => {
    ids = testIds()
    await send(TENANT_A, draft('same'))
    ids = testIds()
    await send(TENANT_B, draft('same'))
    expect((await mails(TENANT_A))[0].mail_id).toBe((await mails(TENANT_B))[0].mail_id)
    await deliver(TENANT_A)
    expect(await statuses(TENANT_A)).toEqual(['same sent 1'])
    expect(await statuses(TENANT_B)).toEqual(['same waiting 0'])
    await deliver(TENANT_B)
    expect(new Set(sentIds()).size).toBe(2)
  })

  it('is woken by the job runner when the transaction that wrote the mail commits', async () => {
    const appUrl = db.urls.app
    const runner = createPgBossRunner({
      appUrl,
      database: db.database,
      clock,
      ids: systemIds,
      log: log.log,
      pollSeconds: 0.5,
    })
    runner.registerHandler<JobPayload>(
      MAIL_DELIVERY,
      mailDeliveryHandler({ ...parts(), jobs: runner }),
      mailDeliveryOptions,
    )
    await runner.start()
    try {
      const mailer = createMailer({ clock, ids, templates, publicOrigin: ORIGIN, jobs: runner })
      const rolledBack = db.database.withTenant(TENANT_A, async (trx) => {
        await mailer.send(trx, TENANT_A, [draft('never')])
        throw new Error('changed my mind')
      })
      await expect(rolledBack).rejects.toThrow('changed my mind')
      await db.database.withTenant(TENANT_A, (trx) => mailer.send(trx, TENANT_A, [draft('a'), draft('b')]))
      await vi.waitFor(async () => expect(await statuses(TENANT_A)).toEqual(['a sent 1', 'b sent 1']), 15_000)
    } finally {
      await runner.stop(5)
    }
  })
})
