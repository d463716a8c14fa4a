import type { ChangeKind } from '../changes.ts'
import {
  countTransactions,
  getArrival,
  listTransactions,
  type ArrivalDetail,
  type ArrivalView,
  type TransactionKind,
  type TransactionView,
} from '../contract/transactions.ts'
import type { ParsedOf } from '../contract/route.ts'
import { STANDINGS, type ArrivalStanding } from '../core/arrival.ts'
import type { OperationKind, OperationState } from '../core/operation.ts'
import type { Engine } from '../engine/engine.ts'
import { driftKey } from '../engine/exceptions/tasks.ts'
import { observationKey } from '../engine/inbound/tasks.ts'
import * as arrivals from '../postgres/arrivals-seen.ts'
import { listConnections } from '../postgres/connection.ts'
import { cycleUnder, runOf } from '../postgres/cycles.ts'
import * as viewer from '../postgres/viewer.ts'
import { answer, missing, type Answer, type Inside } from './answer.ts'
import { periodOf } from './days.ts'
import { operationView } from './operations.ts'
import { cursorOf, pageFrom, placeIn } from './paging.ts'

/** What crossed between the two books, both ways in one list. */
export const transactionAnswers = (engine: Engine): Answer[] => [
  answer(listTransactions, async (ctx, { cursor, limit, ...asked }) => {
    const { out, came } = await filtersFrom(engine, ctx, asked)
    const after = placeIn(cursor)
    const page = { after, limit: limit + 1 }
    const outPage = { ...page, after: after && { updatedAt: after.at, operationId: after.id } }
    const operations = out === null ? [] : await viewer.listOperations(ctx.trx, ctx.tenant, out, outPage)
    const arrived = came === null ? [] : await arrivals.listArrivals(ctx.trx, ctx.tenant, came, page)
    const names = await clientNames(engine, ctx, arrived)
    const rows = [
      ...operations.map((row) => placed(row.updatedAt, row.operationId, operationView(row))),
      ...arrived.map((row) => placed(row.at, row.arrivalId, arrivalView(row, names))),
    ].toSorted((a, b) => compare(b.at, a.at) || compare(b.id, a.id))
    return pageFrom(
      rows,
      limit,
      (row) => row.view,
      (row) => cursorOf(row.at, row.id),
    )
  }),
  answer(countTransactions, async (ctx, asked) => {
    const { out, came } = await filtersFrom(engine, ctx, { ...asked, status: undefined })
    const none = { pending: 0, in_progress: 0, done: 0, failed: 0, skipped: 0 }
    return {
      out: out === null ? none : await viewer.countOperations(ctx.trx, ctx.tenant, out),
      in: came === null ? arrivals.noArrivals() : await arrivals.countArrivals(ctx.trx, ctx.tenant, came),
    }
  }),
  answer(getArrival, (ctx, { arrivalId }) => oneArrival(engine, ctx, arrivalId)),
]

interface Placed {
  at: string
  id: string
  view: TransactionView
}

const placed = (at: string, id: string, view: TransactionView): Placed => ({ at, id, view })

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

type Filter = ParsedOf<typeof countTransactions>

const KINDS_OUT: Record<TransactionKind, OperationKind | null> = {
  invoice: 'export_invoice',
  credit_note: 'export_credit_memo',
  payment: 'record_payment',
  applied_credit: 'apply_credit',
  void: 'void_invoice',
  customer: null,
  refund: null,
}

const KINDS_IN: Record<TransactionKind, ChangeKind | null> = {
  invoice: 'invoice',
  credit_note: 'credit_memo',
  payment: 'payment',
  applied_credit: null,
  void: null,
  customer: 'customer',
  refund: 'refund',
}

