import { describe, expect, it } from 'vitest'
import { ruleOf } from '../../core/errors.ts'
import { createQboAdapter } from './adapter.ts'
import { environmentsFrom } from './environments.ts'
import { frameOf } from './testing/documents.ts'
import { answer, gateway, refusal, shop } from './testing/one-invoice.ts'
import { failureOf, once, ORIGIN, REALM } from './testing/world.ts'

describe('too many calls', () => {
  it('are told with the time to wait, which is a minute when nothing is said', async () => {
    const { sandbox, deliver, invoices } = await shop()
    sandbox.chaos.arm({ fault: 'throttled', times: 1 })
    expect(await failureOf(deliver())).toMatchObject({
      reason: 'throttled',
      code: 'throttled',
      retryAfterSeconds: 60,
    })
    sandbox.chaos.arm({ fault: 'throttled', params: { retryAfter: 17 }, times: 1 })
    expect(await failureOf(deliver())).toMatchObject({ reason: 'throttled', retryAfterSeconds: 17 })
    expect(invoices()).toBe(0)
  })

  it('may be told as a date, in an older way, in HTML, or as no time that makes sense', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(429, 'x', { 'retry-after': 'Sat, 21 Nov 2026 20:00:42 GMT' }))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'throttled', retryAfterSeconds: 42 })
    for (const [said, meant] of [
      ['0', 1],
      ['999999', 3600],
    ] as const) {
      once(world, 'create Invoice', answer(429, 'x', { 'retry-after': said }))
      expect(await failureOf(deliver())).toMatchObject({ retryAfterSeconds: meant })
    }
    once(world, 'create Invoice', answer(403, gateway('003001')))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'throttled', retryAfterSeconds: 60 })
    once(world, 'create Invoice', answer(429, '<html>', { 'retry-after': 'soon' }))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'throttled', retryAfterSeconds: 60 })
  })
})

describe('whoever is not let in', () => {
  it('tries another token once when the first one ended before its time', async () => {
    const { sandbox, asked, deliver, invoices } = await shop()
    sandbox.chaos.arm({ fault: 'token-expired', times: 1 })
    expect(await deliver()).toMatchObject([{ kind: 'written' }])
    expect(asked.refreshes).toBe(1)
    expect(invoices()).toBe(1)
  })

  it('is told that the connection is over when the new token is refused too', async () => {
    const { sandbox, asked, deliver } = await shop()
    sandbox.chaos.arm({ fault: 'token-expired', times: 2 })
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unauthorized', code: 'connection_expired' })
    expect(asked.refreshes).toBe(1)
  })

  it('is told so when the company has disconnected the app, and no token is in the words', async () => {
    const { sandbox, tokens, deliver } = await shop()
    sandbox.chaos.arm({ fault: 'consent-revoked', times: 1 })
    const failure = await failureOf(deliver())
    expect(failure).toMatchObject({ reason: 'unauthorized', code: 'connection_expired' })
    expect(JSON.stringify([failure.message, failure.stack])).not.toContain(tokens.access_token.slice(0, 20))
  })

  it('is told that the app may not enter another company', async () => {
    const { adapter, session } = await shop()
    const elsewhere = { ...session, realm: '9999' }
    expect(await failureOf(adapter.catalogue(elsewhere, 'terms'))).toMatchObject({
      reason: 'unauthorized',
      code: 'app_not_authorized',
    })
  })

  it.each([
    [401, gateway('120'), 'not_authorized'],
    [403, gateway('3100'), 'app_not_authorized'],
    [403, '<html>Forbidden</html>', 'not_authorized'],
    [400, refusal('100'), 'connection_expired'],
  ])('%i %j: %s', async (status, body, code) => {
    const { sandbox, deliver } = await shop()
    sandbox.interfere = (call) => (call.what === 'create Invoice' ? answer(status, body)() : undefined)
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unauthorized', code })
  })

  it('hears nothing of a token, however the service puts it', async () => {
    const { sandbox, tokens, deliver } = await shop()
    const said = gateway('3200', `Token expired: ${tokens.access_token}`)
    sandbox.interfere = (call) => (call.what === 'create Invoice' ? answer(401, said)() : undefined)
    const { message } = await failureOf(deliver())
    expect(message).not.toContain(tokens.access_token.slice(0, 12))
  })
})

