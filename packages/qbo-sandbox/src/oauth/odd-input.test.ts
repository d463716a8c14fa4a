import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../wire/messages.ts'
import { authenticate } from './authenticate.ts'
import { handleOAuth } from './oauth.ts'
import { CALLBACK, SCOPE, app, basic, testWorld } from './testing/world.ts'

const PATHS = [
  '/connect/oauth2',
  '/oauth2/v1/tokens/bearer',
  '/v2/oauth2/tokens/revoke',
  '/op/v1/jwks',
  '/v1/openid_connect/userinfo',
  '/.well-known/openid_configuration',
  '/_sandbox/tokens',
]

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('%', '&', '=', '+', '\0', '\r', '\n', '"', '<', '\ud800', 'é', '{', ':'),
  }),
  fc.constantFrom('__proto__', 'constructor', 'null', '%', '%ff', '{"token":{}}', '{"token":null}'),
)

/** Half sense, half nonsense: so that it gets past the first check. */
const fields = fc.record(
  {
    client_id: fc.oneof(fc.constant(app.clientId), text),
    client_secret: fc.oneof(fc.constant(app.clientSecret), text),
    redirect_uri: fc.oneof(fc.constant(CALLBACK), text, fc.webUrl()),
    response_type: fc.oneof(fc.constant('code'), text),
    scope: fc.oneof(fc.constant(SCOPE), text),
    state: text,
    realmId: fc.oneof(fc.constant('9130'), text),
    decision: fc.oneof(fc.constant('connect'), text),
    grant_type: fc.oneof(fc.constantFrom('authorization_code', 'refresh_token'), text),
    code: text,
    refresh_token: text,
    token: text,
  },
  { requiredKeys: [] },
)
const formText = fields.map((each) => new URLSearchParams(each as Record<string, string>).toString())

const requests: fc.Arbitrary<WireRequest> = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST'), text),
  target: fc
    .tuple(fc.constantFrom(...PATHS), fc.oneof(formText, text))
    .map(([path, query]) => (query === '' ? path : `${path}?${query}`)),
  headers: fc.oneof(
    fc.constant({ authorization: basic(app) }),
    fc.record({ authorization: text, 'x-include-refresh-token-hard-expires-in': text }),
    fc.dictionary(text, text),
  ),
  body: fc.oneof(
    formText,
    text,
    fc.json(),
    fields.map((each) => JSON.stringify(each)),
  ),
  malformed: fc.boolean(),
})

describe('whatever is sent', () => {
  it('gets a well-formed answer', () => {
    const { world } = testWorld()
    const seen = new Set<number>()
    fc.assert(
      fc.property(requests, (request) => {
        const answer = handleOAuth(world, request)
        expect(answer).toBeDefined()
        if (answer === undefined) return
        seen.add(answer.status)
        expect([200, 302, 400, 401, 404, 405]).toContain(answer.status)
        // What the platform accepts can be sent.
        void new Response(answer.body === '' ? null : answer.body, answer)
        for (const value of Object.values(answer.headers)) expect(value).toMatch(/^[\x20-\x7e]*$/)
        if (answer.headers['content-type']?.includes('json') && answer.body !== '') JSON.parse(answer.body)
        if (answer.headers['location'] !== undefined)
          expect(['http:', 'https:']).toContain(new URL(answer.headers['location']).protocol)
      }),
      { numRuns: 10_000, seed: 4 },
    )
    // The generator reaches all of them; else the rule above would say little.
    expect([...seen].toSorted()).toEqual([200, 302, 400, 401, 404, 405])
  })

  it('opens no company as a bearer token', () => {
    const { world, connected } = testWorld()
    const { access_token } = connected()
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((each) => `Bearer ${each}`),
          text.map((each) => `Bearer ${access_token}${each}x`),
        ),
        (header) => {
          expect(authenticate(world, header)).toHaveProperty('refused')
        },
      ),
      { numRuns: 2000 },
    )
    expect(authenticate(world, `bearer ${access_token}`)).toHaveProperty('realmId')
  })

  it('leaves other paths to others', () => {
    const { world } = testWorld()
    for (const target of [
      '/',
      '',
      '/v3/company/1/query',
      '/connect/oauth2/',
      '/Connect/OAuth2',
      '?/op/v1/jwks',
    ])
      expect(handleOAuth(world, { method: 'GET', target, headers: {}, body: '' })).toBeUndefined()
  })
})