/** What is asked of each direction; null: nothing of it can match. */
async function filtersFrom(
  { host }: Engine,
  { trx, tenant }: Inside,
  { direction, status, kind, from, to, batchId, cycleId, clientId, documentId, search }: Filter,
): Promise<{ out: viewer.OperationFilter | null; came: arrivals.ArrivalFilter | null }> {
  const run = cycleId === undefined ? undefined : await runOf(trx, tenant, cycleId)
  if (run === null) throw missing('run')
  const both = {
    ...(await periodOf(host.books, trx, tenant, { from, to })),
    clientId,
    number: search === '' ? undefined : search,
    run,
  }
  const arrived = isArrivalStanding(status) ? status : undefined
  const moved = status === undefined || arrived !== undefined ? undefined : (status as OperationState)
  const out = kind && KINDS_OUT[kind]
  const came = kind && KINDS_IN[kind]
  const isOut = direction !== 'in' && arrived === undefined && out !== null
  const isIn = direction !== 'out' && moved === undefined && came !== null && batchId === undefined
  return {
    out: isOut ? { ...both, status: moved, kind: out, batchId, entityId: documentId } : null,
    came: isIn ? { ...both, status: arrived, kind: came, documentId } : null,
  }
}

const isArrivalStanding = (status: string | undefined): status is ArrivalStanding =>
  STANDINGS.some((each) => each === status)

type Names = ReadonlyMap<string, string>

async function clientNames(
  { host }: Engine,
  { trx, tenant }: Inside,
  rows: readonly arrivals.StoredArrival[],
): Promise<Names> {
  const clients = [...new Set(rows.flatMap((each) => each.clientId ?? []))]
  if (clients.length === 0) return new Map()
  return await host.books.names(trx, tenant, { clients, services: [], taxRates: [] })
}

const arrivalView = (row: arrivals.StoredArrival, names: Names): ArrivalView => ({
  arrivalId: row.arrivalId,
  direction: 'in',
  kind: row.kind,
  externalId: row.externalId,
  status: row.status,
  reason: row.reason,
  reference: row.reference,
  client: { id: row.clientId, name: names.get(row.clientId ?? '') ?? null },
  documents: row.documents,
  amountMinor: row.amountMinor,
  heldMinor: row.heldMinor,
  currency: row.currency,
  dated: row.dated,
  changedAt: row.changedAt,
  at: row.at,
})

async function oneArrival(engine: Engine, ctx: Inside, arrivalId: string): Promise<ArrivalDetail> {
  const { trx, tenant } = ctx
  const row = await arrivals.readArrival(trx, tenant, arrivalId)
  if (row === null) throw missing('arrival')
  const { epoch, kind, externalId, details } = row
  const connection = (await listConnections(trx, tenant)).find(
    (each) => each.adapterType === row.adapterType && each.realm === row.realm,
  )
  const cycle = epoch === null ? null : await cycleUnder(trx, tenant, { ...row, epoch })
  const isGone = row.reason === 'gone' || row.reason === 'refund_gone' || externalId === ''
  const deepLink =
    connection === undefined || isGone
      ? null
      : engine.adapterOf(row.adapterType).deepLink(connection.environment, row.realm, kind, externalId)
  return {
    ...arrivalView(row, await clientNames(engine, ctx, [row])),
    company: connection?.facts.name ?? null,
    connectionId: connection?.connectionId ?? null,
    receipts: (details.receipts ?? []).map((each) => ({
      receiptId: each.receiptId,
      before: each.before && { ...each.before, allocations: [...each.before.allocations] },
      after: each.after && { ...each.after, allocations: [...each.after.allocations] },
    })),
    credits: [...(details.credits ?? [])],
    problems: (details.problems ?? []).map((each) => ({ ...each, detail: each.detail ?? null })),
    differences: [...(details.differences ?? [])],
    name: details.name ?? null,
    detail: details.detail ?? null,
    cycle: cycle && { cycleId: cycle.cycleId, trigger: cycle.trigger, startedAt: cycle.startedAt },
    deepLink,
    taskId: await openTask(engine, ctx, row),
  }
}

/** About the document that differs, or about what came and waits. */
async function openTask(
  { host }: Engine,
  { trx, tenant }: Inside,
  row: arrivals.StoredArrival,
): Promise<string | null> {
  const entityType = row.kind === 'credit_memo' ? 'credit_note' : 'invoice'
  const [document] = row.documents
  const isDocument = row.kind === 'invoice' || row.kind === 'credit_memo'
  const keys = [
    ...(isDocument && document !== undefined ? [driftKey({ entityType, entityId: document.id })] : []),
    observationKey(row, { externalKind: row.kind, externalId: row.externalId }),
  ]
  const open = await host.inbox.open(trx, tenant, keys)
  return keys.map((key) => open.get(key)).find((id) => id !== undefined) ?? null
}