describe('a refusal', () => {
  it('counts under status 200 as well', async () => {
    const { sandbox, deliver, invoices } = await shop()
    sandbox.chaos.arm({ fault: 'fault-in-200', times: 1 })
    expect(await deliver()).toMatchObject([{ kind: 'refused', code: 'business_rule' }])
    expect(invoices()).toBe(0)
  })

  it('of an unknown sort is kept with its words', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(400, refusal('7777'), { 'intuit-tid': '1-abc' }))
    expect(await deliver()).toEqual([
      { kind: 'refused', code: 'unknown_error', detail: '7777 No: Not so', trace: '1-abc' },
    ])
  })

  it('may come from what stands before the service', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(413, '<html>Too Large</html>'))
    expect(await deliver()).toMatchObject([{ kind: 'refused', code: 'malformed_request' }])
  })

  it('whose reason broke off is asked again, instead of counting as one for good', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(400, '{"Fault":{"Error":[{"Mess'))
    expect(await deliver()).toMatchObject([{ kind: 'refused', code: 'unknown_error' }])
    expect(ruleOf('unknown_error').retry).toBe('later')
  })

  it('that the service broke inside says nothing of the write, be it polite or not', async () => {
    const { world, write, adapter, session } = await shop()
    const deliver = () => adapter.deliver(session, frameOf(write))
    once(world, 'create Invoice', answer(400, refusal('10000')))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unknown_outcome', code: 'system_failure' })
    const item = { bId: '0', ...refusal('10000') }
    once(world, 'batch', answer(200, { BatchItemResponse: [item, { bId: '1', ...refusal('6000') }] }))
    expect(await adapter.deliver(session, frameOf(write, write))).toMatchObject([
      { kind: 'unknown' },
      { kind: 'refused', code: 'business_rule' },
    ])
  })

  it('of a question is no refusal of a write', async () => {
    const { world, read } = await shop()
    once(world, 'query', answer(400, refusal('4001')))
    expect(await failureOf(read())).toMatchObject({ reason: 'down', code: 'query_invalid' })
  })
})

describe('how it is asked', () => {
  it('names the version of the interface, and wants JSON', async () => {
    const { sandbox, session, clock, write } = await shop()
    const seen: [string, RequestInit | undefined][] = []
    const fetch: typeof globalThis.fetch = (input, init) => {
      seen.push([String(input), init])
      return sandbox.fetch(input, init)
    }
    const adapter = createQboAdapter(
      { fetch, clock },
      environmentsFrom({ sandboxUrl: `${ORIGIN}/some/path` }),
    )
    await adapter.deliver(session, frameOf(write))
    const [[address = '', init] = []] = seen
    expect(address).toBe(`${ORIGIN}/v3/company/${REALM}/invoice?requestid=request-1&minorversion=75`)
    expect(init).toMatchObject({ method: 'POST', redirect: 'error', body: write.body })
    expect(new Headers(init?.headers).get('accept')).toBe('application/json')
  })

  it('does not follow where an answer points to: the token stays here', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(302, '', { location: 'https://elsewhere.test/' }))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unknown_outcome' })
  })

  it('asks only where the configuration knows an environment of that name', async () => {
    const { adapter, session } = await shop()
    for (const environment of ['http://elsewhere.test', 'constructor', '']) {
      await expect(adapter.catalogue({ ...session, environment }, 'terms')).rejects.toThrow(
        'no QuickBooks environment',
      )
    }
    const without = environmentsFrom({ sandboxUrl: null })
    expect([...without.keys()]).toEqual(['intuit_sandbox', 'production'])
  })
})
