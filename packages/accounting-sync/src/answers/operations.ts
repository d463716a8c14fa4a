import { getOperation, retryOperations, skipOperations, type OperationView } from '../contract/documents.ts'
import type { Engine } from '../engine/engine.ts'
import { ignoreEach, retryEach } from '../engine/exceptions/actions.ts'
import { causeKeyOf, driftKey, exportErrorKey } from '../engine/exceptions/tasks.ts'
import { listConnections } from '../postgres/connection.ts'
import { readOperations } from '../postgres/causes.ts'
import { loadLinks } from '../postgres/links.ts'
import * as viewer from '../postgres/viewer.ts'
import { answer, missing, type Answer, type Happened, type Inside } from './answer.ts'
import { causeFrom, namedCauses } from './named-causes.ts'

/** What was and is to be done over there, and what people do about it. */
export const operationAnswers = (engine: Engine): Answer[] => [
  answer(getOperation, (ctx, { operationId }) => oneOperation(engine, ctx, operationId)),
  answer(retryOperations, async (ctx, { operationIds }) => {
    const known = await knownAmong(ctx, operationIds)
    const moved = await retryEach(engine.host, ctx.trx, ctx.tenant, operationIds)
    await ctx.audit(moved.map((id) => happened('retried', known, id)))
    return { retried: moved.length }
  }),
  answer(skipOperations, async (ctx, { operationIds, reason }) => {
    const known = await knownAmong(ctx, operationIds)
    const asked = { operationIds, reason, by: ctx.userId }
    const moved = await ignoreEach(engine.host, ctx.trx, ctx.tenant, asked)
    await ctx.audit(moved.map((id) => ({ ...happened('skipped', known, id), reason })))
    return { skipped: moved.length }
  }),
]

export const operationView = (row: viewer.ListedOperation): OperationView => ({
  operationId: row.operationId,
  direction: 'out',
  kind: row.kind,
  documentId: row.entityId,
  documentType: row.entityType,
  number: row.number,
  client: { id: row.clientId, name: clientNameIn(row.payload) },
  amountMinor: row.amountMinor,
  currency: row.currency,
  issueDate: row.issueDate,
  status: row.status,
  attempts: row.attempts,
  waitReason: row.waitReason,
  errorCode: row.errorCode,
  nextAttemptAt: row.nextAttemptAt,
  batchId: row.batchId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  processedAt: row.processedAt,
  milliseconds: row.milliseconds,
})

const clientNameIn = (payload: Record<string, unknown>): string | null =>
  typeof payload['clientName'] === 'string' ? payload['clientName'] : null

async function oneOperation(engine: Engine, { trx, tenant }: Inside, operationId: string) {
  const { host } = engine
  const row = await viewer.readOperation(trx, tenant, operationId)
  if (row === null) throw missing('operation')
  const attempts = await viewer.readAttempts(trx, tenant, operationId)
  const causes = row.waitsFor ?? []
  const [link] = await loadLinks(trx, tenant, row, [row])
  const connection = (await listConnections(trx, tenant)).find(
    (each) => each.adapterType === row.adapterType && each.realm === row.realm,
  )
  const names = row.skippedBy === null ? undefined : await host.people.names(trx, tenant, [row.skippedBy])
  const deepLink =
    link === undefined || connection === undefined
      ? null
      : engine
          .adapterOf(row.adapterType)
          .deepLink(connection.environment, row.realm, link.externalKind, link.externalId)
  return {
    ...operationView(row),
    company: connection?.facts.name ?? null,
    detail: row.lastError,
    trace: row.trace,
    missing: await namedCauses(host.books, trx, tenant, causes.flatMap(causeFrom)),
    skip:
      row.skipReason === null
        ? null
        : { reason: row.skipReason, byName: names?.get(row.skippedBy ?? '') ?? null },
    deepLink,
    taskId: await openTask(engine, trx, tenant, row),
    attemptsMade: attempts.map(({ sequence, at, milliseconds, outcome, code, detail, trace, ...told }) => ({
      sequence,
      at,
      milliseconds,
      outcome,
      errorCode: (code ?? null) as OperationView['errorCode'],
      detail: detail ?? null,
      trace: trace ?? null,
      request: told.request ?? null,
      response: told.response ?? null,
    })),
  }
}

/** About the document itself first, then about what it waits for. */
async function openTask(
  { host }: Engine,
  trx: Inside['trx'],
  tenant: string,
  row: viewer.ListedOperation,
): Promise<string | null> {
  const causes = (row.waitsFor ?? []).flatMap((cause) => causeKeyOf(row, cause) ?? [])
  const keys = [exportErrorKey(row), driftKey(row), ...causes]
  const open = await host.inbox.open(trx, tenant, keys)
  return keys.map((key) => open.get(key)).find((id) => id !== undefined) ?? null
}

/** Nobody is told that nothing happened to what they cannot see. */
async function knownAmong({ trx, tenant }: Inside, operationIds: readonly string[]) {
  const known = await readOperations(trx, tenant, operationIds)
  if (known.length === 0) throw missing('operation')
  return new Map(known.map((each) => [each.operationId, each]))
}

const happened = (
  verb: 'retried' | 'skipped',
  known: Awaited<ReturnType<typeof knownAmong>>,
  operationId: string,
): Happened => {
  const operation = known.get(operationId)
  return {
    action: `accounting_operation.${verb}`,
    entityType: 'accounting_operation',
    entityId: operationId,
    after: { kind: operation?.kind, document: operation?.entityId, number: operation?.number },
  }
}
