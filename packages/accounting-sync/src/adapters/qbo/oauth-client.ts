import OAuthClient from 'intuit-oauth'
import type { OAuthApp } from '../../adapter.ts'
import type { Outside } from './http.ts'
import { PatienceOver, secondsIn, within } from './patience.ts'

/** What came back to the last question, as far as anything did. */
export interface Heard {
  status: number | null
  body: unknown
  trace: string | null
  retryAfterSeconds: number | null
  /** Nothing came, for so long that nobody waits any more. */
  cameTooLate: boolean
}

const PATIENCE = 30_000

/**
 * Intuit's client with our own line: it writes the questions and reads the answers, but what travels goes
 * through the one door that everything takes here. So it has a limit in time, follows no redirect, and a
 * lost answer is not asked for again behind our back: a refresh token may have changed by then.
 */
export function clientFor(outside: Outside, app: OAuthApp): { client: OAuthClient; heard: Heard } {
  const heard: Heard = {
    status: null,
    body: undefined,
    trace: null,
    retryAfterSeconds: null,
    cameTooLate: false,
  }
  const client = new OAuthClient({
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: app.redirectUri,
    environment: app.environment === 'production' ? 'production' : 'sandbox',
    includeRefreshTokenHardExpiresIn: true,
    logging: false,
  })
  client.loadResponse = async (question: LibraryQuestion) => {
    const answer = await within(outside.clock, PATIENCE, null, (signal) =>
      carry(outside, question, signal),
    ).catch((error: unknown) => {
      heard.cameTooLate = error instanceof PatienceOver
      throw error
    })
    const { headers, status, data } = answer
    heard.status = status
    heard.body = data
    heard.trace = headers['intuit_tid'] ?? headers['intuit-tid'] ?? null
    heard.retryAfterSeconds = secondsIn(headers['retry-after'] ?? null, outside.clock.now())
    return answer
  }
  return { client, heard }
}

/** As the library hands it to axios. */
interface LibraryQuestion {
  url: string
  method: string
  headers: Record<string, string>
  data: Record<string, string>
}

interface LibraryAnswer {
  status: number
  statusText: string
  headers: Record<string, string>
  data: unknown
}

async function carry(
  outside: Outside,
  question: LibraryQuestion,
  signal: AbortSignal,
): Promise<LibraryAnswer> {
  const isForm = question.headers['Content-Type']?.startsWith('application/x-www-form-urlencoded') === true
  const response = await outside.fetch(question.url, {
    method: question.method,
    headers: question.headers,
    body: isForm ? new URLSearchParams(question.data).toString() : JSON.stringify(question.data),
    redirect: 'error',
    signal,
  })
  const text = await response.text()
  return {
    status: response.status,
    statusText: response.statusText,
    headers: Object.fromEntries(response.headers),
    data: jsonIn(text),
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
