import { faults } from '../fault.ts'
import type { Random } from '../ports.ts'
import { refusal } from '../wire/envelopes.ts'
import type { WireResponse } from '../wire/messages.ts'
import { traceOf } from '../wire/trace.ts'
import { between, oneOf } from './dice.ts'
import { isApi, isPoll, numberOf, wordOf, type FaultKind, type Strike } from './fault-kind.ts'

const always = () => true

/** Never got there, or no answer was ever written. */
const nothing = (): WireResponse => ({ status: 0, headers: {}, body: '', fate: { kind: 'lost' } })

const REASONS: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** An answer of whatever stands before the service, in HTML or in the JSON of the gateway. */
export function breakdown(strike: Strike): WireResponse {
  const status = numberOf(strike, 'status', () => oneOf(strike.random, [500, 502, 503, 504]))
  const form = wordOf(strike, 'body', () => oneOf(strike.random, ['html', 'json']))
  const reason = REASONS[status] ?? 'Error'
  if (form === 'html') return page(status, `${status} ${reason}`)
  const error = {
    message: `message=${reason}; errorCode=010000; statusCode=${status}`,
    detail: `An application error has occurred while processing your request`,
    code: '10000',
    element: null,
  }
  const body = { fault: { error: [error], type: 'SystemFault' }, requestId: null, time: strike.now }
  return {
    status,
    headers: { 'content-type': 'application/json', ...traced(strike) },
    body: JSON.stringify(body),
  }
}

export const page = (status: number, title: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/html', server: 'nginx' },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
})

function traced({ now, random }: Strike): Record<string, string> {
  const { tid } = traceOf(now, random)
  return { 'intuit-tid': tid, server: 'envoy' }
}

export const BREAKDOWN_PARAMS = {
  status: { least: 500, most: 599 },
  body: { words: ['html', 'json'] },
} as const

/** Answers in the place of the service's own: nothing is done. */
export const insteadFaults = {
  'lost-before': {
    model: 'F1',
    says: 'the request never arrives; nothing is done',
    can: always,
    strike: () => ({ instead: nothing() }),
  },
  hang: {
    model: 'F6',
    says: 'nothing is done, and after two minutes the gateway gives up',
    params: { milliseconds: { least: 0, most: 86_400_000 } },
    usual: { milliseconds: 120_000 },
    can: always,
    strike(strike) {
      const milliseconds = numberOf(strike, 'milliseconds', () => 120_000)
      return { instead: { ...page(504, '504 Gateway Time-out'), fate: { kind: 'late', milliseconds } } }
    },
  },
  throttled: {
    model: 'F4',
    says: 'too many requests; Retry-After only when retryAfter says so',
    params: { retryAfter: { least: 0, most: 86_400 } },
    usual: { retryAfter: 0 },
    can: always,
    strike(strike) {
      const wait = numberOf(strike, 'retryAfter', () => oneOf(strike.random, [0, 1, 30, 60]))
      const answer = refusal(faults.throttled(), traceOf(strike.now, strike.random))
      const headers = wait === 0 ? answer.headers : { ...answer.headers, 'retry-after': String(wait) }
      return { instead: { ...answer, headers } }
    },
  },
  broken: {
    model: 'F5',
    says: 'the service is down: 5xx in HTML or JSON, for as many calls as burst says; nothing is done',
    params: { ...BREAKDOWN_PARAMS, burst: { least: 1, most: 10_000 } },
    usual: { status: 503, body: 'html', burst: 1 },
    can: always,
    strike(strike) {
      const burst = numberOf(strike, 'burst', () => between(strike.random, 1, 8))
      if (burst > 1) strike.again(burst - 1, { ...strike.params, burst: 1 })
      return { instead: breakdown(strike) }
    },
  },
  'fault-in-200': {
    model: 'F7',
    says: 'a refusal under status 200; nothing is done',
    can: isApi,
    strike: ({ now, random }) => ({
      instead: { ...refusal(faults.businessRule(tryAgain(random)), traceOf(now, random)), status: 200 },
    }),
  },
  'old-cursor': {
    model: 'F13',
    says: 'a change poll is told that it looks back too far',
    can: isPoll,
    strike({ call, now, random }) {
      const since = new URLSearchParams(call.target.split('?')[1]).get('changedSince') ?? ''
      const fault = faults.unsupportedOperation(
        `cdc with changedSince date ${since.slice(0, 40)} which is older than fixed days`,
      )
      return { instead: refusal(fault, traceOf(now, random)) }
    },
  },
} satisfies Record<string, FaultKind>

const tryAgain = (random: Random) =>
  oneOf(random, [
    'We hit a snag. Please try again.',
    'An unexpected error occurred while accessing or saving your data. Please wait a few minutes and try again.',
  ])
