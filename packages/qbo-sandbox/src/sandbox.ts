import { createChaos, type Chaos } from './chaos/chaos.ts'
import { controlDoor } from './chaos/control/control.ts'
import type { Call, Interfere } from './chaos/interference.ts'
import { TOKEN_PATH, tokenCall } from './chaos/token-call.ts'
import { openedCompany, type OpeningOptions } from './company/opening.ts'
import type { Company } from './company/state.ts'
import { fetchDoor } from './http/fetch.ts'
import { authenticate } from './oauth/authenticate.ts'
import { handleOAuth } from './oauth/oauth.ts'
import { newCredentials } from './oauth/secrets.ts'
import { emptyOAuth } from './oauth/state.ts'
import type { OAuthWorld } from './oauth/world.ts'
import { seededRandom, systemClock, type Clock, type Random } from './ports.ts'
import { restoreText, snapshotText, type State } from './saved.ts'
import { answerApi, type ApiWorld } from './wire/api.ts'
import { changePollKnobs, type ChangePollKnobs } from './wire/cdc.ts'
import { createRequestLog, fateOf, type RequestLog } from './wire/log.ts'
import type { WireRequest, WireResponse } from './wire/messages.ts'
import { emptyMemory, replayKnobs, type ReplayKnobs, type ReplayMemory } from './wire/replay.ts'
import { createThrottle, type Throttle, type ThrottleLimits } from './wire/throttle.ts'
import { traceOf } from './wire/trace.ts'
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts'

export interface SandboxOptions {
  /** Decides everything that chance decides: tokens, trace ids, faults. */
  seed?: number
  clock?: Clock
  companies?: readonly OpeningOptions[]
  app?: Omit<AppOptions, 'name'>
  /** Where it is reached from outside; the consent page and the discovery document say so. */
  origin?: string
  /** So many requests are kept to be looked at; none by default, for simulations. */
  logSize?: number
  /** `off` for simulations whose clock stands still. */
  throttle?: Partial<ThrottleLimits> | 'off'
  /** How the fetch-shaped door waits before a late answer; a simulation moves its clock instead. */
  sleep?(milliseconds: number): Promise<void>
}

/** Left out: any address is one of its own. */
export interface AppOptions {
  clientId: string
  clientSecret: string
  name: string
  redirectUris?: readonly string[]
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
  addCompany(options: OpeningOptions): Company
  /** One more app that may ask for consent, each with tokens of its own; `clientId` above is the first one's. */
  addApp(app: AppOptions): void
  knobs: SandboxKnobs
  oauth: OAuthWorld
  throttle: Throttle
  log: RequestLog
  /** Arms faults. */
  chaos: Chaos
  /** Asked about every call: chaos, unless somebody else takes its place. */
  interfere: Interfere
  /** What is announced of changes, and to whom. */
  webhooks: Webhooks
  /** Paths other than the service's own, such as the desk: asked in turn until one answers. */
  mount(door: Door): void
  clock: Clock
  random: Random
  /** Everything as text, and back. */
  snapshot(): string
  restore(text: string): void
  setOrigin(origin: string): void
}

/** What is unknown of the real service, or differs between accounts of it, and so can be chosen. */
export interface SandboxKnobs {
  changePolls: ChangePollKnobs
  replay: ReplayKnobs
  /** The service's clock runs ahead of ours by so much, or behind. Tokens keep to ours. */
  clock: { skewMilliseconds: number }
}

export type Door = (request: WireRequest) => WireResponse | undefined

