import type { AccountingAdapter, Intent } from '../../adapter.ts'
import { markerOf } from '../../core/marker.ts'
import type { Seen } from '../../core/seen.ts'
import type { Link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { closedPeriodCause, documentCause } from './causes.ts'
import type { PlanFacts } from './plan.ts'
import { held, refused, type Step } from './steps.ts'

/** All that decides about documents that were cancelled here. */
export interface VoidFacts {
  /** As they stand over there, by their ids here. */
  links: ReadonlyMap<string, Link>
  /** Documents that are on their way there. */
  onTheirWay: ReadonlySet<string>
  /** What is about to be taken off them there: the payments and applications, by the document's id over there. */
  toBeTakenOff: ReadonlyMap<string, readonly string[]>
}

/**
 * A document that was cancelled here is made void there, in the version that was agreed on. What was on its way
 * when that happened arrives first, and what is to be taken off it is taken off.
 */
export function voidStep(operation: StoredOperation, facts: PlanFacts, adapter: AccountingAdapter): Step {
  const { operationId, entityId, issueDate } = operation
  const { voids, excluded, company } = facts
  const moot = (reason: 'already_there' | 'not_concerned'): Step => ({
    kind: 'moot',
    moot: { operationId, reason },
  })
  if (voids.onTheirWay.has(entityId))
    return held(operationId, 'waits_for_document', [documentCause(entityId)])
  const link = voids.links.get(entityId)
  if (link === undefined) return moot('not_concerned')
  if (link.status === 'voided') return moot('already_there')
  if (excluded.has(entityId) || excluded.has(operation.clientId ?? '')) return held(operationId, 'excluded')
  const first = voids.toBeTakenOff.get(link.externalId) ?? []
  if (first.length > 0) return held(operationId, 'waits_for_document', first.map(documentCause))
  const closed = company.booksClosedThrough
  if (closed !== null && issueDate <= closed)
    return held(operationId, 'closed_period', [closedPeriodCause(closed)])
  const kind = kindOf(link)
  if (adapter.voidDocument === undefined || kind === null)
    return refused(operationId, 'cannot_be_voided', `${adapter.type} voids nothing`)
  const standing = {
    externalId: link.externalId,
    version: isBare(link) ? (link.version ?? UNKNOWN) : UNKNOWN,
  }
  const write = { operationId, kind, ...adapter.voidDocument(kind, standing) }
  const intent = nothingOf(operation, link, facts)
  return { kind: 'send', member: { operation, write: { ...write, intent, marker: markerOf(entityId) } } }
}

/** No version that anything has once something lies upon it: refused as stale, it is read before it is voided. */
const UNKNOWN = '0'

/**
 * Nothing lay upon it when it was last seen. One that was found late may bear what nobody here knows of, and then
 * its version is none that was agreed on.
 */
function isBare({ metadata, snapshot }: Link): boolean {
  const seen = metadata['seen'] as Seen | undefined
  const total = seen?.totalMinor ?? (snapshot as Intent | null)?.totalMinor ?? null
  return seen === undefined || seen.balanceMinor === null || seen.balanceMinor === total
}

const kindOf = ({ externalKind: kind }: Link): 'invoice' | 'credit_memo' | null =>
  kind === 'invoice' || kind === 'credit_memo' ? kind : null

/** The document as it was agreed on, worth nothing. */
function nothingOf(operation: StoredOperation, link: Link, { known }: PlanFacts): Intent {
  const agreed = link.snapshot as Intent | null
  return {
    number: agreed === null ? (link.number ?? operation.number) : agreed.number,
    totalMinor: 0,
    taxMinor: 0,
    currency: agreed?.currency ?? operation.currency ?? '',
    issueDate: agreed?.issueDate ?? operation.issueDate,
    customerId: agreed?.customerId ?? known.customers.get(operation.clientId ?? '') ?? '',
    lineNetsMinor: [],
  }
}
