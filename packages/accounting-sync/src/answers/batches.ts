import {
  batchFilter,
  cancelBatch,
  createBatch,
  deliverBatch,
  getBatch,
  listBatches,
  previewBatch,
  validateBatch,
  type BatchView,
  type JudgedDocuments,
  type LineState,
} from '../contract/batches.ts'
import * as batches from '../engine/batches/batches.ts'
import type { Judgement } from '../engine/batches/judge.ts'
import type { Engine } from '../engine/engine.ts'
import type { SyncHost } from '../host.ts'
import * as stored from '../postgres/batches.ts'
import { listConnections } from '../postgres/connection.ts'
import { answer, missing, Refused, type Answer, type Happened, type Inside } from './answer.ts'
import { cursorOf, pageFrom, placeIn } from './paging.ts'

/** Documents that go together: chosen by a person, or by the schedule. */
export const batchAnswers = ({ host }: Engine): Answer[] => [
  answer(previewBatch, async ({ trx, tenant }, { connectionId, ...filter }) => {
    const preview = await batches.previewBatch(host, trx, tenant, connectionId, filter)
    if (preview === null) throw missing('connection')
    return judgedFrom(preview, { more: preview.more, gone: 0 })
  }),
  answer(createBatch, async (ctx, { connectionId, documentIds, ...filter }) => {
    const chosen = { filter, documentIds, by: ctx.userId }
    const drafted = await batches.createBatch(host, ctx.trx, ctx.tenant, connectionId, chosen)
    if (drafted.kind === 'refused') throw notDrafted(drafted.reason)
    await ctx.audit(happened('created', drafted.batch))
    return await viewOf(host, ctx, drafted.batch)
  }),
  answer(listBatches, async (ctx, { cursor, limit, ...filter }) => {
    const from = placeIn(cursor)
    const after = from && { createdAt: from.at, batchId: from.id }
    const rows = await stored.listBatches(ctx.trx, ctx.tenant, filter, { after, limit: limit + 1 })
    const view = await viewer(host, ctx, rows)
    return pageFrom(rows, limit, view, (row) => cursorOf(row.createdAt, row.batchId))
  }),
  answer(getBatch, async (ctx, { batchId }) => viewOf(host, ctx, await known(ctx, batchId))),
  answer(validateBatch, async (ctx, { batchId }) => {
    await known(ctx, batchId)
    const judged = await batches.validateBatch(host, ctx.trx, ctx.tenant, batchId)
    if (judged === null) throw letGo()
    return judgedFrom(judged, { more: false, gone: judged.gone })
  }),
  answer(deliverBatch, async (ctx, { batchId, version }) => {
    await known(ctx, batchId)
    const delivered = await batches.deliverBatch(host, ctx.trx, ctx.tenant, batchId, version)
    if (delivered.kind === 'unknown') throw letGo()
    if (delivered.kind === 'changed') throw changed()
    const batch = await known(ctx, batchId)
    await ctx.audit({ ...happened('delivered', batch), after: { ...delivered.delivery } })
    return await viewOf(host, ctx, batch)
  }),
  answer(cancelBatch, async (ctx, { batchId, version, reason }) => {
    await known(ctx, batchId)
    const cancel = { version, reason, by: ctx.userId }
    const cancelled = await batches.cancelBatch(host, ctx.trx, ctx.tenant, batchId, cancel)
    if (cancelled.kind === 'changed') throw changed()
    const { skipped: takenBack, givenBack } = cancelled
    const batch = await known(ctx, batchId)
    await ctx.audit({ ...happened('cancelled', batch), reason, after: { takenBack, givenBack } })
    return { ...(await viewOf(host, ctx, batch)), takenBack, givenBack }
  }),
]

async function known({ trx, tenant }: Inside, batchId: string): Promise<stored.Batch> {
  const batch = await stored.readBatch(trx, tenant, batchId)
  if (batch === null) throw missing('batch')
  return batch
}

const changed = () =>
  new Refused('accounting-batch-changed', 'The batch was changed, delivered or cancelled since it was read.')
const letGo = () => new Refused('accounting-not-connected', 'The company of this batch is not connected.')

function notDrafted(reason: Extract<batches.Drafted, { kind: 'refused' }>['reason']): Refused {
  if (reason === 'not_connected') return letGo()
  if (reason === 'unknown') return missing('document')
  return reason === 'empty'
    ? new Refused('accounting-batch-empty', 'A batch holds at least one document.')
    : new Refused('accounting-batch-too-big', `A batch holds at most ${batches.MOST_DOCUMENTS} documents.`)
}

function judgedFrom(
  { documents, totals }: Judgement,
  around: Pick<JudgedDocuments, 'more' | 'gone'>,
): JudgedDocuments {
  const byState = new Map<LineState, JudgedDocuments['totals'][number]>()
  for (const { state, documents: count, amountMinor, currency } of totals) {
    const sum = byState.get(state) ?? { state, documents: 0, money: [] }
    byState.set(state, {
      state,
      documents: sum.documents + count,
      money: [...sum.money, { amountMinor, currency }],
    })
  }
  return {
    documents: documents.map(({ id, clientId, clientName, amountMinor, missing: lacks, ...rest }) => ({
      ...rest,
      documentId: id,
      client: { id: clientId, name: clientName },
      totalMinor: amountMinor,
      missing: lacks.map((each) => ({ ...each, name: each.name === '' ? null : each.name })),
    })),
    totals: [...byState.values()],
    ...around,
  }
}

const viewOf = async (host: SyncHost, ctx: Inside, batch: stored.Batch): Promise<BatchView> =>
  (await viewer(host, ctx, [batch]))(batch)

/** Names for all of them at once. */
async function viewer(
  { people }: SyncHost,
  { trx, tenant }: Inside,
  all: readonly stored.Batch[],
): Promise<(batch: stored.Batch) => BatchView> {
  const connections = await listConnections(trx, tenant)
  const makers = [...new Set(all.flatMap((each) => each.createdBy ?? []))]
  const names = makers.length === 0 ? new Map() : await people.names(trx, tenant, makers)
  return ({ adapterType, realm, createdBy, filter, documents, lines, ...batch }) => {
    const own = connections.find((each) => each.adapterType === adapterType && each.realm === realm)
    const counted = { pending: 0, in_progress: 0, done: 0, failed: 0, skipped: 0, ...lines }
    const inQueue = Object.values(counted).reduce((sum, each) => sum + each, 0)
    return {
      ...batch,
      connectionId: own?.connectionId ?? null,
      company: own?.facts.name ?? null,
      filter: batchFilter.safeParse(filter).data ?? {},
      // Those of the schedule were chosen by nobody: they are what they queued.
      documents: batch.origin === 'manual' ? documents : inQueue,
      createdByName: createdBy === null ? null : (names.get(createdBy) ?? null),
      lines: counted,
    }
  }
}

const happened = (verb: 'created' | 'delivered' | 'cancelled', batch: stored.Batch): Happened => ({
  action: `accounting_batch.${verb}`,
  entityType: 'accounting_batch',
  entityId: batch.batchId,
  after: { documents: batch.documents },
})
