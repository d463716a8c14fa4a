import { afterEach, describe, expect, it } from 'vitest'
import { startServer } from '@tieout/qbo-sandbox'
import type { OAuthApp } from '../../adapter.ts'
import { createQboAdapter } from './adapter.ts'
import { environmentsFrom } from './environments.ts'
import { connected, failureOf, once, ORIGIN, REALM, type World } from './testing/world.ts'

const DAY = 86_400_000

/** What a person does on the consent page. Answers the address that the browser is sent back to. */
async function consented({ sandbox }: World, address: string, decision = 'connect'): Promise<string> {
  const body = new URLSearchParams(new URL(address).search)
  body.set('realmId', REALM)
  body.set('decision', decision)
  const answer = await sandbox.fetch(`${ORIGIN}/connect/oauth2`, { method: 'POST', body, redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

async function world() {
  const connectedWorld = await connected()
  const { adapter } = connectedWorld
  if (adapter.oauth === undefined) throw new Error('There is no consent.')
  return { ...connectedWorld, world: connectedWorld, oauth: adapter.oauth }
}

describe('consent', () => {
  it('is asked for with our state, and exchanged for tokens whose times are instants of our clock', async () => {
    const { world: w, oauth, app, clock } = await world()
    const address = oauth.authorizeUrl(app, 'a state & more')
    expect(address.startsWith(`${ORIGIN}/connect/oauth2?`)).toBe(true)
    const back = await consented(w, address)
    expect(new URL(back).searchParams.get('state')).toBe('a state & more')
    const tokens = await oauth.exchange(app, back)
    const now = clock.now().getTime()
    expect(tokens).toMatchObject({
      realm: REALM,
      accessExpiresAt: new Date(now + 3_600_000),
      refreshExpiresAt: new Date(now + 101 * DAY),
      refreshHardExpiresAt: new Date(now + 5 * 365 * DAY),
    })
    expect(tokens.refreshToken).toMatch(/^RT1-/)
  })

  it('that was not given is told as such, without a call', async () => {
    const { world: w, oauth, app, sandbox } = await world()
    const back = await consented(w, oauth.authorizeUrl(app, 'state'), 'deny')
    expect(back).toContain('error=access_denied')
    sandbox.interfere = () => {
      throw new Error('Nobody was to be asked.')
    }
    expect(await failureOf(oauth.exchange(app, back))).toMatchObject({
      reason: 'unauthorized',
      code: 'not_authorized',
    })
    const nothing = `${app.redirectUri}?state=state&realmId=${REALM}`
    expect(await failureOf(oauth.exchange(app, nothing))).toMatchObject({ reason: 'unauthorized' })
  })

  it('is good once', async () => {
    const { world: w, oauth, app } = await world()
    const back = await consented(w, oauth.authorizeUrl(app, 'state'))
    await oauth.exchange(app, back)
    expect(await failureOf(oauth.exchange(app, back))).toMatchObject({
      reason: 'unauthorized',
      code: 'connection_expired',
    })
  })
})

describe('a refresh', () => {
  it('answers the tokens that now hold', async () => {
    const { oauth, app, tokens, sandbox } = await world()
    sandbox.oauth.state.knobs.rotation = 'at-once'
    const fresh = await oauth.refresh(app, tokens.refresh_token)
    expect(fresh.refreshToken).not.toBe(tokens.refresh_token)
    expect(fresh.refreshHardExpiresAt).toBeInstanceOf(Date)
    expect(await failureOf(oauth.refresh(app, tokens.refresh_token))).toMatchObject({
      reason: 'unauthorized',
      code: 'connection_expired',
    })
  })

  it('that is refused says that the connection is over, and no secret', async () => {
    const { oauth, app, tokens, sandbox } = await world()
    sandbox.chaos.arm({ fault: 'consent-revoked', match: { what: 'token' }, times: 1 })
    const failure = await failureOf(oauth.refresh(app, tokens.refresh_token))
    expect(failure).toMatchObject({ reason: 'unauthorized', code: 'connection_expired' })
    expect(failure.trace).toMatch(/^1-/)
    expect(everythingIn(failure)).not.toContain(tokens.refresh_token)
    expect(everythingIn(failure)).not.toContain(app.clientSecret)
  })

  it('by an app with another secret says that the app is not known, and no secret', async () => {
    const { oauth, app, tokens } = await world()
    const failure = await failureOf(
      oauth.refresh({ ...app, clientSecret: 'not-the-secret' }, tokens.refresh_token),
    )
    expect(failure).toMatchObject({ reason: 'unauthorized', code: 'app_not_authorized' })
    expect(everythingIn(failure)).not.toContain('not-the-secret')
    expect(everythingIn(failure)).not.toContain(btoa(`${app.clientId}:not-the-secret`))
  })

  it.each([
    ['lost-before', {}],
    ['broken', { status: 503, body: 'html' }],
    ['broken', { status: 500, body: 'json' }],
    ['html', {}],
    ['truncated', { length: 20 }],
    ['refresh-lost', {}],
  ] as const)('is nothing but a bad line when %s %j', async (fault, params) => {
    const { oauth, app, tokens, sandbox } = await world()
    sandbox.chaos.arm({ fault, params, match: { what: 'token' }, times: 1 })
    const failure = await failureOf(oauth.refresh(app, tokens.refresh_token))
    expect(failure.reason).toBe('down')
    expect(everythingIn(failure)).not.toMatch(/RT1-|eyJ/)
    expect(await oauth.refresh(app, tokens.refresh_token)).toMatchObject({ realm: null })
  })

  it('is asked for once: an answer that got lost is not asked for again behind our back', async () => {
    const { oauth, app, tokens, sandbox } = await world()
    let calls = 0
    const fates = sandbox.interfere
    sandbox.interfere = (call) => {
      calls += 1
      return fates(call)
    }
    sandbox.chaos.arm({ fault: 'lost-before', match: { what: 'token' }, times: 1 })
    await failureOf(oauth.refresh(app, tokens.refresh_token))
    expect(calls).toBe(1)
  })

  it('is given up after half a minute', async () => {
    const { oauth, app, tokens, sandbox, clock } = await world()
    sandbox.chaos.arm({ fault: 'hang', match: { what: 'token' }, times: 1 })
    const failure = failureOf(oauth.refresh(app, tokens.refresh_token))
    await clock.pass(30_000, 2)
    expect(await failure).toMatchObject({ reason: 'down', code: 'timeout' })
  })

  it('waits when the service asks for it', async () => {
    const { oauth, app, tokens, sandbox } = await world()
    sandbox.chaos.arm({ fault: 'throttled', params: { retryAfter: 7 }, match: { what: 'token' }, times: 1 })
    expect(await failureOf(oauth.refresh(app, tokens.refresh_token))).toMatchObject({
      reason: 'throttled',
      retryAfterSeconds: 7,
    })
  })

  it('reads a hard end where there is none as none', async () => {
    const { world: w, oauth, app, tokens } = await world()
    const body = {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    }
    once(w, 'token', () => ({ instead: { status: 200, headers: {}, body: JSON.stringify(body) } }))
    expect(await oauth.refresh(app, tokens.refresh_token)).toMatchObject({
      accessToken: 'a',
      refreshHardExpiresAt: null,
    })
    once(w, 'token', () => ({
      instead: { status: 200, headers: {}, body: JSON.stringify({ access_token: 'a' }) },
    }))
    expect(await failureOf(oauth.refresh(app, tokens.refresh_token))).toMatchObject({ reason: 'down' })
  })
})

describe('the end of a connection', () => {
  it('revokes what it was given', async () => {
    const { oauth, app, tokens, adapter, session } = await world()
    await oauth.revoke(app, tokens.refresh_token)
    expect(await failureOf(oauth.refresh(app, tokens.refresh_token))).toMatchObject({
      code: 'connection_expired',
    })
    expect(await failureOf(adapter.catalogue(session, 'terms'))).toMatchObject({ reason: 'unauthorized' })
  })
})

describe('environments', () => {
  const running: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const each of running.splice(0)) await each.close()
  })

  it('never meet, though the library keeps its addresses in one place: two at once, over real sockets', async () => {
    const worlds = await Promise.all([connected(), connected()])
    const all = await Promise.all(
      worlds.map(async ({ sandbox, clock, tokens }) => {
        const server = await startServer({ handle: sandbox.handle, port: 0 })
        running.push(server)
        const adapter = createQboAdapter({ fetch, clock }, environmentsFrom({ sandboxUrl: server.url }))
        const app: OAuthApp = { ...worlds[0].app, environment: 'sandbox' }
        return { adapter, app, token: tokens.refresh_token, url: server.url }
      }),
    )
    const before = worlds.map(({ sandbox }) => sandbox.oauth.state.serial)
    await Promise.all(all.map(async ({ adapter, app, token }) => await adapter.oauth?.refresh(app, token)))
    expect(worlds.map(({ sandbox }, at) => sandbox.oauth.state.serial - (before[at] ?? 0))).toEqual([1, 1])
    expect(all.map(({ adapter, app, url }) => adapter.oauth?.authorizeUrl(app, 's').startsWith(url))).toEqual(
      [true, true],
    )
  })

  it('are those of the list alone', async () => {
    const { oauth, app } = await world()
    expect(() => oauth.authorizeUrl({ ...app, environment: 'https://elsewhere.test' }, 's')).toThrow(
      'no QuickBooks environment',
    )
    expect(oauth.authorizeUrl({ ...app, environment: 'production' }, 's')).toMatch(
      /^https:\/\/appcenter\.intuit\.com\/connect\/oauth2\?/,
    )
  })

  it('show a person where an object is', async () => {
    const { adapter } = await world()
    expect(adapter.deepLink('sandbox', REALM, 'invoice', '145')).toBe(`${ORIGIN}/desk/${REALM}/invoices/145`)
    expect(adapter.deepLink('sandbox', REALM, 'credit_memo', 'a/b')).toBe(
      `${ORIGIN}/desk/${REALM}/credit-memos/a%2Fb`,
    )
    expect(adapter.deepLink('production', REALM, 'invoice', '145')).toBe(
      `https://qbo.intuit.com/app/login?deeplinkcompanyid=${REALM}&pagereq=invoice%3FtxnId%3D145`,
    )
    expect(adapter.deepLink('intuit_sandbox', REALM, 'customer', '7')).toContain(
      'https://sandbox.qbo.intuit.com/',
    )
    expect(adapter.deepLink('production', REALM, 'constructor', '1')).toBeNull()
    expect(adapter.deepLink('elsewhere', REALM, 'invoice', '1')).toBeNull()
  })
})

/** All that an error carries, hidden properties and causes too. */
function everythingIn(error: Error): string {
  const seen = new Set<unknown>()
  const walk = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value)
    if (seen.has(value)) return ''
    seen.add(value)
    return Object.getOwnPropertyNames(value)
      .map((name) => walk(Reflect.get(value, name)))
      .join('\n')
  }
  return walk(error)
}
