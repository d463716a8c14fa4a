import { permissionsOf } from '../access/permissions.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApplication, type Application } from '../access/application.ts'
import type { UserActor } from '../access/actor.ts'
import { exportMails } from '../contract/exports.ts'
import { getMail, listMails, retryMail } from '../contract/mail.ts'
import type { Permission } from '../contract/use-case.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
} from '../testing/index.ts'
import type { TestDatabase } from '../testing/index.ts'
import { createMailer, type Mailer, type MailDraft } from './mailer.ts'
import { createMailTemplates } from './template.ts'
import { platformMails } from './templates/platform.ts'
import { mailUseCases } from './use-cases.ts'

const templates = createMailTemplates([platformMails])
const clock = testClock()
const ids = testIds()

const draft = (key: string, change: Partial<MailDraft> = {}): MailDraft => ({
  dedupeKey: key,
  to: { email: `${key}@Example.com`, name: `Person ${key}` },
  locale: 'en',
  template: 'password_reset',
  params: { minutes: 60 },
  link: '/reset?token=open-sesame',
  ...change,
})

const administrator = (tenant: string, ...permissions: Permission[]): UserActor => ({
  kind: 'user',
  audience: 'msp',
  tenant,
  userId: '00000000-0000-4000-8000-0000000000aa',
  displayName: 'Ada',
  email: 'ada@example.com',
  locale: 'en',
  roleIds: [],
  permissions: new Set(permissions),
  clientId: null,
  sessionId: 'session',
})

