import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApplication, type Application } from '../access/application.ts'
import { getMail, getMailAttachment } from '../contract/mail.ts'
import { retentionTasks } from '../notifications/retention.ts'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { mailsAbout } from './about.ts'
import { MOST_ATTACHED_BYTES, type MailAttachment } from './attachments.ts'
import { MAIL_DELIVERY, mailDeliveryHandler } from './delivery.ts'
import { createMailer, type MailDraft } from './mailer.ts'
import { createSmtpTransport } from './smtp.ts'
import { createMailTemplates } from './template.ts'
import { platformMails } from './templates/platform.ts'
import { startSmtpServer, type SmtpTestServer } from './testing/smtp-server.ts'
import { mailUseCases } from './use-cases.ts'

/** Every byte there is, so that no text encoding survives unnoticed. */
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, at) => at)
const paper: MailAttachment = {
  fileName: 'Rechnung Größe 7.pdf',
  contentType: 'application/pdf',
  bytes: EVERY_BYTE,
}
const note: MailAttachment = {
  fileName: 'note.txt',
  contentType: 'text/plain',
  bytes: Uint8Array.from([104, 105]),
}

const draft = (key: string, change: Partial<MailDraft> = {}): MailDraft => ({
  dedupeKey: key,
  to: { email: `${key}@example.com`, name: key },
  locale: 'en',
  template: 'password_reset',
  params: { minutes: 60 },
  link: '/somewhere',
  ...change,
})

