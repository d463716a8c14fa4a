import { z } from 'zod'
import { IDEMPOTENCY_KEY } from '../contract/client.ts'
import type { UseCase } from '../contract/use-case.ts'
import { badInput, Problem } from '../problem.ts'

const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 32

/** One flat input: path parameters win over query or body, so a body cannot change which row is meant. */
export async function readInput(
  request: Request,
  useCase: UseCase,
  params: Record<string, string>,
  url: URL,
): Promise<Record<string, unknown>> {
  const method = useCase.http?.method
  if (method === 'GET' || method === 'DELETE') return { ...readQuery(url), ...params }
  return { ...(await readJsonObject(request)), ...params }
}

/** Only what a header can carry anyway; a key that is none is refused rather than passed over. */
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,100}$/)

/** What a sender recognises one sending by, however often it arrives. */
export function readIdempotencyKey(request: Request): string | undefined {
  const header = request.headers.get(IDEMPOTENCY_KEY)
  if (header === null) return undefined
  const key = idempotencyKey.safeParse(header)
  if (key.success) return key.data
  throw badInput('An Idempotency-Key is 1 to 100 characters without spaces.')
}

function readQuery(url: URL): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key)
    query[key] = values.length === 1 ? values[0] : values
  }
  return query
}

async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const text = await readLimited(request)
  if (text.trim() === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\b/i.test(type)) {
    throw new Problem({ code: 'not-json', status: 415, detail: 'Send the body as application/json.' })
  }
  if (nestingOf(text) > MAX_DEPTH) throw badInput(`The body is nested deeper than ${MAX_DEPTH} levels.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badInput('The body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badInput('The body must be a JSON object.')
  }
  return { ...value }
}

/** Counts while reading: a length header may lie or be missing. */
async function readLimited(request: Request): Promise<string> {
  const tooLarge = () =>
    new Problem({
      code: 'too-large',
      status: 413,
      detail: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
    })
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw badInput('The body is not valid UTF-8.')
  }
}

/** Looked at before parsing: a deeply nested body costs the parser and everything behind it. */
export function nestingOf(json: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (depth += 1))
    else if (char === '}' || char === ']') depth -= 1
  }
  return deepest
}
