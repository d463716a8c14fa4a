import { describe, expect, it } from 'vitest'
import { strangerIn } from './guard.ts'

const asked = (method: string, headers: Record<string, string>) =>
  strangerIn({ method, target: '/desk', headers, body: '' }, 'http://books.test:9400') === undefined

describe('who may use the desk', () => {
  it.each([
    '127.0.0.1:9400',
    'localhost:9400',
    '[::1]:9400',
    'sandbox:9400',
    'qbo.localhost',
    'books.test:9400',
  ])('whoever opens it as %s', (host) => expect(asked('GET', { host })).toBe(true))

  it.each(['evil.example:9400', 'evil.example', '', '127.0.0.1.evil.example:9400'])(
    'not whoever was led here by the name %j',
    (host) => expect(asked('GET', { host })).toBe(false),
  )

  it('its own forms', () => {
    const host = 'localhost:9400'
    expect(asked('POST', { host, origin: 'http://localhost:9400', 'sec-fetch-site': 'same-origin' })).toBe(
      true,
    )
    expect(asked('POST', { host, origin: 'http://localhost:9400' })).toBe(true)
    expect(asked('POST', { host, 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['who knows where', {}],
    [
      'a site that lies about one of the two',
      { origin: 'http://localhost:9400', 'sec-fetch-site': 'cross-site' },
    ],
  ])('no form from %s', (_, headers) => {
    expect(asked('POST', { host: 'localhost:9400', ...headers })).toBe(false)
  })
})
