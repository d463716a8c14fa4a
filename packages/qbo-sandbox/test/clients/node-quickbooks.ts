import QuickBooks from 'node-quickbooks'
import type { Sandbox } from '../../src/index.ts'
import { REALM } from './service.ts'

/** The library's own types leave its answers open, and so do we. */
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = any
type Callback = (error: unknown, answer: Answer) => void
export type Client = Record<string, (...given: unknown[]) => unknown> & {
  token: string
  refreshToken: string
}

interface Library {
  V3_ENDPOINT_BASE_URL: string
  TOKEN_URL: string
  REVOKE_URL: string
  new (...settings: unknown[]): Client
}
const library = QuickBooks as unknown as Library

/** The library takes its addresses from settable properties. */
export function pointAt(url: string): void {
  library.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`
  library.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`
  library.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`
}

export function newClient({ clientId, clientSecret }: Sandbox, token: string, refreshToken = ''): Client {
  return new library(clientId, clientSecret, token, false, REALM, true, false, 75, '2.0', refreshToken)
}

/** Calls a method of the client, which answers by a callback or, for queries, by that too. */
export function callsOf(client: () => Client) {
  return async (method: string, ...given: unknown[]): Promise<Answer> =>
    await new Promise((resolve, reject) => {
      const done: Callback = (error, answer) => {
        if (error === null || error === undefined) resolve(answer)
        else reject(error as Error)
      }
      client()[method]?.(...given, done)
    })
}

/** What was wrong, out of the error that the library passes on. */
export async function faultOf(
  call: Promise<unknown>,
): Promise<{ status: number; code: string; detail: string }> {
  try {
    await call
  } catch (error) {
    const { status, data } = (error as { response: { status: number; data: Answer } }).response
    const [first] = data.Fault?.Error ?? data.fault.error
    return { status, code: first.code, detail: first.Detail ?? first.detail }
  }
  throw new Error('The call was not refused.')
}
