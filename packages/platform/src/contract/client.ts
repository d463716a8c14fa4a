import { z } from 'zod'
import type { InputOf, ResultOf, UseCase } from './use-case.ts'

/** What the API says when it refuses; screens show `detail` or translate `code`. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), reason: z.string(), message: z.string() })).optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
})
export type ProblemDocument = z.infer<typeof problemDocument>

export class ApiError extends Error {
  readonly problem: ProblemDocument

  constructor(problem: ProblemDocument) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

export interface ClientOptions {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  baseUrl?: string
  /** Sent with every mutation; comes with the session. */
  csrfToken?: () => string | undefined
}

export type ApiClient = <U extends UseCase>(
  useCase: U,
  input: InputOf<U>,
  sending?: { idempotencyKey?: string },
) => Promise<ResultOf<U>>

export const IDEMPOTENCY_KEY = 'idempotency-key'

/** The typed client: the declaration is all it needs to know where to send what, and what returns. */
export function createClient(options: ClientOptions): ApiClient {
  return async (useCase, input, { idempotencyKey } = {}) => {
    if (useCase.answers === 'file') throw new Error(`${useCase.name} is a file: link to its address`)
    const request = toRequest(useCase, asRecord(input), options)
    if (idempotencyKey !== undefined) request.init.headers[IDEMPOTENCY_KEY] = idempotencyKey
    const response = await options.fetch(request.url, request.init).catch((cause: unknown) => {
      throw new ApiError(unreachable(cause))
    })
    if (!response.ok) throw new ApiError(await readProblem(response))
    if (response.status === 204) return useCase.output.parse(undefined) as never
    return useCase.output.parse(await response.json()) as never
  }
}

const asRecord = (input: unknown): Record<string, unknown> => ({
  ...(input as Record<string, unknown> | undefined),
})

/** Where a query that answers a file is found, for a link. */
export function addressOf<U extends UseCase>(useCase: U, input: InputOf<U>): string {
  return toRequest(useCase, asRecord(input), {}).url
}

function toRequest(
  useCase: UseCase,
  input: Record<string, unknown>,
  options: Pick<ClientOptions, 'baseUrl' | 'csrfToken'>,
) {
  const place = useCase.http
  if (!place) throw new Error(`${useCase.name} has no place in the REST API`)
  const path = place.path.replaceAll(/:(\w+)/g, (_, key: string) => {
    const value = input[key]
    delete input[key]
    return encodeURIComponent(String(value))
  })
  const headers: Record<string, string> = { accept: 'application/json' }
  const base = `${options.baseUrl ?? ''}/api/v1${path}`
  const token = options.csrfToken?.()
  if (place.method !== 'GET' && token) headers['x-csrf-token'] = token
  if (place.method === 'GET' || place.method === 'DELETE') {
    return { url: base + queryString(input), init: { method: place.method, headers } }
  }
  headers['content-type'] = 'application/json'
  return { url: base, init: { method: place.method, headers, body: JSON.stringify(input) } }
}

function queryString(input: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined || value === null || value === '') continue
    for (const each of Array.isArray(value) ? value : [value]) query.append(key, String(each))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

async function readProblem(response: Response): Promise<ProblemDocument> {
  const parsed = problemDocument.safeParse(await response.json().catch(() => null))
  if (parsed.success) return parsed.data
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status: response.status,
    code: 'unexpected',
    detail: `The server answered ${response.status}.`,
  }
}

function unreachable(cause: unknown): ProblemDocument {
  return {
    type: 'about:blank',
    title: 'No connection',
    status: 0,
    code: 'unreachable',
    detail: cause instanceof Error ? cause.message : 'The server did not answer.',
  }
}