describe('the outbox', () => {
  let db: TestDatabase
  let app: Application
  let withoutSmtp: Application
  let woken: { tenant: string | null; inTransaction: boolean; singletonKey: string | undefined }[] = []
  const jobs: NonNullable<Parameters<typeof mailUseCases>[0]['jobs']> = {
    async scheduleJob(_kind, payload, options) {
      const { trx, singletonKey } = options ?? {}
      woken.push({ tenant: payload.tenant, inTransaction: trx !== undefined, singletonKey })
      return 'job'
    },
  }
  const mailer = createMailer({ clock, ids, templates, publicOrigin: 'https://psa.example.com', jobs })
  const keeper = createMailer({ clock, ids, templates, publicOrigin: 'https://psa.example.com', jobs: null })
  const send = (tenant: string, mails: MailDraft[], by: Mailer = mailer) =>
    db.database.withTenant(tenant, (trx) => by.send(trx, tenant, mails))
  const mails = (tenant: string) =>
    db.database.withTenant(tenant, (trx) => trx('mails').where({ tenant }).orderBy('dedupe_key').select())
  const ada = administrator(TENANT_A, ...permissionsOf('msp'))
  const fail = (key: string) =>
    db.database.withTenant(TENANT_A, (trx) =>
      trx('mails').where({ tenant: TENANT_A, dedupe_key: key }).update({ status: 'failed', attempts: 8 }),
    )

  beforeAll(async () => {
    db = await createTestDatabase({ max: 12 })
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    const parts = { database: db.database, clock, ids, log: testLog().log }
    app = createApplication(parts, mailUseCases({ jobs }))
    withoutSmtp = createApplication(parts, mailUseCases({ jobs: null }))
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    woken = []
    for (const tenant of [TENANT_A, TENANT_B]) {
      await db.database.withTenant(tenant, (trx) => trx('mails').where({ tenant }).delete())
    }
  })

  it('takes each mail once per dedupe key, even from ten callers at once', async () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((key) => draft(key))
    await Promise.all(Array.from({ length: 10 }, () => send(TENANT_A, many)))
    await send(TENANT_A, [draft('a'), draft('f'), draft('f')])
    expect((await mails(TENANT_A)).map((mail) => mail.dedupe_key)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    const wakeUp = { tenant: TENANT_A, inTransaction: true, singletonKey: undefined }
    expect(woken).toEqual([wakeUp, wakeUp])
  })

  it('does not deadlock when callers write the same mails in different orders', async () => {
    // Slow enough that both are in the middle of their mails at the same time.
    await db.owner.raw(`
      create function linger() returns trigger language plpgsql as 'begin perform pg_sleep(0.05); return new; end';
      create trigger linger before insert on mails for each row execute function linger()`)
    const many = ['a', 'b', 'c', 'd'].map((key) => draft(key))
    await Promise.all([send(TENANT_A, many), send(TENANT_A, many.toReversed())])
    await db.owner.raw('drop trigger linger on mails; drop function linger()')
    expect(await mails(TENANT_A)).toHaveLength(4)
  })

  it('keeps two tenants’ mails apart under the same key', async () => {
    await send(TENANT_A, [draft('same')])
    await send(TENANT_B, [draft('same')])
    expect(await mails(TENANT_A)).toHaveLength(1)
    expect(await mails(TENANT_B)).toHaveLength(1)
  })

  it('takes ten thousand mails in one statement', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => draft(`m${n}`))
    const statements = await db.database.withTenant(TENANT_A, async (trx) => {
      let count = 0
      trx.on('query', () => (count += 1))
      await mailer.send(trx, TENANT_A, many)
      return count
    })
    expect(statements).toBe(1)
    expect(await mails(TENANT_A)).toHaveLength(10_000)
  })

  it('refuses a mail that would lead elsewhere, and one nobody wrote', async () => {
    for (const link of ['//evil.example', 'https://evil.example/x', 'javascript:alert(1)']) {
      await expect(send(TENANT_A, [draft('x', { link })]), link).rejects.toThrow(
        'must be a path of the application',
      )
    }
    await expect(send(TENANT_A, [draft('x', { template: 'nonsense' })])).rejects.toThrow('no mail template')
    expect(await mails(TENANT_A)).toEqual([])
  })

  it('keeps mails readable, links included, where no mail server is configured', async () => {
    await send(TENANT_A, [draft('a', { secretLink: true })], keeper)
    expect(woken).toEqual([])
    const list = await withoutSmtp.execute(listMails, ada, { status: 'kept' })
    const mailId = list.items[0]?.mailId ?? ''
    expect(list.items).toMatchObject([
      { toEmail: 'a@Example.com', template: 'password_reset', status: 'kept' },
    ])
    expect(JSON.stringify(list)).not.toContain('open-sesame')
    const mail = await withoutSmtp.execute(getMail, ada, { mailId })
    expect(mail.text).toContain('https://psa.example.com/reset?token=open-sesame')
    await expect(withoutSmtp.execute(retryMail, ada, { mailId })).rejects.toMatchObject({
      code: 'mail-not-configured',
    })
  })

  it('is closed to whoever may not read mail, and to other tenants', async () => {
    await send(TENANT_A, [draft('a')])
    const mailId = (await mails(TENANT_A))[0].mail_id
    const clerk = administrator(TENANT_A)
    await expect(app.execute(listMails, clerk, {})).rejects.toMatchObject({ status: 403 })
    await expect(app.execute(getMail, clerk, { mailId })).rejects.toMatchObject({ status: 403 })
    const reader = administrator(TENANT_A, 'mail:read')
    await expect(app.execute(retryMail, reader, { mailId })).rejects.toMatchObject({ status: 403 })
    const neighbour = administrator(TENANT_B, 'mail:read', 'mail:update')
    await expect(app.execute(getMail, neighbour, { mailId })).rejects.toMatchObject({ status: 404 })
    await expect(app.execute(retryMail, neighbour, { mailId })).rejects.toMatchObject({ status: 404 })
    expect((await app.execute(listMails, neighbour, {})).items).toEqual([])
  })

  it('shows a one-time link only to those who may do everything anyway', async () => {
    await send(TENANT_A, [draft('a', { secretLink: true }), draft('b')])
    const clerk = administrator(TENANT_A, 'mail:read', 'mail:update', 'user:update')
    const [secret, plain] = await mails(TENANT_A)
    const shown = async (by: UserActor, mailId: string) =>
      JSON.stringify(await app.execute(getMail, by, { mailId }))
    expect(await shown(clerk, secret.mail_id)).toContain('[one-time link, not shown]')
    expect(await shown(clerk, secret.mail_id)).not.toContain('open-sesame')
    expect(await shown(clerk, plain.mail_id)).toContain('open-sesame')
    expect(await shown(ada, secret.mail_id)).toContain('open-sesame')
  })

  it('pages through mails newest first, each once, while others arrive', async () => {
    for (const key of ['a', 'b', 'c']) {
      await send(TENANT_A, [draft(`${key}1`), draft(`${key}2`)])
      clock.advance(1)
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const found = await app.execute(listMails, ada, { limit: 4, cursor })
      seen.push(...found.items.map((mail) => mail.toName.slice(-2)))
      cursor = found.nextCursor ?? undefined
      await send(TENANT_A, [draft(`late${seen.length}`)])
    } while (cursor)
    expect(seen).toEqual(['c2', 'c1', 'b2', 'b1', 'a2', 'a1'])
    await expect(app.execute(listMails, ada, { cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 })
  })

  it('finds mails by how the recipient’s address begins, taking wildcards at their word', async () => {
    await send(TENANT_A, [draft('Anna'), draft('annabel'), draft('bert'), draft('a_na')])
    const found = async (recipient: string) => {
      const list = await app.execute(listMails, ada, { recipient })
      return list.items.map((mail) => mail.toEmail.split('@')[0]).toSorted()
    }
    expect(await found('ANNA')).toEqual(['Anna', 'annabel'])
    expect(await found('a_')).toEqual(['a_na'])
    expect(await found('%')).toEqual([])
  })

  it('is a file too, of the same mails and without what they say', async () => {
    await send(TENANT_A, [draft('Anna', { secretLink: true }), draft('bert')])
    const file = await app.execute(exportMails, ada, { recipient: 'anna' })
    const [heading, ...rows] = new TextDecoder().decode(file.bytes).trimEnd().split('\r\n')
    expect(heading).toBe('Written,To,E-mail,Subject,Status,Attempts,Sent,Error')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain('Anna')
    expect(rows[0]).not.toContain('open-sesame')
  })

  it('searches by index under row-level security', async () => {
    await send(
      TENANT_A,
      Array.from({ length: 3000 }, (_, n) => draft(`m${n}`)),
    )
    await db.owner.raw('analyze mails')
    const asked: { sql: string; bindings: string[] }[] = []
    db.app.on('query', (query) => void asked.push(query))
    await app.execute(listMails, ada, { recipient: 'm12' })
    const search = asked.find((query) => query.sql.includes('to_email_lower'))
    const plan: { rows: unknown[] } = await db.database.withTenant(TENANT_A, (trx) =>
      trx.raw(`explain ${search?.sql.replaceAll(/\$\d+/g, '?')}`, search?.bindings ?? []),
    )
    expect(JSON.stringify(plan.rows)).toContain('mails_recipient')
  })

  it('tries a failed mail again when told to, and says who told it', async () => {
    await send(TENANT_A, [draft('a')])
    const mailId = (await mails(TENANT_A))[0].mail_id
    await expect(app.execute(retryMail, ada, { mailId })).rejects.toMatchObject({ code: 'mail-not-failed' })
    await fail('a')
    woken = []
    expect(await app.execute(retryMail, ada, { mailId })).toEqual({ mailId, status: 'waiting' })
    expect(await mails(TENANT_A)).toMatchObject([{ status: 'waiting', attempts: 0 }])
    expect(woken).toMatchObject([{ tenant: TENANT_A, inTransaction: true }])
    const audit = await db.database.withTenant(TENANT_A, (trx) =>
      trx('audit_events').where({ entity_id: mailId }),
    )
    expect(audit).toMatchObject([{ action: 'mail.retried', actor_name: 'Ada' }])
  })
})