/** Several companies behind one service. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = options.clock ?? systemClock
  const seed = options.seed ?? 1
  const random = seededRandom(seed)
  const app = options.app ?? newCredentials(random)
  const state: State = {
    companies: new Map(),
    memories: new Map(),
    oauth: emptyOAuth([{ ...app, name: 'Your app', redirectUris: options.app?.redirectUris ?? 'any' }]),
    calls: 0,
  }
  const doors: Door[] = []
  const oauth = oauthWorld(state, clock, random, options.origin)
  const serviceClock: Clock = { now: () => clock.now() + sandbox.knobs.clock.skewMilliseconds }
  const company = (realmId: string) => state.companies.get(realmId)
  const chaos = createChaos({ seed: seed + 1, clock: serviceClock, company, oauth })
  const sandbox: Sandbox = {
    get clientId() {
      return state.oauth.apps[0]?.clientId ?? ''
    },
    get clientSecret() {
      return state.oauth.apps[0]?.clientSecret ?? ''
    },
    handle: (request) => routed(sandbox, world, state, request, doors),
    fetch: fetchDoor(
      (request) => sandbox.handle(request),
      options.sleep === undefined ? {} : { sleep: options.sleep },
    ),
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
      overhear(sandbox, company)
      return company
    },
    addApp: (app) => addApp(state, app),
    knobs: usualKnobs(),
    oauth,
    throttle: createThrottle(options.throttle),
    log: createRequestLog(options.logSize ?? 0),
    chaos,
    interfere: chaos.interfere,
    webhooks: createWebhooks({ seed: seed + 2, clock }),
    mount: (door) => doors.push(door),
    clock,
    random,
    snapshot: () => snapshotText(sandbox, state),
    restore(text) {
      restoreText(sandbox, state, text)
      for (const each of sandbox.companies()) overhear(sandbox, each)
    },
    setOrigin(origin) {
      oauth.origin = origin
    },
  }
  const world = apiWorld(sandbox, state, serviceClock)
  sandbox.mount(controlDoor(sandbox))
  for (const each of options.companies ?? []) sandbox.addCompany(each)
  return sandbox
}

function addApp({ oauth }: State, { redirectUris, ...known }: AppOptions): void {
  if (oauth.apps.some((each) => each.clientId === known.clientId)) {
    throw new Error(`There are two apps ${known.clientId}.`)
  }
  oauth.apps.push({ ...known, redirectUris: redirectUris ?? 'any' })
}

const usualKnobs = (): SandboxKnobs => ({
  changePolls: { ...changePollKnobs },
  replay: { ...replayKnobs },
  clock: { skewMilliseconds: 0 },
})

function oauthWorld(
  state: State,
  clock: Clock,
  random: Random,
  origin = 'http://127.0.0.1:9400',
): OAuthWorld {
  return {
    get state() {
      return state.oauth
    },
    clock,
    random,
    get companies() {
      return [...state.companies.values()].map(({ realmId, name }) => ({ realmId, name }))
    },
    origin,
  }
}

/** Lets those know of a company's changes who live on them. */
function overhear(sandbox: Sandbox, company: Company): void {
  company.heard = (changes, at) => {
    sandbox.chaos.heard(company, changes)
    sandbox.webhooks.heard(company.realmId, changes, at)
  }
}

/** What the Accounting API is handed, read anew for each request. */
function apiWorld(sandbox: Sandbox, state: State, clock: Clock): () => ApiWorld {
  const memory = (realmId: string): ReplayMemory => {
    const known = state.memories.get(realmId)
    if (known !== undefined) return known
    const fresh = emptyMemory()
    state.memories.set(realmId, fresh)
    return fresh
  }
  return () => ({
    now: clock.now(),
    authenticate: (authorization) => authenticate(sandbox.oauth, authorization),
    company: (realmId) => state.companies.get(realmId),
    memory,
    throttle: sandbox.throttle,
    changePolls: sandbox.knobs.changePolls,
    replay: sandbox.knobs.replay,
    interfere: sandbox.interfere,
    nextCall: () => (state.calls += 1),
    trace: () => traceOf(clock.now(), sandbox.random),
  })
}

function routed(
  sandbox: Sandbox,
  world: () => ApiWorld,
  state: State,
  request: WireRequest,
  doors: readonly Door[],
): WireResponse {
  if (request.target.startsWith('/v3/company/')) return logged(sandbox, world(), request)
  if (request.target === TOKEN_PATH) return tokensThroughChaos(sandbox, state, request)
  const consented = handleOAuth(sandbox.oauth, request)
  if (consented !== undefined) return consented
  for (const door of doors) {
    const answered = door(request)
    if (answered !== undefined) return answered
  }
  return notFound()
}

const notFound = (): WireResponse => ({
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'This is a QuickBooks Online sandbox. The API is at /v3/company/{realmId}/…, consent at /connect/oauth2, the desk at /desk.\n',
})

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

/** Tokens are asked for over the same network, and as little of it arrives. */
function tokensThroughChaos(sandbox: Sandbox, state: State, request: WireRequest): WireResponse {
  state.calls += 1
  const interference = sandbox.interfere(tokenCall(state.oauth, request, state.calls))
  const response = interference?.instead ?? handleOAuth(sandbox.oauth, request) ?? notFound()
  return interference?.afterwards?.(response) ?? response
}
