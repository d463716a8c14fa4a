import type { Call, Interfere } from '../chaos/interference.ts'
import type { Company } from '../company/state.ts'
import { Fault, faults } from '../fault.ts'
import { begin } from '../company/transaction.ts'
import { toJson, type JsonObject } from '../json.ts'
import { createTaxService } from '../kinds/lists/tax-service.ts'
import { kindByPath } from '../kinds/all.ts'
import { queryMember } from './ask.ts'
import { batchMember } from './batch.ts'
import { changesMember, type ChangePollKnobs } from './cdc.ts'
import { answer, refusal, type Trace } from './envelopes.ts'
import type { WireRequest, WireResponse } from './messages.ts'
import { bodyObject, kindFromPath, readMember, write } from './perform.ts'
import { lookUp, remember, requestIdOf, type ReplayKnobs, type ReplayMemory } from './replay.ts'
import type { Throttle } from './throttle.ts'

/** Everything the Accounting API needs to answer one request. */
export interface ApiWorld {
  now: number
  /** The company a bearer token opens, or why it opens none. */
  authenticate(authorization: string | undefined): { realmId: string; appId: string } | { refused: string }
  company(realmId: string): Company | undefined
  memory(realmId: string): ReplayMemory
  throttle: Throttle
  changePolls: ChangePollKnobs
  replay: ReplayKnobs
  interfere: Interfere
  nextCall(): number
  trace(): Trace
}

interface Route {
  realmId: string
  rest: readonly string[]
  query: URLSearchParams
  path: string
}

/** A request taken apart once. */
interface Incoming {
  request: WireRequest
  route: Route
  /** The object in the body; refused when there is none. */
  body(): JsonObject
}

function takeApart(request: WireRequest): Incoming {
  let parsed: JsonObject | undefined
  return { request, route: routeOf(request.target), body: () => (parsed ??= bodyObject(request.body)) }
}

/** Answers one request to `/v3/company/…`; never throws, whatever is sent. */
export function answerApi(world: ApiWorld, request: WireRequest): WireResponse {
  const trace = world.trace()
  const incoming = takeApart(request)
  const call = callOf(world, incoming)
  const interference = world.interfere(call)
  const response = interference?.instead ?? answered(world, incoming, trace, interference?.forgetRequestId)
  return interference?.afterwards?.(response) ?? response
}

function answered(world: ApiWorld, incoming: Incoming, trace: Trace, forgetRequestId = false): WireResponse {
  const { request, route } = incoming
  try {
    const company = admitted(world, request, route)
    const replayed = forgetRequestId ? undefined : replay(world, request, route)
    if (replayed !== undefined)
      return { ...replayed, headers: { ...replayed.headers, 'intuit-tid': trace.tid } }
    const response = carriedOut(world, company, incoming, trace)
    keep(world, request, route, response)
    return response
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return refusal(error, trace)
  }
}

/** What is refused here is remembered by its request id, unlike what was turned away at the door. */
function carriedOut(world: ApiWorld, company: Company, incoming: Incoming, trace: Trace): WireResponse {
  try {
    return respond(world, company, incoming, trace)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return refusal(error, trace)
  }
}

function routeOf(target: string): Route {
  const [path = '', search = ''] = split(target)
  const [, , , realmId = '', ...rest] = path.split('/')
  return { realmId: decoded(realmId), rest: rest.map(decoded), query: new URLSearchParams(search), path }
}

