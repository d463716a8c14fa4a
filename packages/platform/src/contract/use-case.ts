import { z, type ZodType } from 'zod'

/**
 * Everything a person or a program can ask of us is declared once, here: its name, who may ask,
 * what goes in and what comes out, and where it stands in the REST API. From the declaration come
 * the HTTP handler, the OpenAPI document, the permission-matrix test and the typed client, so this
 * file and every `contract` folder are free of anything that cannot run in a browser.
 */
export type Permission = `${string}:${string}`

/** `msp` works for the provider, `portal` for one of its clients, `operator` above all tenants. */
export type Audience = 'msp' | 'portal' | 'operator'

export type Access =
  /** Anyone, signed in or not: sign-in, resetting a password. Throttled. */
  | { kind: 'public' }
  /** Whoever is signed in, in one of these audiences; for what concerns only themselves. */
  | { kind: 'self'; audiences: readonly Audience[] }
  /** People of one audience holding the permission. */
  | { kind: 'permission'; audience: 'msp' | 'portal'; permission: Permission }
  | { kind: 'operator' }

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface HttpPlace {
  method: Method
  /** Below /api/v1, parameters as `:name`; each is a key of the input. */
  path: `/${string}`
  status?: 200 | 201 | 202 | 204
}

export interface UseCase<I extends ZodType = ZodType, O extends ZodType = ZodType> {
  /** `resource.verb`, unique; what the audit and the logs call it. */
  name: string
  summary: string
  /** A query reads; a command changes something and must leave an audit event. */
  kind: 'query' | 'command'
  access: Access
  /** One flat object: path parameters, then query (GET, DELETE) or body (the rest). */
  input: I
  output: O
  /** Left out: JSON. A file leaves as its own bytes, and `output` is `fileAnswer`. */
  answers?: 'file'
  /**
   * A command that would do more when it is sent twice than when it is sent once. It takes an
   * Idempotency-Key: whatever arrives again with the same key gets the first answer.
   */
  once?: true
  http?: HttpPlace
}

/** A file to look at (`inline`) or to keep (`attachment`). */
export const fileAnswer = z.object({
  fileName: z.string().min(1).max(200),
  contentType: z.string().max(100),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  disposition: z.enum(['inline', 'attachment']),
})
export type FileAnswer = z.infer<typeof fileAnswer>

export type InputOf<U extends UseCase> = z.input<U['input']>
export type ParsedInputOf<U extends UseCase> = z.output<U['input']>
export type OutputOf<U extends UseCase> = z.input<U['output']>
export type ResultOf<U extends UseCase> = z.output<U['output']>

type Declaration<I extends ZodType, O extends ZodType> = Omit<UseCase<I, O>, 'kind'>

export function defineQuery<I extends ZodType, O extends ZodType>(
  declaration: Declaration<I, O>,
): UseCase<I, O> {
  return { kind: 'query', ...declaration }
}

export function defineCommand<I extends ZodType, O extends ZodType>(
  declaration: Declaration<I, O>,
): UseCase<I, O> {
  return { kind: 'command', ...declaration }
}

export const anyone: Access = { kind: 'public' }
export const operatorOnly: Access = { kind: 'operator' }
export const signedIn = (...audiences: Audience[]): Access => ({ kind: 'self', audiences })
export const mspWith = (permission: Permission): Access => ({
  kind: 'permission',
  audience: 'msp',
  permission,
})
export const portalWith = (permission: Permission): Access => ({
  kind: 'permission',
  audience: 'portal',
  permission,
})
