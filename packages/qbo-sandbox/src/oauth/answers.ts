import { hex } from '../ports.ts'
import type { WireRequest, WireResponse } from '../wire/messages.ts'
import type { OAuthWorld } from './world.ts'

/** An answer of the authorization server: never cached, and traceable. It writes the trace id with an underscore. */
export function json(
  world: OAuthWorld,
  status: number,
  body: object | undefined,
  headers: Record<string, string> = {},
): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'no-cache, no-store',
      pragma: 'no-cache',
      'strict-transport-security': 'max-age=15552000',
      intuit_tid: traceId(world),
      server: 'nginx',
      ...headers,
    },
    body: body === undefined ? '' : JSON.stringify(body),
  }
}

export const traceId = ({ clock, random }: OAuthWorld) =>
  `1-${Math.floor(clock.now() / 1000).toString(16)}-${hex(random, 24)}`

export const notAllowed = (world: OAuthWorld, allow: string) =>
  json(world, 405, { error: 'invalid_request' }, { allow })

export function queryOf({ target }: WireRequest): URLSearchParams {
  const at = target.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : target.slice(at + 1))
}

export const formOf = ({ body }: WireRequest) => new URLSearchParams(body)

/** A value of a JSON object that should be text; undefined for whatever else was sent. */
export function textIn(body: string, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    const found: unknown = Reflect.get(value, name)
    return typeof found === 'string' ? found : undefined
  } catch {
    return undefined
  }
}
