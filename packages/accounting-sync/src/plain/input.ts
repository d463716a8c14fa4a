import { text } from 'node:stream/consumers'
import type { Route } from '../contract/route.ts'
import { no } from './reply.ts'

/** One flat object: path parameters, then query or body. */
export async function readInput(
  route: Route,
  request: Request,
  parameters: Record<string, string>,
): Promise<unknown> {
  const given = route.http.method === 'GET' ? queryOf(request) : await bodyOf(request)
  const input = route.input.safeParse({ ...given, ...decoded(parameters) })
  if (input.success) return input.data
  const issues = input.error.issues.map(({ path, message }) => ({ path, message }))
  throw no(422, 'That is not well-formed.', { issues })
}

/** A name that comes more than once is a list. */
function queryOf(request: Request): Record<string, unknown> {
  const { searchParams } = new URL(request.url)
  const names = [...new Set(searchParams.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const all = searchParams.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

const MOST_BYTES = 1024 * 1024

async function bodyOf(request: Request): Promise<object> {
  if (request.body === null) return {}
  const said = await text(limited(request.body))
  if (said === '') return {}
  const body = parsed(said)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw no(400, 'That is no JSON object.')
  return body
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw no(413, 'That is more than is read.')
    yield chunk
  }
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    throw no(400, 'That is no JSON.')
  }
}

function decoded(parameters: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
  } catch {
    throw no(400, 'That is no address.')
  }
}
