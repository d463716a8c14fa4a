import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Actor, Authenticated } from '@tieout/platform'
import { testIds } from '@tieout/platform/testing'
import { pageRequest } from './page-request.ts'

const someone = (audience: 'msp' | 'portal'): Actor => ({
  kind: 'user',
  audience,
  tenant: 't',
  userId: 'u',
  displayName: 'Ada',
  email: 'ada@example.com',
  locale: 'fr',
  roleIds: [],
  permissions: new Set(),
  clientId: null,
  sessionId: 's',
})

async function visit(path: string, actor: Actor | null, headers: Record<string, string> = {}) {
  const incoming = new IncomingMessage(new Socket())
  incoming.url = path
  incoming.headers = headers
  const outgoing = new ServerResponse(incoming)
  const session: Authenticated | null = actor && { actor, csrfToken: 'x' }
  const goesOn = await pageRequest(
    { authenticator: { authenticate: async () => session }, ids: testIds() },
    incoming,
    outgoing,
  )
  return {
    goesOn,
    location: outgoing.getHeader('location'),
    headers: incoming.headers,
    policy: outgoing.getHeader('content-security-policy'),
  }
}

describe('a page request', () => {
  it.each([
    ['/clients?search=a', null, '/sign-in?next=%2Fclients%3Fsearch%3Da'],
    ['/', null, '/sign-in'],
    ['/portal/profile', null, '/portal/sign-in?next=%2Fportal%2Fprofile'],
    ['/clients', someone('portal'), '/sign-in?next=%2Fclients'],
    ['/', someone('portal'), '/portal'],
    ['/portal', someone('msp'), '/portal/sign-in'],
    ['/operator', someone('msp'), '/operator/sign-in'],
    ['/sign-in', someone('msp'), '/'],
  ])('for %s is sent on by who asks', async (path, actor, location) => {
    expect(await visit(path, actor)).toMatchObject({ goesOn: false, location })
  })

  it('goes on with the person’s language and a policy of its own', async () => {
    const first = await visit('/clients', someone('msp'))
    expect(first).toMatchObject({ goesOn: true, headers: { 'x-tieout-locale': 'fr' } })
    expect(first.headers['content-security-policy']).toBe(first.policy)
    expect(first.policy).toContain("script-src 'self' 'nonce-")
  })

  it('believes no browser about who it is', async () => {
    const { headers } = await visit('/sign-in', null, { 'x-tieout-locale': 'de' })
    expect(headers['x-tieout-locale']).toBeUndefined()
  })
})
