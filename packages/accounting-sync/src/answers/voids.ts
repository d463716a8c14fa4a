import { lookBeforeVoid, reissueDocument, type VoidOutlook } from '../contract/voids.ts'
import type { DocumentHead } from '../core/document.ts'
import { appliedMinor, isVoidThere, unknownMinor } from '../core/void-there.ts'
import type { Engine } from '../engine/engine.ts'
import { checkDocument, type Checked } from '../engine/inbound/check.ts'
import { reExport } from '../engine/inbound/decisions.ts'
import { openForDocuments } from '../postgres/causes.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { excludedAmong } from '../postgres/exclusions.ts'
import type { Trx } from '../host.ts'
import { standsThere, type Standing } from '../producers/voids.ts'
import { unknownSettling } from './settling-there.ts'
import { answer, answerOutside, missing, Refused, type Answer, type Inside, type Outside } from './answer.ts'

/** What a person asks before a document is cancelled here, and answers when it was over there. */
export const voidAnswers = (engine: Engine): Answer[] => [
  answerOutside(lookBeforeVoid, (ctx, { documentId }) => outlookOf(engine, ctx, documentId)),
  answer(reissueDocument, (ctx, { documentId }) => reissue(engine, ctx, documentId)),
]

/** Looked at over there first, where it stands and somebody can be asked; then told as things are since. */
async function outlookOf(
  engine: Engine,
  { tenant, auditIn }: Outside,
  documentId: string,
): Promise<VoidOutlook> {
  const { transactions } = engine.host
  const before = await transactions.inTenant(tenant, (trx) => whereItStands(engine, trx, tenant, documentId))
  const { head, place } = before
  const happened = {
    action: 'accounting_document.looked_before_void',
    entityType: 'invoice',
    entityId: documentId,
    after: { number: head.number },
  }
  const isAsked = place !== null && !place.there.cannotBeAsked && !isVoidThere(place.link.differences)
  const checked: Checked['kind'] = isAsked
    ? (await checkDocument(engine, place.connection, place.link, (trx) => auditIn(trx, happened))).kind
    : 'checked'
  const { told, stands } = await transactions.inTenant(tenant, async (trx) => {
    if (checked !== 'checked' || !isAsked) await auditIn(trx, happened)
    const now = await whereItStands(engine, trx, tenant, documentId)
    return { told: await toldOf(engine, trx, tenant, now, checked), stands: now.place }
  })
  const { there } = told
  if (there === null || stands === null || there.unknownMinor === 0) return told
  return { ...told, there: { ...there, unknownBy: await unknownSettling(engine, stands) } }
}

interface Place {
  head: DocumentHead & { kind: 'invoice' | 'credit_memo' }
  place: Standing | null
}

async function whereItStands(engine: Engine, trx: Trx, tenant: string, documentId: string): Promise<Place> {
  const [head] = await engine.host.books.heads(trx, tenant, [documentId])
  if (head === undefined) throw missing('document')
  // What is paid in advance never went anywhere.
  const kind = head.kind === 'credit_memo' ? head.kind : 'invoice'
  const [place] = await standsThere(engine, trx, tenant, kind, [documentId])
  return { head: { ...head, kind }, place: place ?? null }
}

async function toldOf(
  engine: Engine,
  trx: Trx,
  tenant: string,
  { head, place }: Place,
  checked: Checked['kind'],
): Promise<VoidOutlook> {
  const today = await engine.host.books.today(trx, tenant)
  const { issueDate } = head
  const dated = { issueDate, month: issueDate.slice(0, 7) < today.slice(0, 7) ? 'earlier' : 'this' } as const
  if (place === null) {
    const arriving = await arrivingAt(trx, tenant, head)
    return { ...dated, refused: null, there: arriving === null ? null : onItsWay(head, arriving) }
  }
  const { link, connection, there } = place
  const standing = link.differences?.find((each) => each.field === 'standing')?.there
  const isThere = standing === undefined
  const unknown = isThere ? Math.max(0, unknownMinor(there)) : 0
  return {
    ...dated,
    refused: isThere ? refusalOf(checked, unknown, head.kind) : null,
    there: {
      company: connection.facts.name,
      standing: isThere ? 'standing' : standing === 'deleted' ? 'deleted' : 'voided',
      number: link.number,
      currency: head.currency,
      openMinor: isThere && checked === 'checked' ? totalOf(place, head) - appliedMinor(there) : null,
      unknownMinor: unknown,
      unknownBy: [],
      waits: isThere ? await waitsFor(trx, tenant, connection, head) : null,
      booksClosedThrough: connection.facts.booksClosedThrough,
    },
  }
}

const totalOf = ({ there }: Standing, head: DocumentHead): number =>
  there.seen?.totalMinor ?? there.meantMinor ?? head.totalMinor

function refusalOf(
  checked: Checked['kind'],
  unknown: number,
  kind: 'invoice' | 'credit_memo',
): VoidOutlook['refused'] {
  if (checked === 'not_there') return 'unreadable'
  if (checked !== 'checked') return checked
  if (unknown === 0) return null
  return kind === 'invoice' ? 'paid_there' : 'spent_there'
}

/** The company to which it is being sent at this moment: what only waits is taken back. */
async function arrivingAt(trx: Trx, tenant: string, { id }: DocumentHead): Promise<Connection | null> {
  for (const connection of await listConnections(trx, tenant)) {
    const open = await openForDocuments(trx, tenant, connection, [id])
    if (open.some((each) => each.status === 'in_progress')) return connection
  }
  return null
}

const onItsWay = ({ number, currency }: DocumentHead, { facts }: Connection): VoidOutlook['there'] => ({
  company: facts.name,
  standing: 'on_its_way',
  number,
  currency,
  openMinor: null,
  unknownMinor: 0,
  unknownBy: [],
  waits: null,
  booksClosedThrough: facts.booksClosedThrough,
})

async function waitsFor(
  trx: Trx,
  tenant: string,
  { status, pausedAt, facts }: Connection,
  { id, clientId, issueDate }: DocumentHead,
): Promise<NonNullable<VoidOutlook['there']>['waits']> {
  if (status === 'disconnected') return 'disconnected'
  if (facts.booksClosedThrough !== null && issueDate <= facts.booksClosedThrough) return 'closed_period'
  if (pausedAt !== null) return 'paused'
  const out = await excludedAmong(trx, tenant, { clientIds: [clientId], documentIds: [id] })
  return out.length > 0 ? 'excluded' : null
}

/** What we mean is written again over what was voided there, or anew where it was deleted. */
async function reissue(engine: Engine, ctx: Inside, documentId: string): Promise<Record<string, never>> {
  const { trx, tenant } = ctx
  const { head, place } = await whereItStands(engine, trx, tenant, documentId)
  if (place === null || !isVoidThere(place.link.differences)) throw settled()
  const decided = await reExport(engine.host, trx, place.connection, place.link)
  if (decided.kind === 'refused') throw settled()
  await ctx.audit({
    action: 'accounting_document.reissued',
    entityType: 'invoice',
    entityId: documentId,
    after: { number: head.number },
  })
  return {}
}

const settled = () => new Refused('accounting-already-settled', 'This has been settled in the meantime.')
