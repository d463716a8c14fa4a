import type { DocumentView } from '../contract/documents.ts'
import { DOCUMENT_ACTIONS, whyNot, type Standing } from '../core/document-actions.ts'
import type { DocumentHead } from '../core/document.ts'
import { fence } from '../core/fence.ts'
import type { Engine } from '../engine/engine.ts'
import { causeKeyOf, driftKey, expiredKey, exportErrorKey } from '../engine/exceptions/tasks.ts'
import { readSettings } from '../engine/settings.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { readCard, type CardFacts } from '../postgres/document-card.ts'
import { missingIn } from '../producers/producers.ts'
import { missing as notFound, type Inside } from './answer.ts'
import { badgeView } from './badge-view.ts'
import { creditsOnCard, expiryOf } from './document-credits.ts'
import { agreedSide, checkedAt, hereSide, theirStanding, thereSide } from './document-sides.ts'
import { peopleIn, timelineOf } from './document-timeline.ts'
import { causeFrom, namedCauses, type Cause } from './named-causes.ts'

/**
 * One document here and over there, in at most five statements, whatever it has to say, and two more of a credit note.
 */
export async function documentCard(
  engine: Engine,
  { trx, tenant }: Asked,
  documentId: string,
): Promise<DocumentView> {
  const story = await engine.host.books.story(trx, tenant, documentId)
  if (story === null) {
    if ((await listConnections(trx, tenant)).length === 0) return NOBODY
    throw notFound('document')
  }
  const { head, moves } = story
  const entityType = head.kind === 'credit_memo' ? 'credit_note' : 'invoice'
  const credits = story.credits ?? []
  const allocationIds = credits.map((each) => each.allocationId)
  const card = await readCard(trx, tenant, { documentId, entityType, clientId: head.clientId, allocationIds })
  if (card === null) return NOBODY
  const { connection, facts } = card
  const causes = await causesOf(engine, { trx, tenant }, connection, head, facts)
  const missing = await namedCauses(engine.host.books, trx, tenant, causes)
  const people = await namesOf(engine, { trx, tenant }, peopleIn(facts))
  const excludedBecause = facts.exclusions[0]?.reason ?? null
  const badge = badgeView(engine, connection, { ...facts.badge, excludedBecause }, missing, people)
  const askable = engine.adapterOf(connection.adapterType).look !== undefined
  const expired = await expiryOf(engine, { trx, tenant }, head, facts)
  const at = standingOf(connection, head, facts, { deepLink: badge.deepLink !== null, askable })
  return {
    connection: connectionView(connection),
    kind: head.kind,
    standing: head.standing,
    ...outlookOf(connection, head),
    badge,
    here: hereSide(head, expired),
    agreed: agreedSide(head, facts),
    there: thereSide(head, facts),
    theirStanding: theirStanding(facts),
    credits: facts.link === null ? [] : creditsOnCard(credits, facts, head.currency),
    expired,
    differences: facts.link?.differences ?? [],
    checkedAt: checkedAt(facts),
    missing,
    error: errorOf(facts),
    leftOut: leftOutOf(facts, people),
    timeline: timelineOf(
      facts,
      facts.link === null ? NOTHING : { moves, credits, currency: head.currency },
      people,
    ),
    taskId: await taskOf(engine, { trx, tenant }, connection, head, facts),
    actions: DOCUMENT_ACTIONS.map((action) => ({ action, refused: whyNot(action, at) })),
  }
}

const NOBODY: DocumentView = {
  connection: null,
  kind: null,
  standing: null,
  outlook: null,
  goLiveDate: null,
  badge: null,
  here: null,
  agreed: null,
  there: null,
  theirStanding: null,
  credits: [],
  expired: null,
  differences: [],
  checkedAt: null,
  missing: [],
  error: null,
  leftOut: null,
  timeline: [],
  taskId: null,
  actions: [],
}

const NOTHING = { moves: [], credits: [], currency: '' }

type Asked = Pick<Inside, 'trx' | 'tenant'>

const connectionView = ({ connectionId, facts, status }: Connection): DocumentView['connection'] => ({
  connectionId,
  company: facts.name,
  status,
})

