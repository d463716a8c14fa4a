import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import { agree } from './testing/agree.ts'
import { beginAs, connectAs, createAccountingHost, type AccountingHost } from './testing/accounting-host.ts'

const REALM = '9130'
const OTHER = '9131'

describe('consent over the routes', () => {
  let world: AccountingHost
  let bill: Person
  let ada: Person
  let jonas: Person
  beforeAll(async () => {
    world = await createAccountingHost()
    world.sandbox.addCompany({ realmId: OTHER, name: 'Harbor Holding' })
    bill = world.bill
    ada = await world.test.as('ada@harborlane.example')
    jonas = await world.test.as('jonas@juniperridge.example')
  })
  beforeEach(async () => {
    await world.test.db.owner.raw('truncate accounting_connections, accounting_consents')
  })
  afterAll(() => world.close())

  const finish = (person: Person, callbackUrl: string) =>
    person.ask('POST', '/accounting/consents/finish').send({ callbackUrl })
  const confirm = (person: Person, confirmation: string) =>
    person.ask('POST', '/accounting/consents/confirm').send({ confirmation })
  const connections = async (person: Person) =>
    (await person.ask('GET', '/accounting/connections')).body.items
  const backFrom = async (person: Person, decision: 'connect' | 'deny' = 'connect', realmId = REALM) =>
    await agree(world.sandbox.fetch, await beginAs(person), realmId, decision)
  const refused = (reason: string, returnTo: string | null = null) => ({ kind: 'refused', reason, returnTo })
  const RETURN = '/invoices?status=overdue'

  it('says where a company may be connected, and nothing is connected at first', async () => {
    const { body } = await bill.ask('GET', '/accounting/connections')
    expect(body).toEqual({
      items: [],
      offers: [{ environment: 'sandbox', apps: ['platform', 'own'] }],
      redirectUri: 'http://localhost:3999/settings/accounting/connected',
    })
  })

  it('connects, and leads back to where it began', async () => {
    const { body } = await connectAs(world, bill)
    expect(body).toMatchObject({ kind: 'connected', company: 'Harbor Books', returnTo: RETURN })
    expect(await connections(bill)).toMatchObject([
      {
        connectionId: body.connectionId,
        status: 'connected',
        isDefault: true,
        company: { name: 'Harbor Books' },
      },
    ])
    const audited = await world.test.db
      .owner('audit_events')
      .where({ action: 'accounting_connection.connected' })
    expect(audited).toMatchObject([{ entity_id: body.connectionId, actor_name: 'Bill Moreau' }])
  })

  it('has a state of pure chance, of which only the hash stays', async () => {
    const states = await Promise.all(
      [bill, bill].map(async (each) => new URL(await beginAs(each)).searchParams.get('state') ?? ''),
    )
    expect(new Set(states).size).toBe(2)
    for (const state of states) expect(state.length).toBeGreaterThanOrEqual(43)
    const kept = JSON.stringify(await world.test.db.owner('accounting_consents'))
    for (const state of states) expect(kept).not.toContain(state)
  })

  it('is good once, even for two who come at once', async () => {
    const back = await backFrom(bill)
    const both = await Promise.all([finish(bill, back), finish(bill, back)])
    expect(both.map((each) => each.body.kind).toSorted()).toEqual(['connected', 'refused'])
    expect((await finish(bill, back)).body).toEqual(refused('state'))
  })

  it('is good for whoever began it, in that session, in that company, and for nobody else', async () => {
    const back = await backFrom(bill)
    const elsewhere = await world.test.as('bill@harborlane.example')
    for (const stranger of [ada, elsewhere, jonas]) {
      expect((await finish(stranger, back)).body).toEqual(refused('state'))
    }
    // None of them used it up.
    expect((await finish(bill, back)).body.kind).toBe('connected')
  })

  it('ends after ten minutes', async () => {
    const before = Date.now()
    const back = await backFrom(bill)
    const { owner } = world.test.db
    const [{ expires_at: ends }] = await owner('accounting_consents').select('expires_at')
    expect(Date.parse(ends) - before).toBeGreaterThanOrEqual(600_000)
    expect(Date.parse(ends) - Date.now()).toBeLessThanOrEqual(600_000)
    await owner('accounting_consents').update({ expires_at: new Date(before) })
    expect((await finish(bill, back)).body).toEqual(refused('state'))
  })

  it('that was not given leads back all the same', async () => {
    expect((await finish(bill, await backFrom(bill, 'deny'))).body).toEqual(refused('denied', RETURN))
    expect((await finish(bill, 'http://here.test/?state=made-up&code=x&realmId=9130')).body).toEqual(
      refused('state'),
    )
  })

  it('with a code that the service does not know connects nothing', async () => {
    const back = new URL(await backFrom(bill))
    back.searchParams.set('code', 'made-up')
    expect((await finish(bill, back.href)).body).toEqual(refused('not_taken', RETURN))
    expect(await connections(bill)).toEqual([])
  })

  it('is not given for a company that another tenant holds', async () => {
    await connectAs(world, bill)
    expect((await connectAs(world, jonas)).body).toEqual(refused('held_elsewhere', RETURN))
    expect(await connections(jonas)).toEqual([])
  })

  it('leads nowhere but to a path of this host', async () => {
    for (const returnTo of ['//evil.test', '/\\evil.test', '/\t/evil.test', 'https://evil.test', '']) {
      const choice = { environment: 'sandbox', app: 'platform', returnTo }
      const answer = await bill.ask('POST', '/accounting/consents').send(choice)
      expect([returnTo, answer.status]).toEqual([returnTo, 400])
    }
  })

  it('is asked only where somebody may be connected', async () => {
    const choice = { environment: 'production', app: 'platform', returnTo: '/' }
    const answer = await bill.ask('POST', '/accounting/consents').send(choice)
    expect(answer.body).toMatchObject({ status: 409, code: 'accounting-not-offered' })
  })

  describe('for another company than before', () => {
    it('connects nothing until a person says that it is meant, and names both', async () => {
      await connectAs(world, bill)
      const { body } = await connectAs(world, bill, OTHER)
      expect(body).toMatchObject({ kind: 'other_company', company: 'Harbor Holding', before: 'Harbor Books' })
      expect(await connections(bill)).toHaveLength(1)
      for (const stranger of [ada, jonas, await world.test.as('bill@harborlane.example')]) {
        expect((await confirm(stranger, body.confirmation)).body.kind).toBe('refused')
      }
    })

    it('is confirmed once, and is meant from then on', async () => {
      await connectAs(world, bill)
      const { body } = await connectAs(world, bill, OTHER)
      const both = await Promise.all([confirm(bill, body.confirmation), confirm(bill, body.confirmation)])
      expect(both.map((each) => each.body.kind).toSorted()).toEqual(['connected', 'refused'])
      const meant = (await connections(bill)).filter((each: { isDefault: boolean }) => each.isDefault)
      expect(meant).toMatchObject([{ company: { name: 'Harbor Holding' } }])
    })
  })

  it('leaves no secret in answers, logs, audit or tables', async () => {
    const back = await backFrom(bill)
    const { body } = await finish(bill, back)
    await bill.ask('POST', `/accounting/connections/${body.connectionId}/disconnect`).expect(200)
    const { state } = world.sandbox.oauth
    const code = new URL(back).searchParams.get('code') ?? ''
    const secrets = ['desk-secret', code, ...state.accessTokens.keys(), ...state.refreshTokens.keys()]
    expect(secrets.length).toBeGreaterThan(3)
    const { owner } = world.test.db
    const seen = JSON.stringify([
      body,
      (await bill.ask('GET', '/accounting/connections')).body,
      world.test.lines,
      await owner('audit_events').where({ tenant: HARBOR.tenant }),
      await owner('accounting_connections'),
      await owner('accounting_consents'),
      await owner('secrets'),
    ])
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
  })
})
