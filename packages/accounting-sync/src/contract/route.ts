import { z, type ZodType } from 'zod'

/**
 * What the module offers to people and programs, declared as plain data: a host mounts every route on its
 * own API and puts its permissions in front. Nothing in this folder needs a server.
 */
export interface Route<I extends ZodType = ZodType, O extends ZodType = ZodType> {
  /** `accounting.…`, unique; what a host's audit and logs call it. */
  name: `accounting.${string}`
  summary: string
  kind: 'query' | 'command'
  needs: Need
  /** One flat object: path parameters, then query (GET) or body (the rest). */
  input: I
  output: O
  /** A command that would do more when it is sent twice: the host lets it through once for each sending. */
  once?: true
  http: { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: `/accounting${string}`; status?: 201 }
}

/** Who may ask: whoever sees documents, whoever sees how billing is set up, whoever may change that. */
export type Need = 'documents' | 'watch' | 'manage'

export type InputOf<R extends Route> = z.input<R['input']>
export type ParsedOf<R extends Route> = z.output<R['input']>
export type AnswerOf<R extends Route> = z.input<R['output']>
export type ResultOf<R extends Route> = z.output<R['output']>

type Declaration<I extends ZodType, O extends ZodType> = Omit<Route<I, O>, 'kind'>

export const query = <I extends ZodType, O extends ZodType>(declaration: Declaration<I, O>): Route<I, O> => ({
  kind: 'query',
  ...declaration,
})

export const command = <I extends ZodType, O extends ZodType>(
  declaration: Declaration<I, O>,
): Route<I, O> => ({ kind: 'command', ...declaration })
