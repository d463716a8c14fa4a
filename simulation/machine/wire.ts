import type { Sandbox, WireRequest, WireResponse } from '@tieout/qbo-sandbox'
import { seenCall, type SeenCall } from './calls.ts'
import type { Chance } from './chance.ts'
import { isInTransaction, never, type Blow } from './gate.ts'
import { THE_WORLD, type Scheduler, type Waiter } from './scheduler.ts'
import { takings, type Takings } from './takings.ts'

/** Told of each call of a process. */
export interface WireWatch {
  beforeCall(call: SeenCall): Blow
  /** It is answered, and nobody has heard of it. */
  afterCall(call: SeenCall, status: number): Blow
  /** Which of the service's own faults met it. */
  met(call: SeenCall, faults: readonly string[]): void
  didNotUnderstand(error: unknown): void
  /** Something is gone by our doing that was not ours to take. */
  tookAway(what: string): void
  /** A call while a transaction is open. */
  spokeInTransaction(call: SeenCall): void
}

export interface WireParts {
  sandbox: Sandbox
  scheduler: Scheduler
  chance: Chance
  /** The share of writes of which nobody hears any more, and which arrive all the same up to two minutes later. */
  overtaken: { rate: number }
}

/** A service gives up on anything after two minutes, so none is longer on its way. */
const LONGEST_ON_ITS_WAY = 120_000

/** The line of one process to the service: every call takes its time there and back, and things happen on both ways. */
export function lineOf(
  { sandbox, scheduler, chance, overtaken }: WireParts,
  waiter: Waiter,
  watch: WireWatch,
): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ?? undefined
    signal?.throwIfAborted()
    const { call, request } = understood(input, init, watch)
    if (isInTransaction()) watch.spokeInTransaction(call)
    if ((await struck(watch.beforeCall(call))) === 'dead') return await never()
    await scheduler.sleep(waiter, chance.between(20, 400), signal)
    if (call.writes && call.realm !== null && chance.happens(overtaken.rate)) {
      watch.met(call, ['overtaken'])
      const later = scheduler.now() + chance.between(1, LONGEST_ON_ITS_WAY)
      scheduler.at(later, THE_WORLD, () => {
        const taken = takings(sandbox, call.realm, request)
        taken.look()
        quietly(sandbox, request)
        for (const what of taken.found()) watch.tookAway(what)
      })
      await scheduler.sleep(waiter, chance.between(20, 400), signal)
      throw lost()
    }
    const taken = takings(sandbox, call.realm, request)
    const answer = answered(sandbox, request, taken, (faults) => watch.met(call, faults))
    for (const what of taken.found()) watch.tookAway(what)
    const { fate } = answer
    if (fate?.kind === 'late') await scheduler.sleep(waiter, fate.milliseconds, signal)
    await scheduler.sleep(waiter, chance.between(20, 400), signal)
    if ((await struck(watch.afterCall(call, fate?.kind === 'lost' ? 0 : answer.status))) === 'dead')
      return await never()
    if (fate?.kind === 'lost') throw lost()
    return responseOf(answer)
  }
}

/** What is not understood here is a defect of the simulation, and must not pass for one of the network. */
function understood(
  input: string | URL | Request,
  init: RequestInit | undefined,
  watch: WireWatch,
): { call: SeenCall; request: WireRequest } {
  try {
    const { address, request } = requestOf(input, init)
    return { call: seenCall(address, request.method, request.body), request }
  } catch (error) {
    watch.didNotUnderstand(error)
    throw error
  }
}

async function struck(blow: Blow): Promise<'dead' | 'alive'> {
  if (blow.kind === 'error') throw blow.error
  return blow.kind === 'death' ? 'dead' : 'alive'
}

/** Straight to the service, which nothing interferes with: for those whose own connection is not the subject. */
export function quietLine(sandbox: Sandbox): typeof fetch {
  return async (input, init) => responseOf(quietly(sandbox, requestOf(input, init).request))
}

export function quietly(sandbox: Sandbox, request: WireRequest): WireResponse {
  const { interfere } = sandbox
  sandbox.interfere = () => undefined
  try {
    return sandbox.handle(request)
  } finally {
    sandbox.interfere = interfere
  }
}

function answered(
  sandbox: Sandbox,
  request: WireRequest,
  taken: Takings,
  met: (faults: readonly string[]) => void,
): WireResponse {
  const before = strokes(sandbox)
  const answer = interferedWith(sandbox, request, taken)
  const after = strokes(sandbox)
  met(Object.keys(after).filter((name) => after[name] !== before[name]))
  return answer
}

/** A fault may be that somebody in the company is quicker than the call. */
function interferedWith(sandbox: Sandbox, request: WireRequest, taken: Takings): WireResponse {
  const { interfere } = sandbox
  sandbox.interfere = (asked) => {
    const interference = interfere(asked)
    taken.look()
    return interference
  }
  try {
    return sandbox.handle(request)
  } finally {
    sandbox.interfere = interfere
  }
}

function strokes(sandbox: Sandbox): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sandbox.chaos.counts()).map(([name, counts]) => [
      name,
      Object.values(counts).reduce((sum, each) => sum + each, 0),
    ]),
  )
}

function requestOf(
  input: string | URL | Request,
  init: RequestInit | undefined,
): { address: string; request: WireRequest } {
  if (input instanceof Request) throw new Error('the line of a simulation takes addresses')
  const address = String(input)
  const { pathname, search, host } = new URL(address)
  const headers = { host, ...Object.fromEntries(new Headers(init?.headers)) }
  const request = {
    method: init?.method ?? 'GET',
    target: pathname + search,
    headers,
    body: textOf(init?.body),
  }
  return { address, request }
}

function textOf(body: RequestInit['body']): string {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body)
  throw new Error('the line of a simulation takes text')
}

/** Read at once: real bodies are read in turns of the event loop that nobody counts. */
function responseOf({ status, headers, body, fate }: WireResponse): Response {
  const response = new Response(null, { status: status === 0 ? 502 : status, headers })
  const text = async () => {
    if (fate?.kind === 'truncated') throw new TypeError('terminated')
    return body
  }
  return Object.defineProperties(response, {
    text: { value: text },
    json: { value: async () => JSON.parse(await text()) as unknown },
  })
}

const lost = () =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' }),
  })
