import { describe, expect, it } from 'vitest'
import { stateHash } from '../../company/snapshot.ts'
import type { JsonObject } from '../../json.ts'
import { systemClock } from '../../ports.ts'
import { connected, customer, invoice, made, REALM, type Answer } from '../testing/client.ts'

const refused = ({ status, body }: Answer) => [status, body['field']]

describe('the clock', () => {
  it('is set and moved, which ends tokens and dates documents', async () => {
    const { control, get, post, connect } = await connected()
    expect((await control('GET', 'clock')).body).toEqual({
      now: '2026-11-21T20:00:00.000Z',
      adjustable: true,
    })
    const moved = await control('POST', 'clock', { advance: 3_600_000 })
    expect(moved.body['now']).toBe('2026-11-21T21:00:00.000Z')
    expect((await get('customer/1')).status).toBe(401)
    await control('POST', 'clock', { set: '2028-02-29T20:00:00Z' })
    await connect()
    expect(made(await post('invoice', invoice(10)), 'Invoice')['TxnDate']).toBe('2028-02-29')
  })

  it('cannot be moved when it is not ours', async () => {
    const { control } = await connected({ clock: systemClock })
    expect((await control('GET', 'clock')).body['adjustable']).toBe(false)
    expect(refused(await control('POST', 'clock', { advance: 1 }))).toEqual([409, 'clock'])
  })

  it('refuses what is no time', async () => {
    const { control } = await connected()
    expect(refused(await control('POST', 'clock', { set: 'tomorrow' }))).toEqual([400, 'set'])
    expect(refused(await control('POST', 'clock', { advance: 1e18 }))).toEqual([400, 'advance'])
  })
})

describe('companies', () => {
  it('are listed and opened, with an id of their own or a given one', async () => {
    const { control, sandbox } = await connected()
    const opened = await control('POST', 'companies', {
      name: 'Leeds Ltd',
      country: 'GB',
      homeCurrency: 'GBP',
    })
    expect(opened.body).toEqual({
      realmId: expect.stringMatching(/^\d{19}$/),
      name: 'Leeds Ltd',
      country: 'GB',
      homeCurrency: 'GBP',
    })
    await control('POST', 'companies', { name: 'Third', realmId: '77' })
    const { companies } = (await control('GET', 'companies')).body as { companies: { realmId: string }[] }
    expect(companies.map((each) => each.realmId)).toEqual([REALM, opened.body['realmId'], '77'])
    expect(sandbox.company('77').name).toBe('Third')
  })

  it.each([
    [{}, 400, 'name'],
    [{ name: 'X', realmId: REALM }, 409, 'realmId'],
    [{ name: 'X', realmId: '../1' }, 400, 'realmId'],
    [{ name: 'X', country: 'Germany' }, 400, 'country'],
    [{ name: 'X', homeCurrency: 'KWD' }, 400, 'homeCurrency'],
    [{ name: 'X', colour: 'red' }, 400, 'colour'],
  ])('are not opened with %j', async (body, status, field) => {
    const { control } = await connected()
    expect(refused(await control('POST', 'companies', body))).toEqual([status, field])
  })

  it('are opened to further apps, each with a secret that is not shown', async () => {
    const { control, sandbox } = await connected()
    const app = { clientId: 'own', clientSecret: 'own-secret', name: 'An own app' }
    expect((await control('POST', 'apps', app)).body).toEqual({ clientId: 'own', name: 'An own app' })
    const { apps } = (await control('GET', 'apps')).body as { apps: { clientId: string }[] }
    expect(apps.map((each) => each.clientId)).toEqual([sandbox.clientId, 'own'])
    expect(JSON.stringify(apps)).not.toContain('secret')
    expect(refused(await control('POST', 'apps', app))).toEqual([409, 'clientId'])
    expect(refused(await control('POST', 'apps', { ...app, clientSecret: undefined }))).toEqual([
      400,
      'clientSecret',
    ])
  })

  it('show their trial balance and who owes them', async () => {
    const { control, post } = await connected()
    await post('invoice', invoice(100))
    const trial = (await control('GET', `companies/${REALM}/trial-balance`)).body
    expect(trial).toMatchObject({ currency: 'USD', difference: 0, debit: trial['credit'] })
    expect(trial['rows']).toContainEqual(
      expect.objectContaining({ name: 'Accounts Receivable (A/R)', debit: 100, credit: 0 }),
    )
    const { customers } = (await control('GET', `companies/${REALM}/receivables`)).body
    expect(customers).toMatchObject([{ customer: '1', currency: 'USD', balance: 100 }])
    expect(refused(await control('GET', 'companies/1/receivables'))).toEqual([404, 'realmId'])
  })
})

