import type { ZodType } from 'zod'
import type { Clock } from '../clock.ts'
import type { OutputOf, ParsedInputOf, ResultOf, UseCase } from '../contract/use-case.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import { recordAudit, type AuditDraft } from '../audit/record.ts'
import { badInput, notAllowed, notSignedIn, type FieldError } from '../problem.ts'
import type { Actor, SystemActor, UserActor } from './actor.ts'
import { answerOnce } from './answer-once.ts'

/** What every use case is handed. */
interface BaseContext {
  requestId: string
  clock: Clock
  ids: Ids
  log: Log
  /** What a browser gets besides the answer; empty for other callers. */
  reply: Reply
  /** Where the request came from, for throttling and the session list. */
  origin: RequestOrigin
}

/** A use case inside one tenant: one transaction, committed when it returns. */
export interface TenantContext<A extends Actor = UserActor | SystemActor> extends BaseContext {
  tenant: string
  actor: A
  trx: Transaction
  /** Who did what, in the same transaction. A command that never calls this is refused. */
  audit(happened: AuditDraft | readonly AuditDraft[]): Promise<void>
}

/** A use case above or outside tenants; it opens its own transactions. */
export interface SystemContext<A extends Actor | null = Actor | null> extends BaseContext {
  actor: A
  database: Database
  auditAs(trx: Transaction, tenant: string, actor: Actor, event: AuditDraft): Promise<void>
}

export interface Reply {
  cookies: string[]
  headers: Record<string, string>
}

export interface RequestOrigin {
  ip: string
  userAgent: string
}

export interface Implementation<U extends UseCase = UseCase> {
  useCase: U
  scope: 'tenant' | 'system'
  run(ctx: never, input: never): Promise<unknown>
}

/** Binds a declaration to what it does inside one tenant's transaction. */
export function implement<U extends UseCase>(
  useCase: U,
  run: (ctx: TenantContext, input: ParsedInputOf<U>) => Promise<OutputOf<U>>,
): Implementation<U> {
  return { useCase, scope: 'tenant', run }
}

/** The same for people only: `ctx.actor` is a signed-in user, never a job. */
export function implementForUser<U extends UseCase>(
  useCase: U,
  run: (ctx: TenantContext<UserActor>, input: ParsedInputOf<U>) => Promise<OutputOf<U>>,
): Implementation<U> {
  return { useCase, scope: 'tenant', run }
}

/** For what stands outside a tenant: sign-in, a reset by mail, the operator. */
export function implementSystem<U extends UseCase>(
  useCase: U,
  run: (ctx: SystemContext, input: ParsedInputOf<U>) => Promise<OutputOf<U>>,
): Implementation<U> {
  return { useCase, scope: 'system', run }
}

export interface ApplicationParts {
  database: Database
  clock: Clock
  ids: Ids
  log: Log
}

export interface Application {
  implementations: readonly Implementation[]
  execute<U extends UseCase>(
    useCase: U,
    actor: Actor | null,
    input: unknown,
    request?: RequestFacts,
  ): Promise<ResultOf<U>>
}

export interface RequestFacts {
  requestId: string
  /** What the sender recognises this sending by; only commands declared `once` take one. */
  idempotencyKey?: string | undefined
  reply: Reply
  origin: RequestOrigin
}

/** Runs use cases: permission, then input, then the work in its transaction, then the output. */
export function createApplication(parts: ApplicationParts, implementations: Implementation[]): Application {
  const byName = new Map<string, Implementation>()
  for (const each of implementations) {
    if (byName.has(each.useCase.name)) throw new Error(`two use cases are called ${each.useCase.name}`)
    if (each.useCase.once && each.scope !== 'tenant')
      throw new Error(`${each.useCase.name} cannot be done once: it has no transaction of one tenant`)
    byName.set(each.useCase.name, each)
  }
  return {
    implementations,
    async execute(useCase, actor, input, request) {
      const found = byName.get(useCase.name)
      if (!found) throw new Error(`${useCase.name} is not implemented here`)
      authorize(useCase, actor)
      const parsed = parseInput(useCase.input, input)
      const facts = request ?? {
        requestId: parts.ids.uuid(),
        reply: emptyReply(),
        origin: { ip: '', userAgent: '' },
      }
      const result =
        found.scope === 'tenant'
          ? await runInTenant(parts, found, actor, parsed, facts)
          : await runInSystem(parts, found, actor, parsed, facts)
      return useCase.output.parse(result) as never
    },
  }
}