/** Whether it would go out by itself, now or once it is finalized. */
function outlookOf(connection: Connection, head: DocumentHead): Pick<DocumentView, 'outlook' | 'goLiveDate'> {
  const { autoSync, goLiveDate } = readSettings(connection.settings)
  if (head.kind === 'prepayment') return { outlook: 'never', goLiveDate }
  return { outlook: fence({ enabled: autoSync, goLiveDate }, head.issueDate), goLiveDate }
}

/** What its open operation waits for; of a draft that is to go out, what it would wait for. */
async function causesOf(
  engine: Engine,
  { trx, tenant }: Asked,
  connection: Connection,
  head: DocumentHead,
  { operations, exclusions }: CardFacts,
): Promise<Cause[]> {
  if (exclusions.length > 0) return []
  if (head.standing === 'draft' && outlookOf(connection, head).outlook === 'export') {
    const drafts = await engine.host.books.drafts(trx, tenant, [head.id])
    const [found] = await missingIn(trx, connection, drafts)
    return (found?.missing ?? []).map((each) => {
      if (each.what === 'customer') return { what: each.what, key: each.clientId }
      return { what: each.what, key: each.what === 'item' ? (each.serviceId ?? 'none') : each.key }
    })
  }
  return operations.flatMap(({ status, waitsFor }) =>
    status === 'pending' ? (waitsFor ?? []).flatMap(causeFrom) : [],
  )
}

const namesOf = async (
  { host }: Engine,
  { trx, tenant }: Asked,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  userIds.length === 0 ? new Map() : await host.people.names(trx, tenant, userIds)

function standingOf(
  { status }: Connection,
  { kind, standing }: DocumentHead,
  { badge, link, operations, exclusions }: CardFacts,
  can: Pick<Standing, 'deepLink' | 'askable'>,
): Standing {
  const id = badge.operation?.operationId
  const open = operations.find((each) => each.operationId === id)?.status ?? null
  const excludedBy = exclusions.map((each) => each.entityType)
  return {
    kind,
    standing,
    connected: status === 'connected',
    open: open === 'done' || open === 'skipped' ? null : open,
    linked: link !== null,
    ...can,
    excluded: excludedBy.includes('invoice') ? 'document' : excludedBy.includes('client') ? 'client' : null,
  }
}

/** What the open operation was told last. */
function errorOf({ badge, operations }: CardFacts): DocumentView['error'] {
  const open = operations.find((each) => each.operationId === badge.operation?.operationId)
  if (open === undefined || open.errorCode === null) return null
  return { code: open.errorCode, detail: open.lastError, trace: open.trace }
}

/** A person left it out for good, and nothing came after that. */
function leftOutOf(
  { link, operations }: CardFacts,
  people: ReadonlyMap<string, string>,
): DocumentView['leftOut'] {
  const last = operations.at(-1)
  if (link !== null || last?.status !== 'skipped' || last.skippedBy === null) return null
  return { reason: last.skipReason ?? '', byName: people.get(last.skippedBy) ?? null }
}

/** The open task that a person would mend it from: its own, or the one of what it waits for. */
async function taskOf(
  { host }: Engine,
  { trx, tenant }: Asked,
  connection: Connection,
  head: DocumentHead,
  { badge, operations }: CardFacts,
): Promise<string | null> {
  const document = { entityType: head.kind === 'credit_memo' ? 'credit_note' : 'invoice', entityId: head.id }
  const waitsFor = operations.flatMap((each) => (each.status === 'pending' ? (each.waitsFor ?? []) : []))
  const keys = [
    ...(badge.state === 'error' ? [exportErrorKey(document)] : []),
    ...(badge.state === 'drift' ? [driftKey(document)] : []),
    ...waitsFor.flatMap((cause) => causeKeyOf(connection, cause) ?? []),
    ...(connection.status === 'expired' ? [expiredKey(connection)] : []),
  ]
  if (keys.length === 0) return null
  const open = await host.inbox.open(trx, tenant, keys)
  return keys.map((key) => open.get(key)).find((id) => id !== undefined) ?? null
}
