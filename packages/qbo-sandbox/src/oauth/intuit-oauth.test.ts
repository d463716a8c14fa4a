import OAuthClient from 'intuit-oauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from '../http/server.ts'
import { systemClock } from '../ports.ts'
import type { WireRequest } from '../wire/messages.ts'
import { handleOAuth } from './oauth.ts'
import { CALLBACK, SCOPE, app, testWorld } from './testing/world.ts'

const { world } = testWorld({ rotation: 'at-once' })
world.clock = systemClock

let server: RunningServer
beforeAll(async () => {
  const nowhere = { status: 404, headers: {}, body: '' }
  server = await startServer({
    handle: (request: WireRequest) => handleOAuth(world, request) ?? nowhere,
    port: 0,
  })
  world.origin = server.url
  const discovered = await fetch(`${server.url}/.well-known/openid_sandbox_configuration`)
  const endpoints = await discovered.json()
  OAuthClient.authorizeEndpoint = endpoints.authorization_endpoint
  OAuthClient.tokenEndpoint = endpoints.token_endpoint
  OAuthClient.revokeEndpoint = endpoints.revocation_endpoint
  OAuthClient.userinfo_endpoint_sandbox = endpoints.userinfo_endpoint
  OAuthClient.jwks_uri = endpoints.jwks_uri
})
afterAll(async () => await server.close())

const newClient = (clientSecret = app.clientSecret) =>
  new OAuthClient({
    clientId: app.clientId,
    clientSecret,
    environment: 'sandbox',
    redirectUri: CALLBACK,
    includeRefreshTokenHardExpiresIn: true,
  })

/** What a person does: opens the page, sends its form as it came with one company chosen. */
async function consented(address: string): Promise<string> {
  const page = await (await fetch(address)).text()
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']) => [name, unescaped(value)],
  )
  const answer = await fetch(`${server.url}/connect/oauth2`, {
    method: 'POST',
    body: new URLSearchParams([...fields, ['realmId', '9131'], ['decision', 'connect']]),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

describe('intuit-oauth, as Intuit publishes it', () => {
  it('authorizes, exchanges, verifies who it was, refreshes and revokes', async () => {
    const client = newClient()
    const address = client.authorizeUri({
      scope: [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId, OAuthClient.scopes.Email],
      state: 'a "state" & more',
    })
    const back = await consented(address)
    expect(back.startsWith(`${CALLBACK}?`)).toBe(true)
    expect(new URL(back).searchParams.get('state')).toBe('a "state" & more')

    const created = (await client.createToken(back)).getJson()
    expect(created).toMatchObject({ token_type: 'bearer', expires_in: 3600 })
    expect(client.getToken()).toMatchObject({ realmId: '9131' })
    expect(client.getToken().x_refresh_token_hard_expires_in).toBeGreaterThan(157_000_000)
    expect(client.isAccessTokenValid()).toBe(true)
    expect(await client.validateIdToken()).toBe(true)
    expect((await client.getUserInfo()).getJson()).toMatchObject({ emailVerified: true })

    const first = client.getToken().refresh_token
    const refreshed = await client.refresh()
    expect(refreshed.intuit_tid).toMatch(/^1-/)
    expect(client.getToken().refresh_token).not.toBe(first)
    await expect(client.refreshUsingToken(String(first))).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: 'Incorrect or invalid refresh token',
    })

    const live = String(client.getToken().refresh_token)
    await client.revoke()
    await expect(client.refreshUsingToken(live)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('hears that its secret is wrong', async () => {
    const client = newClient('wrong')
    const address = client.authorizeUri({ scope: SCOPE, state: 'x' })
    await expect(client.createToken(await consented(address))).rejects.toMatchObject({
      error: 'invalid_client',
    })
  })
})