export const emptyReply = (): Reply => ({ cookies: [], headers: {} })

/** May this actor ask this at all? The product itself may; people need the right audience and permission. */
export function authorize(useCase: UseCase, actor: Actor | null): void {
  const { access } = useCase
  if (access.kind === 'public') return
  if (!actor) throw notSignedIn()
  if (actor.kind === 'system') return
  if (access.kind === 'operator') {
    if (actor.kind !== 'operator') throw notAllowed('operator')
    return
  }
  const audience = actor.kind === 'operator' ? 'operator' : actor.audience
  if (access.kind === 'self') {
    if (!access.audiences.includes(audience)) throw notAllowed(access.audiences.join(' or '))
    return
  }
  if (
    actor.kind === 'operator' ||
    audience !== access.audience ||
    !actor.permissions.has(access.permission)
  ) {
    throw notAllowed(access.permission)
  }
}

function parseInput(schema: ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue): FieldError => ({
    field: issue.path.join('.'),
    reason: issue.code ?? 'invalid',
    message: issue.message,
  }))
  const first = fields[0]
  throw badInput(first ? `${first.field || 'input'}: ${first.message}` : 'The input is not valid.', fields)
}

async function runInTenant(
  parts: ApplicationParts,
  found: Implementation,
  actor: Actor | null,
  input: unknown,
  facts: RequestFacts,
): Promise<unknown> {
  const { useCase } = found
  if (!actor || actor.kind === 'operator') throw new Error(`${useCase.name} needs an actor inside a tenant`)
  return await parts.database.withTenant(actor.tenant, async (trx) => {
    const work = () => runAudited(parts, found, actor, input, facts, trx)
    const { idempotencyKey } = facts
    if (!useCase.once || idempotencyKey === undefined) return await work()
    const sending = { tenant: actor.tenant, command: useCase.name, idempotencyKey, actor, input }
    // Kept as declared: what is told a second time must not be more than was told the first.
    return await answerOnce(trx, parts.clock, sending, async () => useCase.output.parse(await work()))
  })
}

async function runAudited(
  parts: ApplicationParts,
  found: Implementation,
  actor: UserActor | SystemActor,
  input: unknown,
  facts: RequestFacts,
  trx: Transaction,
): Promise<unknown> {
  const run = found.run as (ctx: TenantContext, input: unknown) => Promise<unknown>
  let audited = false
  const result = await run(
    {
      ...facts,
      clock: parts.clock,
      ids: parts.ids,
      log: parts.log,
      tenant: actor.tenant,
      actor,
      trx,
      async audit(happened) {
        audited = true
        await recordAudit(trx, parts, actor.tenant, actor, facts.requestId, happened)
      },
    },
    input,
  )
  if (found.useCase.kind === 'command' && !audited) {
    throw new Error(`${found.useCase.name} changed something without saying who did it`)
  }
  return result
}

async function runInSystem(
  parts: ApplicationParts,
  found: Implementation,
  actor: Actor | null,
  input: unknown,
  facts: RequestFacts,
): Promise<unknown> {
  const run = found.run as (ctx: SystemContext, input: unknown) => Promise<unknown>
  return await run(
    {
      ...facts,
      clock: parts.clock,
      ids: parts.ids,
      log: parts.log,
      actor,
      database: parts.database,
      auditAs: (trx, tenant, who, event) => recordAudit(trx, parts, tenant, who, facts.requestId, event),
    },
    input,
  )
}
