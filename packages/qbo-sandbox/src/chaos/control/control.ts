import { Fault } from '../../fault.ts'
import type { Door, Sandbox } from '../../sandbox.ts'
import type { WireRequest, WireResponse } from '../../wire/messages.ts'
import type { Asked, Route } from './asked.ts'
import { faultRoutes } from './faults.ts'
import { Unusable, objectIn } from './input.ts'
import { knobRoutes } from './knobs.ts'
import { webhookRoutes } from './webhooks.ts'
import { worldRoutes } from './world.ts'

const ROUTES: Readonly<Record<string, Route>> = {
  ...faultRoutes,
  ...knobRoutes,
  ...worldRoutes,
  ...webhookRoutes,
}

const PREFIX = '/_sandbox/'

/** `/_sandbox/…`: whatever the real service does not let one do. Paths that are not its own it leaves to others. */
export const controlDoor =
  (sandbox: Sandbox): Door =>
  (request) => {
    const { pathname, query } = taken(request.target)
    if (!pathname.startsWith(PREFIX)) return undefined
    const { pattern, id } = patternOf(pathname.slice(PREFIX.length))
    const methods = Object.keys(ROUTES)
      .filter((each) => each.endsWith(` ${pattern}`))
      .map((each) => each.split(' ')[0] ?? '')
    if (methods.length === 0) return undefined
    if (comesFromElsewhere(request)) {
      return refusal(403, 'origin', 'The control API does not listen to other web pages.')
    }
    const route = ROUTES[`${request.method} ${pattern}`]
    if (route === undefined) {
      const answer = refusal(405, 'method', `There is ${methods.join(', ')} here, no ${request.method}.`)
      return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } }
    }
    const asked = { sandbox, id, query, text: request.body, body: () => objectIn(request.body) }
    return answered(route, asked)
  }

function answered(route: Route, asked: Asked): WireResponse {
  try {
    return json(200, route(asked))
  } catch (error) {
    if (error instanceof Unusable) return refusal(error.status, error.field, error.message)
    if (error instanceof Fault) return refusal(400, error.entries[0]?.element ?? 'body', error.message)
    throw error
  }
}

/** `faults/f1` is `faults/{}`, and `companies/9130/receivables` is `companies/{}/receivables`. */
function patternOf(path: string): { pattern: string; id: string } {
  const [head = '', id, ...rest] = path.split('/')
  if (id === undefined) return { pattern: head, id: '' }
  return { pattern: [head, '{}', ...rest].join('/'), id }
}

function taken(target: string): { pathname: string; query: URLSearchParams } {
  const [pathname = '', ...search] = target.split('?')
  return { pathname, query: new URLSearchParams(search.join('?')) }
}

/** A page of somebody else may make a browser send things here; it cannot read answers, but they would work. */
function comesFromElsewhere({ method, headers }: WireRequest): boolean {
  if (method === 'GET') return false
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin, host } = headers
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
}

const json = (status: number, body: object | string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const refusal = (status: number, field: string, error: string) => json(status, { error, field })
