import type { Call, Interfere } from './chaos/interference.ts'
import type { CompanyOptions } from './company/company.ts'
import { openedCompany } from './company/opening.ts'
import { restored, snapshotOf, type CompanySnapshot } from './company/snapshot.ts'
import type { Company } from './company/state.ts'
import { fetchDoor } from './http/fetch.ts'
import { authenticate } from './oauth/authenticate.ts'
import { handleOAuth } from './oauth/oauth.ts'
import { newCredentials } from './oauth/secrets.ts'
import {
  emptyOAuth,
  restoredOAuth,
  snapshotOfOAuth,
  type OAuthSnapshot,
  type OAuthState,
} from './oauth/state.ts'
import type { OAuthWorld } from './oauth/world.ts'
import { seededRandom, systemClock, type Clock, type Random } from './ports.ts'
import { answerApi, type ApiWorld } from './wire/api.ts'
import { changePollKnobs, type ChangePollKnobs } from './wire/cdc.ts'
import type { Trace } from './wire/envelopes.ts'
import { createRequestLog, fateOf, type RequestLog } from './wire/log.ts'
import type { WireRequest, WireResponse } from './wire/messages.ts'
import { emptyMemory, replayKnobs, type ReplayKnobs, type ReplayMemory } from './wire/replay.ts'
import { createThrottle, type Throttle, type ThrottleLimits } from './wire/throttle.ts'

export interface SandboxOptions {
  /** Decides everything that chance decides: tokens, trace ids, faults. */
  seed?: number
  clock?: Clock
  companies?: readonly CompanyOptions[]
  app?: { clientId: string; clientSecret: string; redirectUris?: readonly string[] }
  /** Where it is reached from outside; the consent page and the discovery document say so. */
  origin?: string
  /** So many requests are kept to be looked at; none by default, for simulations. */
  logSize?: number
  /** `off` for simulations whose clock stands still. */
  throttle?: Partial<ThrottleLimits> | 'off'
}

export interface Sandbox {
  clientId: string
  clientSecret: string
  /** The whole service as one function: a request in, an answer out, nothing waited for. */
  handle(request: WireRequest): WireResponse
  /** The same, shaped like `fetch`: for clients that live in this process. */
  fetch: typeof fetch
  companies(): Company[]
  company(realmId: string): Company
  addCompany(options: CompanyOptions): Company
  knobs: { changePolls: ChangePollKnobs; replay: ReplayKnobs }
  oauth: OAuthWorld
  throttle: Throttle
  log: RequestLog
  /** Asked about every call; replaced by whoever arms faults. */
  interfere: Interfere
  /** Paths other than the service's own, such as the desk: asked in turn until one answers. */
  mount(door: Door): void
  clock: Clock
  random: Random
  /** Everything as text, and back. */
  snapshot(): string
  restore(text: string): void
  setOrigin(origin: string): void
}

export type Door = (request: WireRequest) => WireResponse | undefined

interface State {
  companies: Map<string, Company>
  memories: Map<string, ReplayMemory>
  oauth: OAuthState
  calls: number
}

