import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import { COMPANY, createAccountingHost, type AccountingHost } from './testing/accounting-host.ts'
import { agree } from './testing/agree.ts'
import { customersCalled } from './testing/over-there.ts'

/** What a tenant has registered at Intuit itself. */
const OWN = { clientId: 'harbor-app', clientSecret: 'harbor-app-secret' }
const PLACE = '/accounting/apps/sandbox'

let world: AccountingHost
let bill: Person
/** Everything that was answered, to look through for secrets. */
const answers: unknown[] = []
beforeAll(async () => {
  world = await createAccountingHost()
  bill = world.bill
  world.sandbox.addApp({ ...OWN, name: 'Harbor’s own app' })
  // Whoever asks as the platform's app from here on is not known any more.
  const { state } = world.sandbox.oauth
  state.apps = state.apps.filter((each) => each.clientId === OWN.clientId)
})
afterAll(() => world.close())

const asked = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
  const answer = await bill.ask(method, path).send(body)
  expect(answer.status, answer.text).toBe(200)
  answers.push(answer.body)
  return answer.body
}
const begin = async (): Promise<string> => {
  const choice = { environment: 'sandbox', app: 'own', returnTo: '/' }
  return (await asked('POST', '/accounting/consents', choice)).authorizeUrl
}
const grants = () =>
  [...world.sandbox.oauth.state.grants.values()].map(({ clientId, revoked }) => ({ clientId, revoked }))

it('is asked for consent as itself, exchanges, renews and revokes by its own secret, which nobody is ever told', async () => {
  await asked('PUT', PLACE, OWN)
  const authorizeUrl = await begin()
  expect(new URL(authorizeUrl).searchParams.get('client_id')).toBe(OWN.clientId)
  const callbackUrl = await agree(world.sandbox.fetch, authorizeUrl, COMPANY.realmId)
  const { kind, connectionId } = await asked('POST', '/accounting/consents/finish', { callbackUrl })
  expect(kind).toBe('connected')
  expect(grants()).toEqual([{ clientId: OWN.clientId, revoked: false }])

  const { state } = world.sandbox.oauth
  const before = new Set(state.accessTokens.keys())
  for (const token of state.accessTokens.values()) token.expiresAt = Date.now() - 1
  const [client] = (await asked('GET', '/clients?limit=1')).items
  const place = `/accounting/connections/${connectionId}`
  const made = await asked('POST', `${place}/customers`, { clientId: client.clientId })
  expect(made.kind).toBe('created')
  const [company] = (await asked('GET', '/accounting/connections')).items
  expect(company).toMatchObject({ status: 'connected', app: 'own' })
  expect(
    customersCalled(world, { realm: COMPANY.realmId }, client.displayName),
    'made with a token that was renewed',
  ).toHaveLength(1)
  expect([...state.accessTokens.keys()].filter((each) => !before.has(each)).length).toBeGreaterThan(0)

  await asked('POST', `${place}/disconnect`)
  await vi.waitFor(() => expect(grants()).toEqual([{ clientId: OWN.clientId, revoked: true }]))

  const { owner } = world.test.db
  const code = new URL(callbackUrl).searchParams.get('code') ?? ''
  const secrets = [
    OWN.clientSecret,
    code,
    ...before,
    ...state.accessTokens.keys(),
    ...state.refreshTokens.keys(),
  ]
  expect(secrets.length).toBeGreaterThan(4)
  const seen = JSON.stringify([
    answers,
    await asked('GET', PLACE),
    world.test.lines,
    await owner('audit_events').where({ tenant: HARBOR.tenant }),
    await owner('accounting_connections'),
    await owner('accounting_consents'),
    await owner('inbox_tasks'),
    await owner('secrets'),
  ])
  expect(seen).toContain(OWN.clientId)
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
})

it('without it, no consent is asked for in its name: the platform’s app does not stand in', async () => {
  await asked('POST', `${PLACE}/remove`)
  const choice = { environment: 'sandbox', app: 'own', returnTo: '/' }
  const answer = await bill.ask('POST', '/accounting/consents').send(choice)
  expect(answer.body).toMatchObject({ status: 409, code: 'accounting-no-own-app' })
})