describe('files in mails', () => {
  const clock = testClock()
  const { log } = testLog()
  const jobs = { scheduleJob: async () => null, scheduleJobAt: async () => null }
  const publicOrigin = 'https://psa.example.com'
  let db: TestDatabase
  let smtp: SmtpTestServer
  let app: Application

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    smtp = await startSmtpServer()
    app = createApplication({ database: db.database, clock, ids: testIds(), log }, mailUseCases({ jobs }))
  })
  afterAll(async () => {
    await Promise.all([db.close(), smtp.close()])
  })
  /** Counted per company, so that both have the same. */
  let ids: Record<string, ReturnType<typeof testIds>> = {}
  beforeEach(async () => {
    ids = { [TENANT_A]: testIds(), [TENANT_B]: testIds() }
    await db.owner.raw('truncate mails cascade')
  })

  const send = (tenant: string, ...mails: MailDraft[]) => {
    const mailer = createMailer({
      clock,
      ids: ids[tenant] ?? testIds(),
      templates: createMailTemplates([platformMails]),
      publicOrigin,
      jobs,
    })
    return db.database.withTenant(tenant, (trx) => mailer.send(trx, tenant, mails))
  }
  const deliver = (tenant: string) => {
    const transport = createSmtpTransport({ url: smtp.url, from: 'Tieout <no-reply@tieout.test>' })
    const handler = mailDeliveryHandler({ database: db.database, clock, log, jobs, transport, publicOrigin })
    const job = { id: 'job', kind: MAIL_DELIVERY, attempt: 1, signal: AbortSignal.timeout(20_000) }
    return handler({ ...job, payload: { tenant } })
  }
  const onlyMail = async (tenant: string): Promise<string> =>
    (await db.owner('mails').where({ tenant }).first('mail_id')).mail_id

  it('leave with their mail, byte for byte and under their names', async () => {
    await send(TENANT_A, draft('a', { attachments: [paper, note] }))
    await deliver(TENANT_A)
    const source = smtp.received[0]?.source ?? ''
    expect(source).toContain('Content-Type: multipart/mixed')
    expect(source).toContain('Content-Type: application/pdf')
    expect(source).toMatch(/filename\*0\*=utf-8''Rechnung%20Gr%C3%B6%C3%9Fe%207\.pdf/i)
    expect(source.replaceAll(/\s/g, '')).toContain(Buffer.from(EVERY_BYTE).toString('base64'))
    expect(source).toContain('note.txt')
  })

  it('leave with no other mail than their own, and stand with no other', async () => {
    await send(
      TENANT_A,
      draft('anna', { attachments: [paper] }),
      draft('bert', { attachments: [note] }),
      draft('cleo'),
    )
    const before = smtp.received.length
    await deliver(TENANT_A)
    const filesTo = (name: string) => {
      const mail = smtp.received.slice(before).find(({ to }) => to.includes(`${name}@example.com`))
      return ['7.pdf', 'note.txt'].filter((fileName) => mail?.source.includes(fileName))
    }
    expect(filesTo('anna')).toEqual(['7.pdf'])
    expect(filesTo('bert')).toEqual(['note.txt'])
    expect(filesTo('cleo')).toEqual([])

    const actor = systemActor(TENANT_A)
    for (const [name, file] of [
      ['anna', paper],
      ['bert', note],
    ] as const) {
      const { mail_id: mailId } = await db.owner('mails').where({ to_name: name }).first('mail_id')
      const mail = await app.execute(getMail, actor, { mailId })
      expect(mail.attachments.map((each) => each.fileName)).toEqual([file.fileName])
      const fetched = await app.execute(getMailAttachment, actor, { mailId, position: 0 })
      expect(fetched.fileName).toBe(file.fileName)
    }
  })

  it('stand with their names and sizes in the outbox and can be fetched there', async () => {
    await send(TENANT_A, draft('a', { attachments: [paper, note] }))
    const mailId = await onlyMail(TENANT_A)
    const actor = systemActor(TENANT_A)
    const mail = await app.execute(getMail, actor, { mailId })
    expect(mail.attachments).toEqual([
      { position: 0, fileName: paper.fileName, contentType: 'application/pdf', size: 256 },
      { position: 1, fileName: 'note.txt', contentType: 'text/plain', size: 2 },
    ])
    const file = await app.execute(getMailAttachment, actor, { mailId, position: '0' })
    expect({ ...file, bytes: new Uint8Array(file.bytes) }).toEqual({ ...paper, disposition: 'attachment' })
    await expect(app.execute(getMailAttachment, actor, { mailId, position: 2 })).rejects.toMatchObject({
      status: 404,
    })
  })

  it('are not shown to another company, even under the same ids', async () => {
    await send(TENANT_A, draft('a', { attachments: [paper] }))
    await send(TENANT_B, draft('b'))
    const mailId = await onlyMail(TENANT_A)
    expect(await onlyMail(TENANT_B)).toBe(mailId)
    const asked = app.execute(getMailAttachment, systemActor(TENANT_B), { mailId, position: 0 })
    await expect(asked).rejects.toMatchObject({ status: 404 })
  })

  it('are written once for a mail that is written twice', async () => {
    await send(TENANT_A, draft('a', { attachments: [paper] }))
    await send(TENANT_A, draft('a', { attachments: [paper, note] }))
    expect(await db.owner('mail_attachments').count()).toEqual([{ count: 1 }])
  })

  it('are refused when together they are larger than mail servers take', async () => {
    const half = { ...note, bytes: new Uint8Array(MOST_ATTACHED_BYTES / 2) }
    await send(TENANT_A, draft('fits', { attachments: [half, half] }))
    const tooMuch = send(TENANT_A, draft('too-much', { attachments: [half, half, note] }))
    await expect(tooMuch).rejects.toMatchObject({ status: 413, code: 'attachments-too-large' })
    expect(await db.owner('mails').pluck('dedupe_key')).toEqual(['fits'])
  })

  it('are forgotten with their mail', async () => {
    await send(TENANT_A, draft('a', { attachments: [paper] }))
    await deliver(TENANT_A)
    const mails = retentionTasks.find((task) => task.name === 'mails')
    await db.database.withTenant(TENANT_A, async (trx) => {
      await mails?.run(trx, TENANT_A, new Date(clock.now().getTime() + 1000))
    })
    expect(await db.owner('mail_attachments').count()).toEqual([{ count: 0 }])
  })

  it('and what became of them is found by what the mail is about', async () => {
    await send(TENANT_A, draft('first', { about: 'invoice:1' }), draft('other', { about: 'invoice:2' }))
    await deliver(TENANT_A)
    clock.advance(60)
    await send(TENANT_A, draft('second', { about: 'invoice:1' }))
    const found = await db.database.withTenant(TENANT_A, (trx) => mailsAbout(trx, TENANT_A, 'invoice:1'))
    expect(found.map((mail) => [mail.toEmail, mail.status, mail.sentAt !== null])).toEqual([
      ['second@example.com', 'waiting', false],
      ['first@example.com', 'sent', true],
    ])
    expect(await db.database.withTenant(TENANT_B, (trx) => mailsAbout(trx, TENANT_B, 'invoice:1'))).toEqual(
      [],
    )
  })
})
