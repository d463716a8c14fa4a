import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HARBOR, JUNIPER } from '../demo/companies.ts'
import { createTestHost, type Person, type TestHost } from '../testing/test-host.ts'
import { createCustodyTable } from '../testing/test-plugin/entries.ts'
import { CUSTODY_REVIEW } from '../testing/test-plugin/review.ts'
import { custodyPlugin } from '../testing/test-plugin/server-plugin.ts'
import type { ServerPlugin } from './server-plugin.ts'

/** Comes with the enterprise package and so after all others, and can be made to fail. */
let failing = false
let started = 0
const failsOnDemand: ServerPlugin = {
  name: 'fails-on-demand',
  plugIn({ billing }) {
    billing.lifecycle.subscribe('finalized', async () => {
      if (failing) throw new Error('a module cannot go on')
    })
    return {
      async onStart() {
        started += 1
        throw new Error('a module cannot begin')
      },
    }
  },
}

const plugged = {
  plugins: [custodyPlugin],
  enterprisePlugins: [failsOnDemand],
  prepare: createCustodyTable,
}

const custodyOf = async ({ db }: TestHost, invoiceId: string): Promise<unknown[]> =>
  await db.owner('custody_entries').where({ invoice_id: invoiceId }).select('tenant', 'held_because')

/** A draft of the first client's, by somebody who may write one. */
async function draftOf(person: Person, ...descriptions: string[]) {
  const clients = await person.ask('GET', '/clients?limit=1')
  const lines = descriptions.map((description) => ({ description, unitPriceMinor: 10_000 }))
  const draft = await person
    .ask('POST', '/invoices')
    .send({ clientId: clients.body.items[0].clientId, lines })
  expect(draft.status, draft.text).toBe(201)
  const [first] = draft.body.lines
  return { invoiceId: String(draft.body.invoiceId), lineId: String(first.lineId) }
}

const finalize = (person: Person, invoiceId: string) =>
  person.ask('POST', '/invoices/finalize').send({ invoiceIds: [invoiceId] })

async function finalizedBy(person: Person): Promise<string> {
  const { invoiceId } = await draftOf(person, 'Server care')
  const answer = await finalize(person, invoiceId)
  expect(answer.status, answer.text).toBe(200)
  return invoiceId
}

const hold = (person: Person, invoiceId: string) =>
  person.ask('POST', `/custody/${invoiceId}/hold`).send({ reason: 'the court wants it' })

const isAbout = (number: string) => (task: { title: { params: { number?: string } } }) =>
  task.title.params.number === number

