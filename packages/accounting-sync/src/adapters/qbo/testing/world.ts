import { createSandbox, type Call, type Interference, type SandboxOptions } from '@tieout/qbo-sandbox'
import { TransportFailure, type OAuthApp, type Session } from '../../../adapter.ts'
import { createQboAdapter } from '../adapter.ts'
import { environmentsFrom } from '../environments.ts'
import { movableClock } from './clock.ts'

export const REALM = '9130'
export const ORIGIN = 'http://sandbox.test'

type Company = NonNullable<SandboxOptions['companies']>[number] & {
  multiCurrency?: boolean
  automatedSalesTax?: boolean
}

/** A QuickBooks company, the adapter, and a session with it whose tokens are refreshed as in reality. */
export async function connected(company: Partial<Company> = {}) {
  const clock = movableClock(Date.parse('2026-11-21T20:00:00Z'))
  const opened: Company = { realmId: REALM, name: 'Harbor Books', ...company }
  const sandbox = createSandbox({
    seed: 7,
    clock: { now: () => clock.now().getTime() },
    throttle: 'off',
    logSize: 1000,
    companies: [opened],
    origin: ORIGIN,
    sleep: async (milliseconds) => await clock.sleep(milliseconds),
  })
  const adapter = createQboAdapter({ fetch: sandbox.fetch, clock }, environmentsFrom({ sandboxUrl: ORIGIN }))
  const app: OAuthApp = {
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    redirectUri: 'https://tieout.test/callback',
    environment: 'sandbox',
  }
  const tokens = await tokensFor(sandbox.fetch)
  const asked = { refreshes: 0 }
  const leaving = new AbortController()
  const session: Session = {
    realm: REALM,
    environment: 'sandbox',
    signal: leaving.signal,
    async accessToken(refused) {
      if (refused !== undefined && refused === tokens.access_token) {
        asked.refreshes += 1
        const fresh = await adapter.oauth?.refresh(app, tokens.refresh_token)
        tokens.access_token = fresh?.accessToken ?? ''
        tokens.refresh_token = fresh?.refreshToken ?? ''
      }
      return tokens.access_token
    },
  }
  return {
    sandbox,
    adapter,
    session,
    clock,
    app,
    tokens,
    asked,
    leaving,
    company: () => sandbox.company(REALM),
  }
}

export type World = Awaited<ReturnType<typeof connected>>

async function tokensFor(fetch: typeof globalThis.fetch) {
  const answer = await fetch(`${ORIGIN}/_sandbox/tokens`, {
    method: 'POST',
    body: JSON.stringify({ realmId: REALM }),
  })
  return (await answer.json()) as { access_token: string; refresh_token: string }
}

/** Lets the next call of that sort go wrong in that way; all others go as they should. */
export function once({ sandbox }: World, what: string, wrong: (call: Call) => Interference): void {
  const before = sandbox.interfere
  sandbox.interfere = (call) => {
    if (!call.what.startsWith(what)) return before(call)
    sandbox.interfere = before
    return wrong(call)
  }
}

/** The failure of work that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<TransportFailure> {
  const error: unknown = await work.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  )
  if (error instanceof TransportFailure) return error
  throw error
}

/** Settings as a bookkeeper changes them in the company's own pages. */
export async function changeSettings(world: World, settings: Record<string, unknown>): Promise<void> {
  const { sandbox, tokens } = world
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
  const address = `${ORIGIN}/v3/company/${REALM}/preferences`
  const { Preferences } = await (await sandbox.fetch(address, { headers })).json()
  const { Id, SyncToken } = Preferences as { Id: string; SyncToken: string }
  const body = JSON.stringify({ Id, SyncToken, sparse: true, ...settings })
  const answer = await sandbox.fetch(address, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
}
