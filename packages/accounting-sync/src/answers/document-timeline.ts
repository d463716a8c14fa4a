import type { DocumentView } from '../contract/documents.ts'
import type { CreditUse } from '../host-credits.ts'
import type { MoneyMove } from '../host-payments.ts'
import type { CardAttempt, CardFacts, CardOperation } from '../postgres/document-card.ts'

type Event = DocumentView['timeline'][number]

/** Everybody whom the story of a document names. */
export const peopleIn = ({ link, operations, exclusions }: CardFacts): string[] => [
  ...new Set([
    ...operations.flatMap(({ askedBy, skippedBy }) => [askedBy ?? [], skippedBy ?? []].flat()),
    ...exclusions.map((each) => each.excludedBy),
    ...(link?.metadata.accepted ? [link.metadata.accepted.by] : []),
  ]),
]

interface Money {
  moves: readonly MoneyMove[]
  credits: readonly CreditUse[]
  currency: string
}

/** What happened to it, the first thing first. */
export function timelineOf(
  facts: CardFacts,
  { moves, credits, currency }: Money,
  people: ReadonlyMap<string, string>,
): Event[] {
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id) ?? null))
  const { link, operations, attempts, exclusions } = facts
  const accepted = link?.status === 'drift' ? (link.metadata.accepted ?? null) : null
  const events = [
    ...operations.flatMap((each) => operationEvents(each, nameOf)),
    ...attempts.map(attemptEvent),
    ...exclusions.map((each) =>
      event(each.createdAt, 'kept_out', { byName: nameOf(each.excludedBy), detail: each.reason }),
    ),
    ...(link?.verifiedAt ? [event(afterItCame(link.verifiedAt, attempts), 'verified')] : []),
    ...(link?.status === 'drift' ? [event(link.metadata.differsSince ?? link.updatedAt, 'drift')] : []),
    ...(accepted === null
      ? []
      : [event(accepted.at, 'accepted', { byName: nameOf(accepted.by), detail: accepted.reason })]),
    ...(link?.status === 'voided' ? [event(link.updatedAt, 'voided')] : []),
    ...(link && attempts.length === 0 && link.sentAt ? [event(link.sentAt, 'written')] : []),
    ...moves.map(moneyEvent),
    ...credits.flatMap((each) => creditEvents(each, currency)),
  ]
  return events
    .map((each, place) => ({ each, place }))
    .toSorted((a, b) => (a.each.at === b.each.at ? a.place - b.place : a.each.at < b.each.at ? -1 : 1))
    .map(({ each }) => each)
}

/** The answer to a write is compared a moment before it is noted: first it came, then it was compared. */
function afterItCame(verifiedAt: string, attempts: readonly CardAttempt[]): string {
  const came = attempts.findLast(({ outcome }) => outcome === 'written' || outcome === 'adopted')?.at
  return came !== undefined && Date.parse(came) > Date.parse(verifiedAt) ? came : verifiedAt
}

/** Why nothing was left to do, by the word that stands with the operation. */
const TAKEN_BACK: Record<string, Event['what']> = {
  voided: 'taken_back_voided',
  reopened: 'taken_back_reopened',
  document_gone: 'taken_back_gone',
  already_there: 'taken_back_there',
}

function operationEvents(
  { operationId, createdAt, askedBy, askedAt, status, processedAt, skipReason, skippedBy }: CardOperation,
  nameOf: (id: string | null) => string | null,
): Event[] {
  const queuedAt = instant(createdAt)
  // Whoever had it queued asked just before.
  const isAskedLater = askedAt !== null && Date.parse(askedAt) > Date.parse(createdAt)
  const queued = event(queuedAt, 'queued', { byName: isAskedLater ? null : nameOf(askedBy), operationId })
  const asked = isAskedLater ? [event(askedAt, 'asked', { byName: nameOf(askedBy), operationId })] : []
  if (status !== 'skipped' || processedAt === null) return [queued, ...asked]
  // By nobody: its cause was gone, and the reason is a word of ours.
  const what = skippedBy === null ? (TAKEN_BACK[skipReason ?? ''] ?? 'taken_back_needless') : 'left_out'
  const detail = skippedBy === null ? null : skipReason
  return [queued, ...asked, event(processedAt, what, { byName: nameOf(skippedBy), detail, operationId })]
}

const attemptEvent = ({ at, outcome, code, detail, operationId }: CardAttempt): Event =>
  event(at, outcome, { detail: outcome === 'refused' ? detail : null, errorCode: code, operationId })

/** Of one that was changed, what counts since. */
function moneyEvent({ at, origin, reference, currency, appliedMinor, takenBackMinor }: MoneyMove): Event {
  const what = takenBackMinor === 0 ? 'paid' : appliedMinor === 0 ? 'payment_taken_back' : 'payment_changed'
  const amountMinor = appliedMinor === 0 ? takenBackMinor : appliedMinor
  return event(at, what, { payment: { origin, reference, amountMinor, currency } })
}

function creditEvents(
  { origin, number: reference, amountMinor, appliedAt, takenOffAt, takenOffFrom }: CreditUse,
  currency: string,
): Event[] {
  const payment = { origin, reference, amountMinor, currency }
  const takenOff = { ...payment, origin: takenOffFrom ?? 'here' }
  return [
    event(appliedAt, 'credit_applied', { payment }),
    ...(takenOffAt === null ? [] : [event(takenOffAt, 'credit_taken_off', { payment: takenOff })]),
  ]
}

const event = (at: string, what: string, more: Partial<Omit<Event, 'at' | 'what'>> = {}): Event => ({
  at: instant(at),
  what: what as Event['what'],
  byName: null,
  detail: null,
  errorCode: null,
  operationId: null,
  payment: null,
  ...more,
})

const instant = (text: string) => new Date(text).toISOString()