describe('a module that is plugged in', () => {
  let test: TestHost
  let bill: Person
  beforeAll(async () => {
    test = await createTestHost(plugged)
    await test.host.start()
    bill = await test.as('bill@harborlane.example')
  })
  afterAll(async () => {
    await test.host.stop()
    await test.close()
  })

  it('writes with what happened, in one transaction', async () => {
    const invoiceId = await finalizedBy(bill)
    expect(await custodyOf(test, invoiceId)).toEqual([{ tenant: HARBOR.tenant, held_because: null }])
  })

  it('leaves nothing behind when a later one fails, and the draft is a draft', async () => {
    const { invoiceId } = await draftOf(bill, 'Server care')
    failing = true
    const answer = await finalize(bill, invoiceId).expect(500)
    failing = false
    expect(answer.text).not.toContain('cannot go on')
    expect(await custodyOf(test, invoiceId)).toEqual([])
    const after = await bill.ask('GET', `/invoices/${invoiceId}`)
    expect(after.body).toMatchObject({ status: 'draft', number: null })
  })

  it('stops a finalize and names the line', async () => {
    const { invoiceId, lineId } = await draftOf(bill, 'n/a', 'Server care')
    const finding = { invoiceId, lineId, messageKey: 'line-without-words', params: { position: 1 } }
    const asked = await bill.ask('POST', '/invoices/readiness').send({ invoiceIds: [invoiceId] })
    expect(asked.body).toMatchObject({ ready: false, findings: [{ ...finding, blocking: true }] })
    const refused = await finalize(bill, invoiceId).expect(409)
    expect(refused.body).toMatchObject({ code: 'not-ready', extra: { findings: [finding] } })
    expect(await custodyOf(test, invoiceId)).toEqual([])
  })

  it('only says what stops nobody', async () => {
    const { invoiceId, lineId } = await draftOf(bill, 'misc')
    const asked = await bill.ask('POST', '/invoices/readiness').send({ invoiceIds: [invoiceId] })
    const finding = { invoiceId, lineId, messageKey: 'line-says-little', blocking: false }
    expect(asked.body).toMatchObject({ ready: true, findings: [finding] })
    await finalize(bill, invoiceId).expect(200)
  })

  it('refuses with its reason that a document is voided', async () => {
    const invoiceId = await finalizedBy(bill)
    await hold(bill, invoiceId).expect(204)
    const refused = await bill.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'refused-by-guard',
      detail: 'It is held: the court wants it',
      extra: {
        guard: 'custody',
        refusals: [{ invoiceId, messageKey: 'held', params: { reason: 'the court wants it' } }],
      },
    })
    expect((await bill.ask('GET', `/invoices/${invoiceId}`)).body).toMatchObject({ voidedAt: null })
    await bill.ask('POST', `/custody/${invoiceId}/release`).expect(204)
    await bill.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' }).expect(200)
  })

  it('refuses with its reason that a document goes back to draft', async () => {
    const invoiceId = await finalizedBy(bill)
    await hold(bill, invoiceId).expect(204)
    const { version } = (await bill.ask('GET', `/invoices/${invoiceId}`)).body
    const reopen = () =>
      bill.ask('POST', `/invoices/${invoiceId}/reopen`).send({ version, reason: 'a wrong price' })
    expect((await reopen().expect(409)).body).toMatchObject({
      code: 'refused-by-guard',
      detail: 'It is held: the court wants it',
    })
    const still = await bill.ask('GET', `/invoices/${invoiceId}`)
    expect(still.body).toMatchObject({ status: 'sent', version })
    await bill.ask('POST', `/custody/${invoiceId}/release`).expect(204)
    expect((await reopen().expect(200)).body).toMatchObject({ status: 'draft' })
  })

  it('refuses with its reason that a draft is deleted', async () => {
    const { invoiceId } = await draftOf(bill, 'Server care')
    await hold(bill, invoiceId).expect(204)
    const refused = await bill.ask('DELETE', `/invoices/${invoiceId}`).expect(409)
    expect(refused.body).toMatchObject({
      code: 'refused-by-guard',
      detail: 'It is held: the court wants it',
    })
    await bill.ask('GET', `/invoices/${invoiceId}`).expect(200)
    await bill.ask('POST', `/custody/${invoiceId}/release`).expect(204)
    await bill.ask('DELETE', `/invoices/${invoiceId}`).expect(204)
  })

  it('asks people by a task of its own kind, which is resolved from itself', async () => {
    const invoiceId = await finalizedBy(bill)
    const { number } = (await bill.ask('GET', `/invoices/${invoiceId}`)).body
    await hold(bill, invoiceId).expect(204)
    await test.host.jobs.scheduleJob(CUSTODY_REVIEW, { tenant: null })
    const taskId = await vi.waitFor(
      async () => {
        const { body } = await bill.ask('GET', '/inbox/tasks?kind=custody_review')
        const asked = body.items.filter(isAbout(number))
        expect(asked).toHaveLength(1)
        return String(asked[0].taskId)
      },
      { timeout: 15_000, interval: 100 },
    )
    const task = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(task.body).toMatchObject({
      title: { messageKey: 'inbox.custody_review.title', params: { reason: 'the court wants it' } },
      actions: [{ name: 'release' }, { name: 'keep' }],
    })
    await bill.ask('POST', `/inbox/tasks/${taskId}/actions/release`).send({ input: {} }).expect(200)
    expect(await custodyOf(test, invoiceId)).toMatchObject([{ held_because: null }])
    const done = await test.db
      .owner('audit_events')
      .where({ entity_id: invoiceId, action: 'custody.released' })
      .pluck('actor_name')
    expect(done).toEqual(['Bill Moreau'])
  })

  it('writes letters of its own, in the language of whoever reads them', async () => {
    await test.db.owner('users').where({ email: 'bill@harborlane.example' }).update({ locale: 'de' })
    const invoiceId = await finalizedBy(bill)
    await hold(bill, invoiceId).expect(204)
    const letters = await test.db
      .owner('mails')
      .where('dedupe_key', 'like', `notification:custody_held:${invoiceId}:%`)
      .orderBy('to_email')
      .select('to_email', 'subject', 'text_body', 'html_body')
    expect(letters.map((each) => [each.to_email, each.subject])).toEqual([
      ['ada@harborlane.example', 'A document is held'],
      ['bill@harborlane.example', 'Ein Beleg wird festgehalten'],
    ])
    for (const body of [letters[1].text_body, letters[1].html_body]) {
      expect(body).toContain('Er wird festgehalten, weil the court wants it.')
      expect(body).toContain(`/invoices/${invoiceId}`)
    }
  })

  it('does at each start what it does then, and whatever fails there stops nobody', async () => {
    const invoiceId = await finalizedBy(bill)
    await hold(bill, invoiceId).expect(204)
    const { number } = (await bill.ask('GET', `/invoices/${invoiceId}`)).body
    const before = started
    await test.host.stop()
    await test.host.start()
    const { body } = await bill.ask('GET', '/inbox/tasks?kind=custody_review&limit=50')
    expect(body.items.filter(isAbout(number))).toHaveLength(1)
    expect(started).toBe(before + 1)
    const said = test.lines.filter((line) => line.includes('a module cannot begin'))
    expect(said.at(-1)).toContain('fails-on-demand')
  })

  it('has its work come up again and again', async () => {
    const schedules = await test.db.owner('system_job_schedules').where({ kind: CUSTODY_REVIEW })
    expect(schedules).toMatchObject([{ payload: { tenant: null }, every_seconds: 86_400 }])
  })

  it('describes its routes where all routes are described', async () => {
    const { body } = await bill.ask('GET', '/openapi.json')
    expect(Object.keys(body.paths['/custody/{invoiceId}/hold'])).toEqual(['post'])
  })

  it('keeps the rows of tenants apart', async () => {
    const invoiceId = await finalizedBy(bill)
    await hold(bill, invoiceId).expect(204)
    const jonas = await test.as('jonas@juniperridge.example')
    expect((await jonas.ask('GET', '/custody/held')).body).toEqual({ items: [] })
    await hold(jonas, invoiceId).expect(404)
    await jonas.ask('POST', `/custody/${invoiceId}/release`).expect(404)
    const seen = await test.db.database.withTenant(JUNIPER.tenant, (trx) =>
      trx('custody_entries').where({ invoice_id: invoiceId }),
    )
    expect(seen).toEqual([])
    expect(await custodyOf(test, invoiceId)).toMatchObject([{ held_because: 'the court wants it' }])
  })

  it('is named to the screens as a feature', async () => {
    expect((await bill.ask('GET', '/session')).body.features).toContain('custody')
  })
})

describe('in an edition that does not bring it, a module', () => {
  let test: TestHost
  let bill: Person
  beforeAll(async () => {
    test = await createTestHost({ ...plugged, edition: 'community' })
    bill = await test.as('bill@harborlane.example')
  })
  afterAll(() => test.close())

  it('hears nothing, has nothing against anything, and has no routes', async () => {
    const { invoiceId } = await draftOf(bill, 'n/a')
    await finalize(bill, invoiceId).expect(200)
    expect(await custodyOf(test, invoiceId)).toEqual([])
    await bill.ask('GET', '/custody/held').expect(404)
    const { body } = await bill.ask('GET', '/openapi.json')
    expect(Object.keys(body.paths).filter((path) => path.includes('custody'))).toEqual([])
    expect((await bill.ask('GET', '/session')).body).toMatchObject({ edition: 'community', features: [] })
  })
})
