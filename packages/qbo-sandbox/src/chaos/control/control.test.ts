import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { connected, customer, invoice, made, REALM, type Answer } from '../testing/client.ts'

const refused = ({ status, body }: Answer) => [status, body['field']]

describe('faults by hand', () => {
  it('are armed, listed with what there is to arm, met, counted and disarmed', async () => {
    const { control, get, post } = await connected()
    const rule = {
      fault: 'throttled',
      match: { what: 'create Customer' },
      times: 2,
      params: { retryAfter: 60 },
    }
    const { status, body } = await control('POST', 'faults', rule)
    expect([status, body]).toEqual([200, { id: 'f1' }])
    const listed = (await control('GET', 'faults')).body
    expect(listed['rules']).toMatchObject([{ id: 'f1', ...rule, seen: 0, left: 2 }])
    expect(Object.keys(listed['known'] as JsonObject).length).toBeGreaterThan(25)
    expect((await get('customer/1')).status).toBe(200)
    expect((await post('customer', customer('Slow'))).headers.get('retry-after')).toBe('60')
    expect((await control('GET', 'faults')).body['counts']).toEqual({ throttled: { 'create Customer': 1 } })
    expect((await control('DELETE', 'faults/f1')).status).toBe(200)
    expect(refused(await control('DELETE', 'faults/f1'))).toEqual([404, 'id'])
    expect((await post('customer', customer('Slow'))).status).toBe(200)
  })

  it('strike by rates, until all is calm', async () => {
    const { control, get } = await connected()
    await control('POST', 'faults', { rates: { hang: 1 }, seed: 5 })
    expect((await get('customer/1')).status).toBe(504)
    expect((await control('GET', 'faults')).body['rates']).toEqual({ hang: 1 })
    await control('DELETE', 'faults')
    expect((await get('customer/1')).status).toBe(200)
  })

  it.each([
    [{}, 'fault'],
    [{ fault: 'meteor' }, 'fault'],
    [{ fault: 'constructor' }, 'fault'],
    [{ fault: 'hang', often: 2 }, 'often'],
    [{ fault: 'hang', times: 0 }, 'times'],
    [{ fault: 'hang', times: 1.5 }, 'times'],
    [{ fault: 'hang', rate: 2 }, 'rate'],
    [{ fault: 'hang', match: 'cdc' }, 'match'],
    [{ fault: 'hang', match: { whom: 'x' } }, 'match.whom'],
    [{ fault: 'hang', match: { nth: 'first' } }, 'match.nth'],
    [{ fault: 'hang', params: { milliseconds: -1 } }, 'params.milliseconds'],
    [{ fault: 'hang', params: { burst: 1 } }, 'params.burst'],
    [{ fault: 'broken', params: { body: 'xml' } }, 'params.body'],
    [{ rates: { meteor: 1 } }, 'rates.meteor'],
    [{ rates: { hang: '1' } }, 'rates.hang'],
    [{ rates: {}, seed: -1 }, 'seed'],
    [[], 'body'],
    ['hang', 'body'],
  ])('refuses %j and names what is wrong', async (body, field) => {
    const { control } = await connected()
    expect(refused(await control('POST', 'faults', body as JsonObject))).toEqual([400, field])
  })
})

