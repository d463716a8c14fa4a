import type { AnswerOf, ParsedOf } from '../contract/route.ts'
import type { syncDocuments } from '../contract/documents.ts'
import type { DocumentHead } from '../core/document.ts'
import { CYCLE_JOB, type Engine } from '../engine/engine.ts'
import { retryEach } from '../engine/exceptions/actions.ts'
import { badgesOf, type Badge } from '../postgres/badges.ts'
import { resolveConnection, type Connection } from '../postgres/connection.ts'
import { noteAsked } from '../postgres/document-card.ts'
import { hasten } from '../postgres/due.ts'
import { excludedAmong } from '../postgres/exclusions.ts'
import { hastenFrames } from '../postgres/next-due.ts'
import { queue, type Announced } from '../producers/producers.ts'
import { missing, Refused, type Inside } from './answer.ts'

/**
 * Queues what is not there, hastens what waits and tries again what was refused, each as one set; then wakes a
 * cycle. Two who press at once meet at the same open operations.
 */
export async function sendNow(
  { host }: Engine,
  ctx: Inside,
  { documentIds }: ParsedOf<typeof syncDocuments>,
): Promise<AnswerOf<typeof syncDocuments>> {
  const { trx, tenant, userId } = ctx
  const connection = await resolveConnection(trx, tenant)
  if (connection?.status !== 'connected') {
    throw new Refused('accounting-not-connected', 'No company is connected, so nothing can be sent.')
  }
  const heads = await host.books.heads(trx, tenant, [...new Set(documentIds)])
  if (heads.length === 0) throw missing('document')
  const excluded = await excludedAmong(trx, tenant, {
    clientIds: [...new Set(heads.map((each) => each.clientId))],
    documentIds: heads.map((each) => each.id),
  })
  const out = new Set(excluded.map((each) => each.entityId))
  const sendable = heads.filter((each) => isSendable(each) && !out.has(each.id) && !out.has(each.clientId))
  const badges = await badgesOf(
    trx,
    tenant,
    connection,
    sendable.map((each) => each.id),
  )
  const cancelled = new Set(heads.filter((each) => each.standing === 'cancelled').map((each) => each.id))
  const parted = partedBy(badges)
  const plan = { ...parted, absent: parted.absent.filter((each) => !cancelled.has(each)) }
  const at = host.clock.now()
  const retried = await retryEach(host, trx, tenant, plan.refused.map(operationOf))
  const queued = await queue(host, trx, connection, announcedAmong(sendable, plan.absent), { urgent: true })
  const waiting = [...plan.waiting, ...plan.refused].map((each) => each.documentId)
  const soon = { entityIds: waiting, at }
  if (waiting.length > 0) {
    await hasten(trx, tenant, connection, soon)
    await hastenFrames(trx, tenant, connection, soon)
  }
  const asked = [...waiting, ...plan.absent]
  if (asked.length > 0) {
    await noteAsked(trx, tenant, connection, { entityIds: asked, by: userId, at })
    await wakeNow(host, ctx, connection)
  }
  const done = { queued, hastened: plan.waiting.length, retried: retried.length }
  await ctx.audit(heads.map((each) => happened(each, new Set(asked).has(each.id))))
  return { ...done, left: heads.length - asked.length }
}

/** Of what was cancelled its void may wait, or have been refused. */
const isSendable = ({ kind, standing }: DocumentHead) => kind !== 'prepayment' && standing !== 'draft'

/** What is there and open no more is left as it is. */
function partedBy(badges: readonly Badge[]) {
  const open = badges.filter((each) => each.operation !== null)
  return {
    refused: open.filter((each) => each.state === 'error'),
    waiting: open.filter((each) => each.state !== 'error'),
    absent: badges.filter((each) => each.state === 'not_synced').map((each) => each.documentId),
  }
}

const operationOf = ({ operation }: Badge): string => operation?.operationId ?? ''

function announcedAmong(heads: readonly DocumentHead[], ids: readonly string[]): Announced[] {
  const wanted = new Set(ids)
  return heads.flatMap(({ kind, number, ...head }) =>
    wanted.has(head.id) && kind !== 'prepayment' ? [{ ...head, kind, number: number ?? '' }] : [],
  )
}

const wakeNow = (
  { jobs }: Engine['host'],
  { trx, tenant }: Inside,
  { connectionId }: Connection,
): Promise<unknown> =>
  jobs.scheduleJob(
    CYCLE_JOB,
    { tenant, connectionId, trigger: 'sync_now' },
    { singletonKey: `${connectionId} now`, trx },
  )

const happened = ({ id, number }: DocumentHead, isSent: boolean) => ({
  action: 'accounting_document.sync_asked',
  entityType: 'invoice',
  entityId: id,
  after: { number, sent: isSent },
})
