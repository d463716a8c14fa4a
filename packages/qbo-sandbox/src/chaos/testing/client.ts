import { trialBalance } from '../../company/ledger.ts'
import type { Json, JsonObject } from '../../json.ts'
import { createSandbox, type SandboxOptions } from '../../sandbox.ts'
import { standingClock } from '../clock.ts'

export const START = Date.parse('2026-11-21T20:00:00Z')
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const REALM = '9130'

export interface Answer {
  status: number
  body: JsonObject
  text: string
  headers: Headers
}

/** A company, an app that is connected to it, and a clock that moves by hand; late answers move it too. */
export async function connected(options: SandboxOptions = {}) {
  const clock = standingClock(START)
  const slept: number[] = []
  const sandbox = createSandbox({
    seed: 7,
    clock,
    throttle: 'off',
    logSize: 1000,
    companies: [{ realmId: REALM, name: 'Harbor Books' }],
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      clock.advance(milliseconds)
    },
    ...options,
  })
  const ask = async (target: string, init?: RequestInit): Promise<Answer> => {
    const response = await sandbox.fetch(`http://sandbox.test${target}`, init)
    const text = await response.text()
    return { status: response.status, text, headers: response.headers, body: parsed(text) }
  }
  const control = (method: string, path: string, body?: Json) =>
    ask(`/_sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  let token = ''
  const connect = async () => {
    const answer = await control('POST', 'tokens', { realmId: REALM })
    token = String(answer.body['access_token'])
    return String(answer.body['refresh_token'])
  }
  const refresh = (refreshToken: string) =>
    ask('/oauth2/v1/tokens/bearer', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sandbox.clientId}:${sandbox.clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    })
  const headers = () => ({ authorization: `Bearer ${token}`, accept: 'application/json' })
  const get = (path: string) => ask(`/v3/company/${REALM}/${path}`, { headers: headers() })
  const post = (path: string, body: Json) =>
    ask(`/v3/company/${REALM}/${path}`, { method: 'POST', headers: headers(), body: JSON.stringify(body) })
  const refreshToken = await connect()
  return { sandbox, clock, slept, ask, control, connect, refresh, refreshToken, get, post }
}

export type Client = Awaited<ReturnType<typeof connected>>

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject
  } catch {
    return {}
  }
}

export const faultIn = ({ body }: Answer): string | undefined => {
  const fault = (body['Fault'] ?? body['fault']) as JsonObject | undefined
  const [error] = (fault?.['Error'] ?? fault?.['error'] ?? []) as readonly JsonObject[]
  return error?.['code'] as string | undefined
}

export const customer = (name: string) => ({ DisplayName: name })

export const invoice = (amount: number, more: JsonObject = {}) => ({
  CustomerRef: { value: '1' },
  Line: [
    { Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } },
  ],
  ...more,
})

export const made = ({ body }: Answer, kind: string) =>
  body[kind] as JsonObject & { Id: string; SyncToken: string }

export const poll = (entities: string, since: number) =>
  `cdc?entities=${entities}&changedSince=${encodeURIComponent(new Date(since).toISOString())}`

/** Per group of a change poll its kind and ids. */
export function polled({ body }: Answer): Record<string, string[]> {
  const [response] = (body['CDCResponse'] ?? []) as readonly JsonObject[]
  const groups = (response?.['QueryResponse'] ?? []) as readonly JsonObject[]
  return Object.fromEntries(
    groups.flatMap((group) =>
      Object.entries(group)
        .filter(([, rows]) => Array.isArray(rows))
        .map(([kind, rows]) => [
          kind,
          (rows as unknown as readonly JsonObject[]).map((row) => String(row['Id'])),
        ]),
    ),
  )
}

/** Debit less credit over all accounts: zero, whatever happened. */
export function imbalance(client: Client): number {
  const rows = trialBalance(client.sandbox.company(REALM).ledger)
  return rows.reduce((sum, { debit, credit }) => sum + debit - credit, 0)
}
