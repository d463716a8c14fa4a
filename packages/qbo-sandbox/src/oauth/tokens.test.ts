import { describe, expect, it } from 'vitest'
import { authenticate } from './authenticate.ts'
import { expireAccessTokens, revokeRealm } from './grants.ts'
import { restoredOAuth, snapshotOfOAuth } from './state.ts'
import { CALLBACK, SECOND, app, basic, bodyOf, other, testWorld } from './testing/world.ts'
import { issueTokens } from './token-endpoint.ts'

type World = ReturnType<typeof testWorld>
const who = ({ world }: World, token: string) => authenticate(world, `Bearer ${token}`)
const denied = (answer: { status: number; body: string }) => [answer.status, answer.body]
const DEAD = [400, '{"error":"invalid_grant","error_description":"Token invalid"}']

describe('the exchange of a code', () => {
  it('answers the members Intuit answers, in their order and form', () => {
    const { exchange, codeFor } = testWorld()
    const answer = exchange(codeFor())
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'no-cache, no-store',
      intuit_tid: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    })
    const body = bodyOf(answer)
    expect(Object.keys(body)).toEqual([
      'token_type',
      'access_token',
      'refresh_token',
      'expires_in',
      'x_refresh_token_expires_in',
    ])
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    })
    expect(body.access_token).toMatch(/^eyJ\w+\.\.[\w-]{22}\.[\w-]+\.[\w-]{22}$/)
    expect(body.access_token.length).toBeLessThan(4096)
    expect(body.refresh_token).toMatch(/^RT1-\d+-H0-\d{10}[a-z0-9]{20}$/)
  })

  it('opens the company that was chosen, for the app that asked', () => {
    const w = testWorld()
    const { access_token } = w.connected({ realmId: '9131' })
    expect(who(w, access_token)).toMatchObject({ realmId: '9131', appId: app.clientId })
  })

  it('works once: a second time ends what the first one gave', () => {
    const w = testWorld()
    const code = w.codeFor()
    const { access_token, refresh_token } = bodyOf(w.exchange(code))
    expect(denied(w.exchange(code))).toEqual([400, '{"error":"invalid_grant"}'])
    expect(who(w, access_token)).toEqual({ refused: expect.stringMatching(/^Token revoked: eyJ/) })
    expect(denied(w.refresh(refresh_token))).toEqual(DEAD)
  })

  it('works for ten minutes', () => {
    const w = testWorld()
    const [late, timely] = [w.codeFor(), w.codeFor()]
    w.time.now += 10 * 60 * SECOND - 1
    expect(w.exchange(timely).status).toBe(200)
    w.time.now += 1
    expect(denied(w.exchange(late))).toEqual([400, '{"error":"invalid_grant"}'])
  })

  it('works for the address and the app the code was given to, and is not used up by others', () => {
    const w = testWorld()
    const code = w.codeFor()
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
    expect(w.tokens({ ...form, redirect_uri: `${CALLBACK}/` }).status).toBe(400)
    expect(w.tokens(form, { authorization: basic(other) }).status).toBe(400)
    expect(w.tokens(form).status).toBe(200)
  })

  it('tells when consent ends for good, to those who ask for it', () => {
    const { exchange, codeFor } = testWorld()
    const asking = { 'x-include-refresh-token-hard-expires-in': 'true' }
    expect(bodyOf(exchange(codeFor(), asking)).x_refresh_token_hard_expires_in).toBe(157_680_000)
    expect(bodyOf(exchange(codeFor()))).not.toHaveProperty('x_refresh_token_hard_expires_in')
  })
})

describe('a client', () => {
  it.each([
    ['no credentials', {}],
    ['a wrong secret', { authorization: `Basic ${btoa('AB-client:wrong')}` }],
    ['what is no base64', { authorization: 'Basic %%%' }],
    ['no colon', { authorization: `Basic ${btoa('AB-client')}` }],
    ['a bearer token', { authorization: 'Bearer x' }],
  ])('is refused with %s, in the recorded words', (_what, headers) => {
    const { ask } = testWorld()
    for (const target of ['/oauth2/v1/tokens/bearer', '/v2/oauth2/tokens/revoke']) {
      const answer = ask({
        method: 'POST',
        target,
        headers,
        body: 'grant_type=refresh_token&refresh_token=x',
      })
      expect(denied(answer)).toEqual([401, '{"error":"invalid_client"}'])
      expect(answer.headers['www-authenticate']).toBe('Basic realm="Intuit"')
    }
  })

  it('may send its credentials in the form, as the discovery document says', () => {
    const { ask, codeFor } = testWorld()
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: codeFor(),
      redirect_uri: CALLBACK,
      client_id: app.clientId,
      client_secret: app.clientSecret,
    }).toString()
    expect(ask({ method: 'POST', target: '/oauth2/v1/tokens/bearer', body }).status).toBe(200)
  })

  it.each<[Record<string, string>, string]>([
    [{}, 'invalid_request'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'authorization_code', code: 'x' }, 'invalid_request'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('hears what is wrong with %j', (form, error) => {
    expect(denied(testWorld().tokens(form))).toEqual([400, JSON.stringify({ error })])
  })
})

