import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retentionHandler, retentionTasks } from '@tieout/platform'
import { IDEMPOTENCY_KEY } from '@tieout/platform/contract'
import { HARBOR } from './demo/companies.ts'
import { sitDown, type Desk } from './testing/desk.ts'
import { FORMS, type Form } from './testing/forms.ts'
import { createTestHost, type Person, type TestHost } from './testing/test-host.ts'

/**
 * Commands that take no key, and why they need none. Whoever adds a command decides here: either it
 * says `once` in its declaration and has a form among FORMS, or it has its reason in this list.
 */
const NEEDS_NO_KEY: Record<string, readonly string[]> = {
  'sets what it says; a second time it says the same': [
    'terms.update',
    'terms.make_default',
    'tax.rename_region',
    'tax.end_rate',
    'numbering.update',
    'credit.set_expiry',
    'settings.general.update',
    'settings.company.update',
    'settings.retention.update',
    'role.update',
    'user.set_roles',
    'user.deactivate',
    'user.reactivate',
    'profile.update',
    'inbox.definitions.update',
    'inbox.definitions.deactivate',
    'inbox.claim',
    'inbox.release',
    'inbox.assign',
    'inbox.snooze',
    'notification.mark_read',
    'notification.mark_all_read',
    'session.revoke',
    'session.revoke_others',
    'accounting.default',
    'accounting.app.save',
    'accounting.settings.change',
    'accounting.mapping.link',
    'accounting.mapping.leave_for_first_export',
    'accounting.mapping.take_back_first_export',
  ],
  'one open piece of work for each document; asked again, it is hastened': [
    'accounting.documents.sync',
    'accounting.document.reissue',
  ],
  'the second is told that it has been done': [
    'client.deactivate',
    'client.reactivate',
    'service.deactivate',
    'service.reactivate',
    'terms.deactivate',
    'terms.reactivate',
    'tax.deactivate_region',
    'tax.reactivate_region',
    'invoice.delete_draft',
    'role.delete',
    'inbox.resolve',
    'mail.retry',
    'job.retry',
    'job.cancel',
    'accounting.consent.finish',
    'accounting.consent.confirm',
    'accounting.disconnect',
    'accounting.app.remove',
    'accounting.pause',
    'accounting.resume',
    'accounting.batch.deliver',
    'accounting.batch.cancel',
    'accounting.operations.retry',
    'accounting.operations.skip',
    'accounting.mapping.unlink',
    'accounting.mapping.accept',
    'accounting.mapping.create_customer',
    'accounting.exclude',
    'accounting.include',
  ],
  'looks and compares; what is found twice is found once': [
    'accounting.document.check',
    'accounting.document.look_before_void',
  ],
  'one of its kind waits at a time': [
    'schedule.run_now',
    'accounting.sync_now',
    'accounting.company.refresh',
  ],
  'begins anew, and what nobody comes back to ends by itself': ['accounting.consent.begin'],
  'has no company yet to be done once in': [
    'session.sign_in',
    'session.sign_out',
    'profile.change_password',
    'password.forgot',
    'password.reset',
    'invitation.accept',
  ],
}

/** More than two, so that some do meet on the way. */
const TOGETHER = 5

