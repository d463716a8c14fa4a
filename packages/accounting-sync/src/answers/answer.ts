import type { AnswerOf, ParsedOf, Route } from '../contract/route.ts'
import type { Trx } from '../host.ts'

/** Who asks: a person of a tenant, in one session of the browser. */
export interface Asking {
  tenant: string
  userId: string
  name: string
  sessionId: string
}

/** Who did what, for the host's audit. Never a secret. */
export interface Happened {
  /** `resource.verb` in the past, such as `accounting_connection.paused`. */
  action: string
  entityType: string
  entityId: string
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  reason?: string | null
}

/** One transaction of the host, committed when the answer is given. A command that never audits is taken back. */
export interface Inside extends Asking {
  trx: Trx
  audit(happened: Happened | readonly Happened[]): Promise<void>
}

/** For what asks the service while a person waits: no transaction is open, and it opens its own. */
export interface Outside extends Asking {
  auditIn(trx: Trx, happened: Happened): Promise<void>
}

/** A route and what answers it; a host mounts them all. */
export type Answer =
  | { route: Route; scope: 'inside'; run(ctx: Inside, input: never): Promise<unknown> }
  | { route: Route; scope: 'outside'; run(ctx: Outside, input: never): Promise<unknown> }

export const answer = <R extends Route>(
  route: R,
  run: (ctx: Inside, input: ParsedOf<R>) => Promise<AnswerOf<R>>,
): Answer => ({ route, scope: 'inside', run })

export const answerOutside = <R extends Route>(
  route: R,
  run: (ctx: Outside, input: ParsedOf<R>) => Promise<AnswerOf<R>>,
): Answer => ({ route, scope: 'outside', run })

/** A refusal that a person can read; the host says it in its own way, under `code`. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: `accounting-${string}`
  readonly status: 404 | 409

  constructor(code: `accounting-${string}`, detail: string, status: 404 | 409 = 409) {
    super(detail)
    this.code = code
    this.status = status
  }
}

export const missing = (what: Missing): Refused =>
  new Refused(`accounting-no-${what}`, `There is no such ${what}.`, 404)

type Missing = 'connection' | 'batch' | 'operation' | 'arrival' | 'run' | 'document' | 'entity'