describe('revocation', () => {
  it.each([
    ['the access token, in JSON', 'access_token', (token: string) => JSON.stringify({ token })],
    ['the refresh token, in JSON', 'refresh_token', (token: string) => JSON.stringify({ token })],
    ['the refresh token, in a form', 'refresh_token', (token: string) => `token=${token}`],
  ] as const)('ends both tokens: %s', (_what, which, bodyWith) => {
    const w = testWorld()
    const mine = w.connected()
    const separate = w.connected()
    const revoke = (client = app) =>
      w.ask({
        method: 'POST',
        target: '/v2/oauth2/tokens/revoke',
        headers: { authorization: basic(client) },
        body: bodyWith(mine[which]),
      })
    expect(denied(revoke(other)), 'not by another app').toEqual([400, ''])
    expect(denied(revoke())).toEqual([200, ''])
    expect(who(w, mine.access_token)).toHaveProperty('refused')
    expect(w.refresh(mine.refresh_token).status).toBe(400)
    expect(who(w, separate.access_token), 'another grant lives').toHaveProperty('realmId')
    expect(denied(revoke()), 'there is nothing left to revoke').toEqual([400, ''])
  })

  it('of a company ends every connection to it, and to no other', () => {
    const w = testWorld()
    const [one, two] = [w.connected({ realmId: '9130' }), w.connected({ realmId: '9131' })]
    revokeRealm(w.world.state, '9130')
    expect(w.refresh(one.refresh_token).status).toBe(400)
    expect(w.refresh(two.refresh_token).status).toBe(200)
  })
})

describe('the control of tests', () => {
  it('expires the access tokens of a company, and a refresh helps', () => {
    const w = testWorld()
    const one = w.connected({ realmId: '9130' })
    const two = w.connected({ realmId: '9131' })
    expireAccessTokens(w.world, '9130')
    expect(who(w, one.access_token)).toEqual({ refused: expect.stringMatching(/^Token expired: /) })
    expect(who(w, two.access_token)).toHaveProperty('realmId')
    expect(who(w, bodyOf(w.refresh(one.refresh_token)).access_token)).toHaveProperty('realmId')
  })

  it('gives tokens without a browser', () => {
    const w = testWorld()
    const post = (body: string) => w.ask({ method: 'POST', target: '/_sandbox/tokens', body })
    const answer = post('{"realmId":"9131"}')
    expect(answer.status).toBe(200)
    expect(who(w, bodyOf(answer).access_token)).toMatchObject({ realmId: '9131', appId: app.clientId })
    expect(w.refresh(bodyOf(answer).refresh_token).status).toBe(200)
    expect(post('{"realmId":"1"}').status).toBe(404)
    for (const body of ['', 'x', 'null', '[]', '{}', '{"realmId":9131}']) expect(post(body).status).toBe(400)
    expect(issueTokens(w.world, '1')).toBeUndefined()
  })
})

describe('authentication', () => {
  it.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer short', 'Basic eyJ', `Bearer ${'x'.repeat(5000)}`])(
    'calls %j malformed',
    (header) => {
      expect(authenticate(testWorld().world, header)).toEqual({
        refused: 'Malformed bearer token: too short or too long',
      })
    },
  )

  it('knows nothing of a token that was never given', () => {
    expect(authenticate(testWorld().world, `Bearer ${'x'.repeat(100)}`)).toEqual({
      refused: `Token expired: ${'x'.repeat(80)}`,
    })
  })
})

describe('the state', () => {
  it('goes through JSON and back with every token working', () => {
    const w = testWorld({ rotation: 'grace' })
    const code = w.codeFor()
    const { access_token, refresh_token } = w.connected()
    const text = JSON.stringify(snapshotOfOAuth(w.world.state))
    w.world.state = restoredOAuth(JSON.parse(text))
    expect(JSON.stringify(snapshotOfOAuth(w.world.state))).toBe(text)
    expect(who(w, access_token)).toMatchObject({ realmId: '9130' })
    expect(w.refresh(refresh_token).status).toBe(200)
    expect(w.exchange(code).status).toBe(200)
  })

  it('makes no secret twice, though chance begins anew after a restart', () => {
    const w = testWorld()
    const before = { ...w.connected(), code: w.codeFor() }
    const again = testWorld()
    again.world.state = restoredOAuth(JSON.parse(JSON.stringify(snapshotOfOAuth(w.world.state))))
    const after = { ...again.connected(), code: again.codeFor() }
    expect(after.code).not.toBe(before.code)
    expect(after.access_token).not.toBe(before.access_token)
    expect(after.refresh_token).not.toBe(before.refresh_token)
  })
})
