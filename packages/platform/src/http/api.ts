import type { Actor } from '../access/actor.ts'
import { authorize, emptyReply, type Application, type Reply } from '../access/application.ts'
import { fileAnswer, type UseCase } from '../contract/use-case.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import { checkCsrf } from './csrf.ts'
import { fileResponse } from './file-response.ts'
import { readIdempotencyKey, readInput } from './input.ts'
import { openApiDocument } from './openapi.ts'
import { problemResponse } from './problems.ts'
import { createRouteTable } from './route-table.ts'

/** Who a request's cookie belongs to; the identity room implements it. */
export interface Authenticator {
  authenticate(cookieHeader: string | null): Promise<Authenticated | null>
}

export interface Authenticated {
  actor: Actor
  csrfToken: string
}

export interface ApiParts {
  application: Application
  authenticator: Authenticator
  publicOrigin: string
  ids: Ids
  log: Log
  /** Told once per answered request, for metrics. `route` is the declared path, never the actual one. */
  onAnswered?: (facts: { method: string; route: string; status: number; seconds: number }) => void
}

export type Api = (request: Request, facts: { ip: string }) => Promise<Response>

const PREFIX = '/api/v1'

/** The REST API as one function from request to response; knows nothing of the server around it. */
export function createApi(parts: ApiParts): Api {
  const useCases = parts.application.implementations.map((each) => each.useCase)
  const routes = createRouteTable(useCases)
  // Writing it takes longer than starting all the rest, and most who start are never asked for it.
  let document: string | undefined
  const described = () => (document ??= JSON.stringify(openApiDocument(useCases, parts.publicOrigin)))

  return async (request, facts) => {
    const began = performance.now()
    const requestId = parts.ids.uuid()
    const url = new URL(request.url)
    const path = url.pathname.slice(PREFIX.length)
    let route = 'unknown'
    let response: Response
    try {
      if (request.method === 'GET' && path === '/openapi.json') {
        route = path
        response = new Response(described(), { headers: { 'content-type': 'application/json' } })
      } else {
        const matched = routes.match(request.method, path)
        route = matched.useCase.http?.path ?? route
        response = await answer(parts, request, { ...facts, requestId, url }, matched)
      }
    } catch (error) {
      response = problemResponse(error, requestId, (cause) => {
        parts.log.error({ err: cause, requestId, method: request.method, route }, 'request failed')
      })
    }
    response.headers.set('x-request-id', requestId)
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    const seconds = (performance.now() - began) / 1000
    parts.onAnswered?.({ method: request.method, route, status: response.status, seconds })
    return response
  }
}

interface RequestFacts {
  ip: string
  requestId: string
  url: URL
}

async function answer(
  parts: ApiParts,
  request: Request,
  facts: RequestFacts,
  matched: { useCase: UseCase; params: Record<string, string> },
): Promise<Response> {
  const { useCase } = matched
  const session = await parts.authenticator.authenticate(request.headers.get('cookie'))
  checkCsrf(request, useCase, session, parts.publicOrigin)
  // Before the body is read: who may not ask gets no further.
  authorize(useCase, session?.actor ?? null)
  const input = await readInput(request, useCase, matched.params, facts.url)
  const reply = emptyReply()
  try {
    const result = await parts.application.execute(useCase, session?.actor ?? null, input, {
      requestId: facts.requestId,
      idempotencyKey: useCase.once && readIdempotencyKey(request),
      reply,
      origin: { ip: facts.ip, userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300) },
    })
    return withReply(success(useCase, result), reply)
  } catch (error) {
    // A refusal may carry headers and cookies too, such as Retry-After.
    return withReply(
      problemResponse(error, facts.requestId, (cause) => {
        parts.log.error({ err: cause, requestId: facts.requestId, useCase: useCase.name }, 'use case failed')
      }),
      reply,
    )
  }
}

function success(useCase: UseCase, result: unknown): Response {
  const status = useCase.http?.status ?? 200
  if (status === 204) return new Response(null, { status })
  if (useCase.answers === 'file') return fileResponse(fileAnswer.parse(result), status)
  return new Response(JSON.stringify(result), { status, headers: { 'content-type': 'application/json' } })
}

function withReply(response: Response, reply: Reply): Response {
  for (const cookie of reply.cookies) response.headers.append('set-cookie', cookie)
  for (const [name, value] of Object.entries(reply.headers)) response.headers.set(name, value)
  return response
}