/** Several companies behind one service. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = options.clock ?? systemClock
  const random = seededRandom(options.seed ?? 1)
  const app = options.app ?? newCredentials(random)
  const state: State = {
    companies: new Map(),
    memories: new Map(),
    oauth: emptyOAuth([{ ...app, name: 'Your app', redirectUris: options.app?.redirectUris ?? 'any' }]),
    calls: 0,
  }
  const doors: Door[] = []
  const oauth: OAuthWorld = {
    get state() {
      return state.oauth
    },
    clock,
    random,
    get companies() {
      return [...state.companies.values()].map(({ realmId, name }) => ({ realmId, name }))
    },
    origin: options.origin ?? 'http://127.0.0.1:9400',
  }
  const sandbox: Sandbox = {
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    handle: (request) => routed(sandbox, world, request, doors),
    fetch: fetchDoor((request) => sandbox.handle(request)),
    companies: () => [...state.companies.values()],
    company(realmId) {
      const found = state.companies.get(realmId)
      if (found === undefined) throw new Error(`There is no company ${realmId}.`)
      return found
    },
    addCompany(companyOptions) {
      if (state.companies.has(companyOptions.realmId)) {
        throw new Error(`There are two companies ${companyOptions.realmId}.`)
      }
      const company = openedCompany(companyOptions, clock.now(), random)
      state.companies.set(company.realmId, company)
      return company
    },
    knobs: { changePolls: { ...changePollKnobs }, replay: { ...replayKnobs } },
    oauth,
    throttle: createThrottle(options.throttle),
    log: createRequestLog(options.logSize ?? 0),
    interfere: () => undefined,
    mount: (door) => doors.push(door),
    clock,
    random,
    snapshot: () => snapshotText(state),
    restore: (text) => restoreText(state, text),
    setOrigin(origin) {
      oauth.origin = origin
    },
  }
  const world = apiWorld(sandbox, state)
  for (const each of options.companies ?? []) sandbox.addCompany(each)
  return sandbox
}

/** What the Accounting API is handed, read anew for each request. */
function apiWorld(sandbox: Sandbox, state: State): () => ApiWorld {
  const memory = (realmId: string): ReplayMemory => {
    const known = state.memories.get(realmId)
    if (known !== undefined) return known
    const fresh = emptyMemory()
    state.memories.set(realmId, fresh)
    return fresh
  }
  return () => ({
    now: sandbox.clock.now(),
    authenticate: (authorization) => authenticate(sandbox.oauth, authorization),
    company: (realmId) => state.companies.get(realmId),
    memory,
    throttle: sandbox.throttle,
    changePolls: sandbox.knobs.changePolls,
    replay: sandbox.knobs.replay,
    interfere: sandbox.interfere,
    nextCall: () => (state.calls += 1),
    trace: () => traceOf(sandbox.clock.now(), sandbox.random),
  })
}

function routed(
  sandbox: Sandbox,
  world: () => ApiWorld,
  request: WireRequest,
  doors: readonly Door[],
): WireResponse {
  if (request.target.startsWith('/v3/company/')) return logged(sandbox, world(), request)
  const consented = handleOAuth(sandbox.oauth, request)
  if (consented !== undefined) return consented
  for (const door of doors) {
    const answered = door(request)
    if (answered !== undefined) return answered
  }
  return {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'This is a QuickBooks Online sandbox. The API is at /v3/company/{realmId}/…, consent at /connect/oauth2.\n',
  }
}

function logged(sandbox: Sandbox, world: ApiWorld, request: WireRequest): WireResponse {
  let seen: Call | undefined
  const response = answerApi(
    {
      ...world,
      interfere: (call) => {
        seen = call
        return world.interfere(call)
      },
    },
    request,
  )
  if (seen !== undefined) {
    sandbox.log.add({
      number: seen.number,
      at: world.now,
      realmId: seen.realmId,
      method: seen.method,
      target: seen.target,
      what: seen.what,
      status: response.status,
      requestId: seen.requestId,
      tid: response.headers['intuit-tid'] ?? '',
      fate: fateOf(response),
      requestBody: request.body,
      responseBody: response.body,
    })
  }
  return response
}

function traceOf(now: number, random: Random): Trace {
  const word = () =>
    Math.floor(random.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')
  const span = `${word()}${word()}${word()}${word()}`
  const spanId = [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, span)
  return { now, tid: `1-${seconds}-${word()}${word()}${word()}`, spanId }
}

interface Saved {
  format: 'qbo-sandbox'
  version: 1
  calls: number
  companies: CompanySnapshot[]
  memories: [string, ReplayMemory][]
  oauth: OAuthSnapshot
}

function snapshotText(state: State): string {
  const saved: Saved = {
    format: 'qbo-sandbox',
    version: 1,
    calls: state.calls,
    companies: [...state.companies.values()].map(snapshotOf),
    memories: [...state.memories],
    oauth: snapshotOfOAuth(state.oauth),
  }
  return JSON.stringify(saved)
}

function restoreText(state: State, text: string): void {
  const saved = JSON.parse(text) as Partial<Saved>
  if (saved.format !== 'qbo-sandbox') throw new Error('This is no state of a qbo-sandbox.')
  if (saved.version !== 1)
    throw new Error(`This state is of version ${saved.version}; this qbo-sandbox reads version 1.`)
  const { calls, companies, memories, oauth } = saved as Saved
  state.companies = new Map(companies.map((each) => [each.realmId, restored(each)]))
  state.memories = new Map(memories)
  state.oauth = restoredOAuth(oauth)
  state.calls = calls
}
