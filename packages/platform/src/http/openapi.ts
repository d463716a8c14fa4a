import { z, type ZodType } from 'zod'
import type { Access, UseCase } from '../contract/use-case.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document, from the same declarations that serve the requests. */
export function openApiDocument(useCases: readonly UseCase[], origin: string): Json {
  const paths: Record<string, Json> = {}
  for (const useCase of useCases) {
    if (!useCase.http) continue
    const path = useCase.http.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [useCase.http.method.toLowerCase()]: operation(useCase) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tieout', version: '1', description: 'The REST API of the host.' },
    servers: [{ url: `${origin}/api/v1` }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'tieout_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function operation(useCase: UseCase): Json {
  const place = useCase.http
  if (!place) return {}
  const input = schemaOf(useCase.input, 'input')
  const properties = (input.properties ?? {}) as Record<string, Json>
  const required = new Set((input.required as string[] | undefined) ?? [])
  const inPath = [...place.path.matchAll(/:(\w+)/g)].map((found) => found[1] ?? '')
  const rest = Object.keys(properties).filter((key) => !inPath.includes(key))
  const inQuery = place.method === 'GET' || place.method === 'DELETE'
  const parameters = [
    ...inPath.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: properties[name] ?? { type: 'string' },
    })),
    ...(inQuery
      ? rest.map((name) => ({ name, in: 'query', required: required.has(name), schema: properties[name] }))
      : []),
    ...(useCase.once ? [idempotencyKeyParameter] : []),
  ]
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest.map((key) => [key, properties[key]])),
    required: rest.filter((key) => required.has(key)),
  }
  const status = String(place.status ?? 200)
  return {
    operationId: useCase.name,
    summary: useCase.summary,
    tags: [useCase.name.split('.')[0]],
    parameters,
    ...(!inQuery &&
      rest.length > 0 && { requestBody: { content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]:
        status === '204' ? { description: 'Done' } : { description: 'Done', content: contentOf(useCase) },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    ...(useCase.access.kind !== 'public' && {
      security: [place.method === 'GET' ? { session: [] } : { session: [], csrf: [] }],
    }),
    'x-access': accessWord(useCase.access),
  }
}

const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Made up by the sender for one sending. Whatever arrives again with it within a week gets the first ' +
    'answer and does nothing; with another content it is refused as `sent-differently`.',
  schema: { type: 'string', minLength: 1, maxLength: 100 },
}

function contentOf(useCase: UseCase): Json {
  // The bytes themselves; their own type is said by the answer's header.
  if (useCase.answers === 'file') return { 'application/octet-stream': {} }
  return { 'application/json': { schema: schemaOf(useCase.output, 'output') } }
}

function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function accessWord(access: Access): string {
  if (access.kind === 'public') return 'anyone'
  if (access.kind === 'self') return `signed in: ${access.audiences.join(', ')}`
  if (access.kind === 'operator') return 'operator'
  return `${access.audience}: ${access.permission}`
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable word for the reason.' },
    detail: { type: 'string', description: 'One plain sentence.' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, reason: { type: 'string' }, message: { type: 'string' } },
      },
    },
    extra: { type: 'object' },
  },
}