function split(target: string): [string, string] {
  const mark = target.indexOf('?')
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Lets in whom the token names, at the pace the service allows. */
function admitted(world: ApiWorld, request: WireRequest, route: Route): Company {
  const who = world.authenticate(request.headers['authorization'])
  if ('refused' in who) throw faults.authenticationFailed(who.refused)
  const company = world.company(route.realmId)
  if (who.realmId !== route.realmId || company === undefined) throw faults.wrongCompany()
  const batch = route.rest[0]?.toLowerCase() === 'batch'
  if (!world.throttle.admit(world.now, route.realmId, who.appId, { batch })) throw faults.throttled()
  if (request.malformed === true) throw faults.malformedUtf8()
  if (!/\bjson\b/i.test(request.headers['accept'] ?? '')) {
    throw faults.unmodelled(
      'answers in XML, which is what QuickBooks sends without "Accept: application/json"',
    )
  }
  return company
}

/** The remembered answer to a request id that was seen before. */
function replay(world: ApiWorld, request: WireRequest, route: Route): WireResponse | undefined {
  if (request.method !== 'POST') return undefined
  const id = requestIdOf(route.query, route.rest[0]?.toLowerCase() === 'batch')
  return id === undefined
    ? undefined
    : lookUp(world.memory(route.realmId), id, request.target + request.body, world.now, world.replay)
}

function keep(world: ApiWorld, request: WireRequest, route: Route, response: WireResponse): void {
  const id = route.query.get('requestid')
  if (request.method !== 'POST' || id === null || id === '' || response.status >= 401) return
  remember(world.memory(route.realmId), id, request.target + request.body, response, world.now, world.replay)
}

function respond(world: ApiWorld, company: Company, incoming: Incoming, trace: Trace): WireResponse {
  const { request, route } = incoming
  const [head = '', id, ...more] = route.rest
  const verb = `${request.method} ${head.toLowerCase()}`
  const doors = {
    query: (statement: string) => queryMember(company, statement, world.now),
    write: (
      name: string,
      operation: string,
      include: ReadonlySet<string>,
      body: Parameters<typeof write>[0]['body'],
    ) => write({ company, now: world.now, kind: kindFromPath(name, route.path), operation, include, body }),
  }
  if (id === undefined) {
    if (verb === 'GET query') return answer(doors.query(route.query.get('query') ?? ''), trace)
    if (verb === 'POST query') return answer(doors.query(request.body), trace)
    if (verb === 'GET cdc')
      return answer(changesMember(company, route.query, world.now, world.changePolls), trace)
    if (verb === 'POST batch') {
      return answer(batchMember(incoming.body(), doors, Boolean(route.query.get('requestid'))), trace)
    }
  }
  if (verb === 'GET reports') throw faults.unmodelled(`the report ${String(id)}`)
  if (verb === 'POST taxservice' && id?.toLowerCase() === 'taxcode') {
    return taxService(company, world.now, incoming.body(), trace)
  }
  if (more.length > 0) return beyond(route)
  if (request.method === 'GET' && id !== undefined)
    return answer(readMember(company, kindFromPath(head, route.path), id), trace)
  if (request.method === 'GET' && head.toLowerCase() === 'preferences') {
    return answer(readMember(company, kindFromPath(head, route.path), '1'), trace)
  }
  if (request.method === 'POST' && id === undefined) {
    const include = new Set((route.query.get('include') ?? '').split(',').map((each) => each.trim()))
    const operation = route.query.get('operation') ?? undefined
    const kind = kindFromPath(head, route.path)
    return answer(write({ company, now: world.now, kind, operation, include, body: incoming.body() }), trace)
  }
  throw faults.noSuchResource(route.path)
}

/** Paths below an object: the service prints and mails documents there, the sandbox does not. */
function beyond(route: Route): never {
  const [head = '', , action = ''] = route.rest
  if (kindByPath(head) !== undefined && ['pdf', 'send'].includes(action.toLowerCase())) {
    throw faults.unmodelled(`${head}/…/${action}`)
  }
  throw faults.noSuchResource(route.path)
}

function taxService(company: Company, now: number, body: JsonObject, trace: Trace): WireResponse {
  const tx = begin(company, now)
  const made = createTaxService(tx, body)
  tx.commit()
  return { ...answer('', trace), body: toJson(made) }
}

/** The call in a few words, for the log and for those who interfere. */
function callOf(world: ApiWorld, incoming: Incoming): Call {
  const { request, route } = incoming
  return {
    number: world.nextCall(),
    realmId: route.realmId,
    method: request.method,
    what: whatOf(incoming),
    target: request.target,
    requestId: route.query.get('requestid') ?? undefined,
    body: request.body,
  }
}

function whatOf({ request, route, body }: Incoming): string {
  const [head = '', id] = route.rest
  const word = head.toLowerCase()
  if (['query', 'cdc', 'batch', 'reports', 'taxservice'].includes(word)) return word
  const name = kindByPath(head)?.name ?? head.slice(0, 50)
  if (request.method === 'GET') return `read ${name}${id === undefined ? 's' : ''}`
  const operation = route.query.get('operation')
  if (operation === 'void' || (route.query.get('include') ?? '').includes('void')) return `void ${name}`
  if (operation === 'delete') return `delete ${name}`
  try {
    return body()['Id'] === undefined ? `create ${name}` : `update ${name}`
  } catch {
    return `unreadable ${name}`
  }
}