describe('the log', () => {
  it('tells what was asked since a number, oldest first, without any token', async () => {
    const { control, get, sandbox } = await connected()
    await get('customer/1')
    await get('customer/2')
    const all = (await control('GET', 'log')).body['entries'] as unknown as JsonObject[]
    expect(all.map((each) => [each['target'], each['status']])).toEqual([
      [`/v3/company/${REALM}/customer/1`, 200],
      [`/v3/company/${REALM}/customer/2`, 200],
    ])
    const later = await control('GET', `log?since=${String(all[0]?.['number'])}`)
    expect(later.body['entries']).toEqual(all.slice(1))
    for (const token of sandbox.oauth.state.accessTokens.keys())
      expect(JSON.stringify(all)).not.toContain(token)
    expect(refused(await control('GET', 'log?since=x'))).toEqual([400, 'since'])
  })
})

describe('a snapshot', () => {
  it('brings everything back: companies, tokens, knobs, armed faults', async () => {
    const { control, get, post, sandbox } = await connected()
    await post('invoice', invoice(100))
    await control('PATCH', 'knobs', { changePolls: { cap: 7 } })
    await control('POST', 'faults', { fault: 'throttled', match: { what: 'cdc' } })
    const { text } = await control('GET', 'snapshot')
    const hash = stateHash(sandbox.company(REALM))

    await post('customer', customer('Forgotten'))
    await control('PATCH', 'knobs', { changePolls: { cap: 8 } })
    await control('DELETE', 'faults')
    const restored = await control('PUT', 'snapshot', JSON.parse(text) as JsonObject)
    expect(restored.status).toBe(200)
    expect(stateHash(sandbox.company(REALM))).toBe(hash)
    expect((await control('GET', 'knobs')).body['changePolls']).toMatchObject({ cap: 7 })
    expect((await control('GET', 'faults')).body['rules']).toHaveLength(1)
    expect((await control('GET', 'snapshot')).text === text).toBe(true)
    expect((await get('customer/1')).status).toBe(200)
  })

  it('that cannot be read leaves everything as it was', async () => {
    const { control, post } = await connected()
    const saved = JSON.parse((await control('GET', 'snapshot')).text) as JsonObject
    await post('customer', customer('Since then'))
    const { text } = await control('GET', 'snapshot')
    const parts = ['companies', 'memories', 'oauth', 'knobs', 'throttle', 'chaos', 'webhooks']
    const holes = parts.map((part) => ({ ...saved, [part]: null }))
    for (const bad of [{}, { ...saved, version: 2 }, { ...saved, companies: [{}] }, ...holes]) {
      expect(refused(await control('PUT', 'snapshot', bad))).toEqual([400, 'body'])
      expect((await control('GET', 'snapshot')).text === text).toBe(true)
    }
  })
})

describe('the bookkeeper', () => {
  it('does what is asked, and the same for the same seed', async () => {
    const words = []
    for (const _ of [1, 2]) {
      const { control } = await connected()
      await control('POST', 'bookkeeper', { realmId: REALM, act: 'key-invoice' })
      words.push((await control('POST', 'bookkeeper', { realmId: REALM, seed: 4 })).body['did'])
    }
    expect(words[0]).toEqual(expect.any(String))
    expect(words[1]).toBe(words[0])
  })

  it('is asked for by company and by an act that there is', async () => {
    const { control } = await connected()
    expect(refused(await control('POST', 'bookkeeper', {}))).toEqual([400, 'realmId'])
    expect(refused(await control('POST', 'bookkeeper', { realmId: '1' }))).toEqual([404, 'realmId'])
    expect(refused(await control('POST', 'bookkeeper', { realmId: REALM, act: 'sleep' }))).toEqual([
      400,
      'act',
    ])
    const { acts } = (await control('GET', 'bookkeeper')).body
    expect(acts).toContain('merge-customers')
  })
})

describe('webhooks', () => {
  const hook = { url: 'http://listener.test/', verifier: 'sesame' }

  it('are subscribed, listed without their verifier, and ended', async () => {
    const { control, post } = await connected()
    const made = await control('POST', 'webhooks', { ...hook, format: 'eventNotifications', duplicates: 0.5 })
    expect(made.body).toMatchObject({
      id: 'w1',
      url: hook.url,
      format: 'eventNotifications',
      duplicates: 0.5,
    })
    await post('customer', customer('Heard'))
    const listed = await control('GET', 'webhooks')
    expect(listed.text).not.toContain('sesame')
    expect((listed.body['webhooks'] as unknown as JsonObject[])[0]?.['waitingEvents']).toBeGreaterThan(0)
    expect((await control('DELETE', 'webhooks/w1')).body).toEqual({ webhooks: [] })
    expect(refused(await control('DELETE', 'webhooks/w1'))).toEqual([404, 'id'])
  })

  it.each([
    [{ verifier: 'x' }, 'url'],
    [{ url: 'http://x.test/' }, 'verifier'],
    [{ ...hook, url: 'ftp://x.test/' }, 'url'],
    [{ ...hook, format: 'xml' }, 'format'],
    [{ ...hook, disorder: 7 }, 'disorder'],
    [{ ...hook, headOfLine: 1 }, 'headOfLine'],
  ])('are not subscribed with %j', async (body, field) => {
    const { control } = await connected()
    expect(refused(await control('POST', 'webhooks', body))).toEqual([400, field])
  })
})