describe('knobs', () => {
  it('are read, and turned together or not at all', async () => {
    const { control, sandbox } = await connected({ throttle: {} })
    const before = (await control('GET', 'knobs')).body
    expect(before).toMatchObject({
      changePolls: { cap: 1000 },
      replay: { mode: 'replay', forgetAfterRequests: 20_000 },
      clock: { skewMilliseconds: 0 },
      throttle: { on: true, realmPerMinute: 500 },
      oauth: { rotation: 'daily' },
      companies: { [REALM]: { overApplication: 'cap', deleteLinked: 'refuse', warnDuplicateNumbers: false } },
    })
    const half = { changePolls: { cap: 5 }, oauth: { rotation: 'never' } }
    expect(refused(await control('PATCH', 'knobs', half))).toEqual([400, 'oauth.rotation'])
    expect((await control('GET', 'knobs')).body).toEqual(before)
    const turned = await control('PATCH', 'knobs', {
      changePolls: { cap: 5 },
      replay: { forgetAfterRequests: null, forgetAfterMilliseconds: 1000 },
      throttle: { on: false, appPerSecond: 3 },
      oauth: { rotation: 'at-once' },
      companies: { [REALM]: { deleteLinked: 'unlink', warnDuplicateNumbers: true } },
    })
    expect(turned.body).toMatchObject({
      changePolls: { cap: 5, capCounts: 'all' },
      replay: { forgetAfterMilliseconds: 1000 },
      throttle: { on: false, appPerSecond: 3 },
      oauth: { rotation: 'at-once' },
      companies: { [REALM]: { deleteLinked: 'unlink', overApplication: 'cap', warnDuplicateNumbers: true } },
    })
    expect(turned.body['replay']).not.toHaveProperty('forgetAfterRequests')
    expect([sandbox.throttle.on, sandbox.throttle.limits.appPerSecond]).toEqual([false, 3])
    expect(sandbox.oauth.state.knobs.rotation).toBe('at-once')
  })

  it('of a company change what its rules say', async () => {
    const { control, post } = await connected()
    const number = { DocNumber: 'A-1' }
    await post('invoice', invoice(10, number))
    expect((await post('invoice', invoice(10, number))).status).toBe(200)
    await control('PATCH', 'knobs', { companies: { [REALM]: { warnDuplicateNumbers: true } } })
    expect((await post('invoice', invoice(10, number))).status).toBe(400)
  })

  it('let the clock of the service go wrong, in stamps and envelopes alike', async () => {
    const { control, post } = await connected()
    await control('PATCH', 'knobs', { clock: { skewMilliseconds: 600_000 } })
    const answer = await post('customer', customer('Ahead'))
    expect(answer.body['time']).toBe('2026-11-21T12:10:00.000-08:00')
    expect(made(answer, 'Customer')['MetaData']).toMatchObject({ CreateTime: '2026-11-21T12:10:00-08:00' })
  })

  it.each([
    [{ weather: {} }, 400, 'weather'],
    [{ changePolls: { cap: -1 } }, 400, 'changePolls.cap'],
    [{ changePolls: { cap: null } }, 400, 'changePolls.cap'],
    [{ changePolls: { toString: 1 } }, 400, 'changePolls.toString'],
    [{ companies: { '1': {} } }, 404, 'realmId'],
    [{ companies: { [REALM]: { overApplication: 'maybe' } } }, 400, `companies.${REALM}.overApplication`],
  ])('refuses %j and names what is wrong', async (body, status, field) => {
    const { control } = await connected()
    expect(refused(await control('PATCH', 'knobs', body as unknown as JsonObject))).toEqual([status, field])
  })
})

describe('the control API', () => {
  it('says which methods a path takes, and leaves unknown paths to others', async () => {
    const { control, sandbox } = await connected()
    const { status, headers } = await control('PUT', 'faults')
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST, DELETE'])
    expect((await control('GET', 'nonsense')).status).toBe(404)
    sandbox.mount(({ target }) =>
      target === '/_sandbox/nonsense' ? { status: 200, headers: {}, body: 'mine' } : undefined,
    )
    expect((await control('GET', 'nonsense')).text).toBe('mine')
  })

  it('does not obey web pages of somebody else', async () => {
    const { ask, sandbox } = await connected()
    const post = (headers: Record<string, string>) =>
      ask('/_sandbox/faults', { method: 'POST', headers, body: '{"fault":"hang"}' })
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({ origin: 'http://evil.test' })).status).toBe(403)
    expect((await post({ origin: 'null' })).status).toBe(403)
    expect(sandbox.chaos.rules()).toEqual([])
    expect((await post({ origin: 'http://sandbox.test', 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })
})
