import type { Intent } from '../../adapter.ts'
import type { DocumentChange } from '../../changes.ts'
import { apartMinor, judgeDocument, type Judgement } from '../../core/drift.ts'
import type { Trx } from '../../host.ts'
import type { Link, LinkDraft } from '../../postgres/links.ts'
import { isAsSeen, seenOf, type Seen } from '../../core/seen.ts'
import type { Run } from '../outbound/run.ts'
import { driftKey } from '../exceptions/tasks.ts'
import { documentArrival } from './arrivals.ts'
import { linkAgain, type Effects } from './effects.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'
import { observe } from './observe.ts'
import { documentDriftTask } from './tasks.ts'
import { voidedThere } from './voided.ts'

const TYPES = { invoice: 'invoice', credit_memo: 'credit_note' } as const

interface Judged {
  link: Link
  change: DocumentChange
  judgement: Judgement
}

/** Whose documents these are; a cycle has it, and so has a person who asks for one of them. */
export type Company = Pick<Run, 'engine' | 'connection'>

/**
 * Documents of ours as they stand over there: what is still meant is confirmed, what is not is drift. What is
 * owed on them there is kept beside that, since it moves without being a difference. `isAsked`: a person looks,
 * so that even nothing new is worth a time.
 */
export async function applyDocuments(
  company: Company,
  trx: Trx,
  all: readonly Incoming[],
  links: LinksOfTheirs,
  goneCustomers: ReadonlySet<string>,
  effects: Effects,
  isAsked = false,
): Promise<void> {
  const news: Judged[] = []
  const ours: { link: Link; change: DocumentChange }[] = []
  for (const each of all) {
    if (each.kind !== 'change' || !isDocument(each.change)) continue
    observe(company.connection, effects, each, null)
    const { change } = each
    const link = links.one(change.kind, change.externalId, TYPES[change.kind])
    if (link !== undefined) ours.push({ link, change })
  }
  const cancelled = await cancelledAmong(company, trx, ours)
  for (const { link, change } of ours) {
    const seen = seenOf(change, company.engine.host.clock.now().toISOString())
    if (cancelled.has(link.entityId)) {
      effects.voids.push({ ...link, isVoid: change.state !== 'standing' })
      if (change.state !== 'standing') {
        endsOnBothSides(link, seen, effects)
        continue
      }
    }
    const judgement = judgeDocument(agreedOn(link), change, goneCustomers)
    if (judgement !== null) {
      effects.links.push(judged(link, judgement, seen))
      if (judgement.status === 'drift') effects.counts.drifted += 1
      else effects.counts.verified += 1
      if (judgement.status !== 'drift' && link.status === 'drift') effects.close.push(driftKey(link))
      if (judgement.status === 'drift' || link.status === 'drift') news.push({ link, change, judgement })
    } else if (isAsked || !isAsSeen(lastSeen(link), seen)) {
      effects.links.push(linkAgain(link, { metadata: { seen } }))
    }
  }
  await tell(company, trx, news, effects)
}

/**
 * Which of these are cancelled here, of those for which that matters: what is void there, and what is settled by less
 * than before. One statement, and none for all the others.
 */
async function cancelledAmong(
  { engine, connection }: Company,
  trx: Trx,
  ours: readonly { link: Link; change: DocumentChange }[],
): Promise<ReadonlySet<string>> {
  const asked = ours.filter(
    ({ link, change }) => link.status !== 'voided' && (change.state !== 'standing' || isFreed(link, change)),
  )
  if (asked.length === 0) return new Set()
  const ids = asked.map(({ link }) => link.entityId)
  const heads = await engine.host.books.heads(trx, connection.tenant, ids)
  return new Set(heads.filter((each) => each.standing === 'cancelled').map((each) => each.id))
}

/** Nothing settles it any more, and something did. */
function isFreed(link: Link, { document }: DocumentChange): boolean {
  const before = link.metadata['seen'] as Seen | undefined
  const isWhole = document !== null && document.balanceMinor === document.totalMinor
  return isWhole && before?.balanceMinor != null && before.balanceMinor < document.totalMinor
}

/** Cancelled here and void there: that is no difference, whoever was first. */
function endsOnBothSides(link: Link, seen: Seen, effects: Effects): void {
  effects.links.push(voidedThere(link, { seen }))
  effects.counts.verified += 1
  if (link.status === 'drift') effects.close.push(driftKey(link))
}

function judged(link: Link, { status, differences, movedTo }: Judgement, seen: Seen): LinkDraft {
  const snapshot = movedTo === null ? link.snapshot : { ...(link.snapshot as Intent), customerId: movedTo }
  const verifiedAt = status === 'verified' ? new Date(seen.at) : null
  const metadata = {
    seen,
    ...(status === 'drift' ? { differsSince: seen.at } : {}),
    // Another difference than the one that somebody accepted, or none any more.
    ...(link.metadata['accepted'] ? { accepted: null } : {}),
  }
  return linkAgain(link, { status, differences, snapshot, verifiedAt, metadata })
}

/** Before anybody looked again: as we wrote it, with nothing paid. */
function lastSeen({ metadata, snapshot, status }: Link): Seen | undefined {
  const seen = metadata['seen'] as Seen | undefined
  if (seen !== undefined) return seen
  if (status === 'voided') return { balanceMinor: 0, state: 'voided', at: '' }
  const meant = snapshot as Intent | null
  return meant === null ? undefined : { balanceMinor: meant.totalMinor, state: 'standing', at: '' }
}

const isDocument = (change: { kind: string }): change is DocumentChange =>
  change.kind === 'invoice' || change.kind === 'credit_memo'

const agreedOn = ({ status, snapshot, differences }: Link) => ({
  status,
  snapshot: snapshot as Intent | null,
  differences,
})

/** One task for each document that differs, with whose it is and how far the two sides are apart. */
async function tell(
  { connection, engine }: Company,
  trx: Trx,
  news: readonly Judged[],
  effects: Effects,
): Promise<void> {
  if (news.length === 0) return
  const ids = news.map(({ link }) => link.entityId)
  const documents = await engine.host.books.documents(trx, connection.tenant, ids)
  const byId = new Map(documents.map((each) => [each.id, each]))
  for (const { link, change, judgement } of news) {
    const document = byId.get(link.entityId)
    effects.arrivals.push(documentArrival(change, link, judgement, document))
    if (judgement.status !== 'drift') continue
    const differences = judgement.differences ?? []
    const apart = document === undefined ? 0 : apartMinor(differences, document.totalMinor)
    const money =
      document === undefined || apart === 0
        ? null
        : { amountMinor: Math.abs(apart), currency: document.currency }
    const clientName = document?.clientName ?? ''
    effects.raise.push(documentDriftTask(connection, link, { differences, clientName, money }))
  }
}
