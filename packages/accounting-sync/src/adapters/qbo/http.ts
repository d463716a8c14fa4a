import { TransportFailure, type Session } from '../../adapter.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { SyncHost } from '../../host.ts'
import { environmentNamed, type Environments } from './environments.ts'
import { faultIn, type Fault } from './faults.ts'
import { DEFAULT_PAUSE, PatienceOver, secondsIn, within } from './patience.ts'

/** What the adapter needs of the world. */
export interface Outside {
  fetch: SyncHost['fetch']
  clock: SyncHost['clock']
  environments: Environments
  /** How many objects an answer to a poll holds at most, where it is not a thousand. */
  changesCap?: number | undefined
}

export interface Question {
  method: 'GET' | 'POST'
  /** Below the company: `invoice`, `query`, `batch`. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: string
  /** Asks for a change: when nothing is heard, it may have been made all the same. */
  writes: boolean
}

/** The service answered, be it with a refusal. `trace` is the id under which its support finds the call. */
export type Answer = { trace: string | null } & ({ body: object } | { fault: Fault })

/**
 * One call. Throws `TransportFailure` when the service said nothing about what was asked: it was not
 * reached, would not let us in, asked for patience, or its answer got lost.
 */
export async function ask(outside: Outside, session: Session, question: Question): Promise<Answer> {
  session.signal.throwIfAborted()
  const token = await session.accessToken()
  const heard = await exchanged(outside, session, question, token)
  if (heard.status !== 401) return judged(heard, question)
  // A token can end before its time. Another one is tried once; who is refused then is not let in at all.
  const another = await session.accessToken(token)
  return judged(await exchanged(outside, session, question, another), question)
}

interface Heard {
  status: number
  /** Undefined when the answer broke off, or is not an object in JSON. */
  body: object | undefined
  trace: string | null
  retryAfterSeconds: number | null
}

/** The service gives up on anything after two minutes. Waiting longer than that for a write leaves fewer outcomes unknown. */
const PATIENCE_FOR_WRITES = 125_000
const PATIENCE_FOR_READS = 60_000

async function exchanged(
  { fetch, clock, environments }: Outside,
  session: Session,
  question: Question,
  token: string,
): Promise<Heard> {
  const patience = question.writes ? PATIENCE_FOR_WRITES : PATIENCE_FOR_READS
  const address = addressOf(environments, session, question)
  try {
    return await within(clock, patience, session.signal, async (signal) => {
      const response = await fetch(address, {
        method: question.method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(question.body === undefined ? {} : { body: question.body }),
        // The token must not follow wherever an answer points to.
        redirect: 'error',
        signal,
      })
      const { status, headers } = response
      const trace = headers.get('intuit_tid') ?? headers.get('intuit-tid')
      const retryAfterSeconds = secondsIn(headers.get('retry-after'), clock.now())
      return { status, body: await objectIn(response), trace, retryAfterSeconds }
    })
  } catch (error) {
    throw notHeard(error, question, session)
  }
}

function addressOf(environments: Environments, session: Session, { path, query }: Question): string {
  const { api } = environmentNamed(environments, session.environment)
  const parameters = new URLSearchParams({ ...query, minorversion: '75' })
  return `${api}/v3/company/${encodeURIComponent(session.realm)}/${path}?${parameters}`
}

/** An answer that breaks off is as good as one that cannot be read; giving up is not. */
async function objectIn(response: Response): Promise<object | undefined> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? body : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** The request never left: the connection was not made. Other failures can also befall one that stands. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

function notHeard(error: unknown, { writes }: Question, { signal }: Session): unknown {
  if (signal.aborted && !writes) return signal.reason
  const cause = error instanceof Error ? error.cause : undefined
  const reason = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  const why =
    error instanceof PatienceOver
      ? error.message
      : `The connection failed${reason === '' ? '' : ` (${reason})`}.`
  const code: ErrorCode = error instanceof PatienceOver ? 'timeout' : 'service_unavailable'
  const isUnknown = writes && !NEVER_LEFT.has(reason)
  return new TransportFailure(isUnknown ? 'unknown_outcome' : 'down', why, { code })
}

const NOT_LET_IN: ReadonlySet<ErrorCode> = new Set(['token_expired', 'not_authorized', 'app_not_authorized'])
/** Something broke inside; or a call with the same id is still being worked on. What became of it, nobody says. */
export const SAYS_NOTHING: ReadonlySet<ErrorCode> = new Set(['system_failure', 'duplicate_request_id'])
const CLOSED: ReadonlySet<ErrorCode> = new Set(['wrong_cluster', 'company_locked', 'maintenance'])

/** Tells what the service says of the question from what it says of the call. */
function judged({ status, body, trace, retryAfterSeconds }: Heard, { writes }: Question): Answer {
  const fault = faultIn(body)
  const detail = `QuickBooks answered ${status}${fault === undefined ? '' : `: ${fault.detail}`}`
  const failed = (reason: TransportFailure['reason'], code: ErrorCode) =>
    new TransportFailure(reason, detail, {
      trace,
      code,
      retryAfterSeconds: reason === 'throttled' ? (retryAfterSeconds ?? DEFAULT_PAUSE) : retryAfterSeconds,
    })
  const lost = writes ? 'unknown_outcome' : 'down'
  if (status === 429 || fault?.code === 'throttled') throw failed('throttled', 'throttled')
  if (status === 401 || status === 403 || (fault !== undefined && NOT_LET_IN.has(fault.code))) {
    throw failed('unauthorized', refusedAtTheDoor(fault))
  }
  // What stands before the service fails as well after the work as before it.
  if (status >= 500 || status === 408) throw failed(lost, codeOfBreakdown(fault))
  if (fault !== undefined && SAYS_NOTHING.has(fault.code)) throw failed(lost, fault.code)
  if (fault !== undefined && CLOSED.has(fault.code)) throw failed('down', fault.code)
  if (fault !== undefined) return { fault, trace }
  if (status >= 400) return { fault: { number: String(status), code: unsaid(status, body), detail }, trace }
  if (body === undefined) throw failed(lost, 'unreadable_answer')
  return { body, trace }
}

/** Refused by the service itself, whose reason broke off on its way: asked again it is told. */
const unsaid = (status: number, body: object | undefined): ErrorCode =>
  status === 400 && body === undefined ? 'unknown_error' : 'malformed_request'

/** A token that is refused though it is new: the consent is gone. */
function refusedAtTheDoor(fault: Fault | undefined): ErrorCode {
  if (fault === undefined || fault.code === 'unknown_error') return 'not_authorized'
  return fault.code === 'token_expired' ? 'connection_expired' : fault.code
}

const codeOfBreakdown = (fault: Fault | undefined): ErrorCode =>
  fault === undefined || fault.code === 'unknown_error' ? 'service_unavailable' : fault.code
