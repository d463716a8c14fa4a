import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { restoredOAuth, snapshotOfOAuth } from './state.ts'
import { SCOPE, app, basic, bodyOf, testWorld } from './testing/world.ts'

const OPEN = { scope: `openid profile email ${SCOPE}` }

function verified(world: ReturnType<typeof testWorld>, token: string): { kid: string; claims: object } {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { keys } = JSON.parse(world.ask({ target: '/op/v1/jwks' }).body)
  expect(keys).toHaveLength(1)
  expect(keys[0]).toMatchObject({ kid, kty: 'RSA', alg: 'RS256', use: 'sig' })
  expect(Object.keys(keys[0]), 'only the public half').toEqual(['kty', 'e', 'use', 'kid', 'alg', 'n'])
  const key = createPublicKey({ key: keys[0], format: 'jwk' })
  const good = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  )
  expect(good).toBe(true)
  return { kid, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) }
}

describe('OpenID', () => {
  it('signs who consented, so that the key set verifies it', () => {
    const world = testWorld()
    const { id_token } = world.connected(OPEN)
    const now = world.time.now / 1000
    expect(verified(world, id_token ?? '').claims).toMatchObject({
      aud: [app.clientId],
      iss: 'https://oauth.platform.intuit.com/op/v1',
      realmid: '9130',
      iat: now,
      exp: now + 3600,
    })
  })

  it('gives no id token, and makes no key, without the scope openid', () => {
    const { connected, world } = testWorld()
    expect(connected()).not.toHaveProperty('id_token')
    expect(world.state.signingKey).toBeUndefined()
  })

  it('keeps its key with the state', () => {
    const world = testWorld()
    const { id_token } = world.connected(OPEN)
    const { kid } = verified(world, id_token ?? '')
    world.world.state = restoredOAuth(JSON.parse(JSON.stringify(snapshotOfOAuth(world.world.state))))
    expect(verified(world, id_token ?? '').kid).toBe(kid)
  })

  it('tells as much of the person as the scopes allow', () => {
    const { connected, ask } = testWorld()
    const info = (scope: string) =>
      ask({
        target: '/v1/openid_connect/userinfo',
        headers: { authorization: `Bearer ${connected({ scope }).access_token}` },
      })
    expect(Object.keys(JSON.parse(info(OPEN.scope).body))).toEqual([
      'sub',
      'email',
      'emailVerified',
      'givenName',
      'familyName',
    ])
    expect(Object.keys(JSON.parse(info(`openid ${SCOPE}`).body))).toEqual(['sub'])
    expect(info(SCOPE).status).toBe(401)
  })
})

describe('discovery', () => {
  it('names endpoints that are all on this origin and all answer', () => {
    const { ask, world } = testWorld()
    const documents = ['openid_configuration', 'openid_sandbox_configuration'].map((name) =>
      JSON.parse(ask({ target: `/.well-known/${name}` }).body),
    )
    expect(documents[0]).toEqual(documents[1])
    const endpoints = Object.entries(documents[0]).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(endpoints).toHaveLength(5)
    for (const [, address] of endpoints) {
      expect(String(address).startsWith(`${world.origin}/`)).toBe(true)
      expect([200, 400, 401, 405]).toContain(ask({ target: new URL(String(address)).pathname }).status)
    }
  })

  it.each([
    ['/oauth2/v1/tokens/bearer', 'GET', 'POST'],
    ['/v2/oauth2/tokens/revoke', 'GET', 'POST'],
    ['/_sandbox/tokens', 'GET', 'POST'],
    ['/op/v1/jwks', 'POST', 'GET'],
    ['/v1/openid_connect/userinfo', 'POST', 'GET'],
    ['/.well-known/openid_configuration', 'POST', 'GET'],
    ['/connect/oauth2', 'DELETE', 'GET, POST'],
  ])('%s is not for %s', (target, method, allow) => {
    const answer = testWorld().ask({ method, target, headers: { authorization: basic(app) } })
    expect(answer.status).toBe(405)
    expect(answer.headers['allow']).toBe(allow)
    expect(() => bodyOf(answer)).not.toThrow()
  })
})