describe('what is sent twice', () => {
  let test: TestHost
  let ada: Person
  let desk: Desk
  beforeAll(async () => {
    test = await createTestHost()
    ada = await test.as('ada@harborlane.example')
    desk = await sitDown(test, ada)
    // Opening a connection takes longer than a whole race, so they are open before the first.
    await Promise.all(Array.from({ length: TOGETHER }, () => ada.ask('GET', '/clients')))
  })
  afterAll(() => test.close())

  const newKey = () => test.host.parts.ids.uuid()
  const send = (key: string, { path, method = 'POST', body }: Omit<Form, 'other'>, person = ada) =>
    person
      .ask(method, path)
      .set(IDEMPOTENCY_KEY, key)
      .send(body)
      .then(({ status, body: answer }) => ({ status, answer }))
  const otherThan = ({ other, ...form }: Form) =>
    'path' in other ? { ...form, path: String(other.path) } : { ...form, body: other }
  const rowsIn = async (table: string) =>
    Number((await test.db.owner(table).where({ tenant: HARBOR.tenant }).count({ n: '*' }))[0]?.n)
  /** Whatever writes is audited, all of one request under its id. */
  const requestsThatWrote = async () =>
    await test.db
      .owner('audit_events')
      .where({ tenant: HARBOR.tenant })
      .distinct('request_id')
      .orderBy('request_id')
      .pluck('request_id')

  it('is decided about for every command there is', () => {
    const commands = test.host.implementations
      .map(({ useCase }) => useCase)
      .filter(({ kind, http }) => kind === 'command' && http)
    const once = commands.filter(({ once }) => once).map(({ name }) => name)
    expect(once.toSorted()).toEqual(Object.keys(FORMS).toSorted())
    const others = commands.filter(({ once }) => !once).map(({ name }) => name)
    expect(others.toSorted()).toEqual(Object.values(NEEDS_NO_KEY).flat().toSorted())
  })

  it.each(Object.entries(FORMS))('is done once: %s', async (_name, fillIn) => {
    const form = await fillIn(desk)
    const key = newKey()
    const rows = form.adds === undefined ? 0 : await rowsIn(form.adds)
    const wrote = await requestsThatWrote()

    const [first, ...others] = await Promise.all(Array.from({ length: TOGETHER }, () => send(key, form)))
    expect(first?.status, JSON.stringify(first?.answer)).toBeLessThan(300)
    for (const other of others) expect(other).toEqual(first)
    expect(await send(key, form)).toEqual(first)
    const differently = await send(key, otherThan(form))
    expect(differently).toMatchObject({ status: 409, answer: { code: 'sent-differently' } })

    expect(await requestsThatWrote()).toHaveLength(wrote.length + 1)
    if (form.adds !== undefined) expect(await rowsIn(form.adds)).toBe(rows + 1)
  })

  it('is done twice when it is meant twice, with two keys or with none', async () => {
    const { invoiceId } = await desk.invoice()
    const form = { path: `/invoices/${invoiceId}/send`, body: { message: '', to: 'ap@x.example' } }
    const mails = await rowsIn('mails')
    await send(newKey(), form)
    await send(newKey(), form)
    await ada.ask('POST', form.path).send(form.body)
    expect(await rowsIn('mails')).toBe(mails + 3)
  })

  it('may be put right after a refusal and sent again with the same key', async () => {
    const key = newKey()
    const refused = await send(key, { path: '/clients', body: { displayName: '', currency: 'USD' } })
    expect(refused).toMatchObject({ status: 400, answer: { code: 'bad-input' } })
    const taken = await send(key, {
      path: '/clients',
      body: { displayName: 'Cedar Clinic', currency: 'USD' },
    })
    expect(taken).toMatchObject({ status: 409, answer: { code: 'client-name-taken' } })
    const right = await send(key, {
      path: '/clients',
      body: { displayName: 'Put Right Ltd', currency: 'USD' },
    })
    expect(right.status).toBe(201)
  })

  it('is refused to both when it is refused, and leaves nothing behind', async () => {
    const { invoiceId } = await desk.draft()
    const form = { path: `/invoices/${invoiceId}/send`, body: { message: '' } }
    const key = newKey()
    const both = await Promise.all([send(key, form), send(key, form)])
    for (const each of both) expect(each).toMatchObject({ status: 409, answer: { code: 'not-finalized' } })
    expect(await test.db.owner('answered_commands').where({ idempotency_key: key })).toEqual([])
  })

  it('is nobody else’s: neither a colleague nor another company is told the answer', async () => {
    const form = { path: '/clients', body: { displayName: 'Only Mine Ltd', currency: 'USD' } }
    const key = newKey()
    const mine = await send(key, form)
    const bill = await test.as('bill@harborlane.example')
    expect(await send(key, form, bill)).toMatchObject({ status: 409, answer: { code: 'sent-differently' } })
    const jonas = await test.as('jonas@juniperridge.example')
    const theirs = await send(key, form, jonas)
    expect(theirs.status).toBe(201)
    expect(theirs.answer.clientId).not.toBe(mine.answer.clientId)
  })

  it('is recognised by command and key, not by key alone', async () => {
    const key = newKey()
    const { status } = await send(key, {
      path: '/services',
      body: { name: 'Advice', unitPriceMinor: 1, currency: 'USD' },
    })
    expect(status).toBe(201)
    expect((await send(key, { path: '/tax-regions', body: { name: 'Nevada' } })).status).toBe(201)
  })

  it('needs a key that is one', async () => {
    const form = { path: '/clients', body: { displayName: 'Keyless Ltd', currency: 'USD' } }
    for (const key of ['two words', 'x'.repeat(101), '']) {
      expect(await send(key, form)).toMatchObject({ status: 400, answer: { code: 'bad-input' } })
    }
  })

  it('is forgotten with the retention sweep, a week later', async () => {
    const key = newKey()
    await send(key, { path: '/clients', body: { displayName: 'Forgotten Ltd', currency: 'USD' } })
    const remembered = () => test.db.owner('answered_commands').where({ idempotency_key: key })
    const sweepAfter = async (days: number) => {
      const later = new Date(test.clock.now().getTime() + days * 24 * 3600 * 1000)
      const handler = retentionHandler({ ...test.host.parts, clock: { now: () => later } }, retentionTasks)
      await handler({ signal: new AbortController().signal } as Parameters<typeof handler>[0])
    }
    await sweepAfter(6.9)
    expect(await remembered()).toHaveLength(1)
    await sweepAfter(7.1)
    expect(await remembered()).toEqual([])
  })
})
