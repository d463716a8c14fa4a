import { entityTypeOf, linkOf, noteOf, type Both } from './both.ts'
import type { OurApplication, OurDocument, OurOperation, OurReceipt } from './ours.ts'

/**
 * Why the two sides may differ. Each answers a sentence, or null when nothing excuses it: a task that is open, a
 * difference that a person lives with, or a wait whose cause is there to be seen. An amount has to be named as
 * exactly what it is.
 */

/** While faults strike, whatever is queued is on its way; afterwards it has to say what it waits for. */
export interface Strictness {
  isHealed: boolean
}

/** What is open comes after all that ended, whatever the clock of whoever queued it said. */
const lastOf = ({ ours }: Both, entityId: string, kinds: readonly string[]): OurOperation | undefined => {
  const own = ours.operations.filter((each) => each.entityId === entityId && kinds.includes(each.kind))
  return own.find((each) => ['pending', 'in_progress', 'failed'].includes(each.status)) ?? own.at(-1)
}

export function whyWaiting(both: Both, operation: OurOperation, { isHealed }: Strictness): string | null {
  const { status, waitReason, waitsFor, skipReason, isSkippedByPerson } = operation
  if (!isHealed && (status === 'pending' || status === 'in_progress')) return 'it is on its way'
  if (status === 'failed') return hasErrorTask(both, operation) ? `refused: ${operation.errorCode}` : null
  if (status === 'skipped') return isSkippedByPerson ? `left out: ${skipReason}` : null
  if (status !== 'pending') return null
  switch (waitReason) {
    case 'paused':
      return both.ours.connection.isPaused ? 'the sync is paused' : null
    case 'not_connected':
      return both.ours.connection.status === 'connected' ? null : 'the company is not connected'
    case 'excluded':
      return exclusionOf(both, operation)
    case 'unmapped':
    case 'closed_period':
      return waitsFor.every((cause) => hasCauseTask(both, cause)) && waitsFor.length > 0
        ? `it waits for ${waitsFor.join(', ')}`
        : null
    case 'waits_for_document':
      return whatItFollows(both, operation)
    default:
      return null
  }
}

const exclusionOf = ({ ours }: Both, { entityId, clientId }: OurOperation): string | null => {
  const reason = ours.exclusions.get(`invoice:${entityId}`) ?? ours.exclusions.get(`client:${clientId}`)
  return reason === undefined ? null : `kept out: ${reason}`
}

export const hasCauseTask = ({ ours }: Both, cause: string): boolean =>
  ours.tasks.some(
    (each) => each.context['cause'] === cause || (cause.startsWith('period:') && isPeriodTask(each)),
  )

const isPeriodTask = ({ kind }: { kind: string }): boolean => kind === 'accounting_sync_closed_period'

const hasErrorTask = ({ ours }: Both, { kind, entityType, entityId, amountMinor }: OurOperation): boolean =>
  ours.tasks.some(
    (each) =>
      each.kind === 'accounting_sync_export_error' &&
      each.context['entityType'] === entityType &&
      each.context['entityId'] === entityId &&
      // One that is paid there says by how much, which keeps it from being void.
      (each.minor === amountMinor || kind === 'void_invoice'),
  )

/** A payment follows what it pays, or waits until somebody says whether it is a twin; a void what is taken off first. */
function whatItFollows(both: Both, { entityId, waitsFor }: OurOperation): string | null {
  if (waitsFor.includes(`payment:${entityId}`))
    return isNamedTwin(both, entityId) ? 'it may be there already: a person decides' : null
  const named = waitsFor.filter((each) => each.startsWith('document:')).map((each) => each.slice(9))
  const on = named.length > 0 ? named : settledBy(both, entityId)
  const open = on.flatMap((id) => lastOf(both, id, FOLLOWED) ?? []).filter((each) => each.status !== 'done')
  const [first] = open.flatMap((each) => whyWaiting(both, each, { isHealed: true }) ?? [])
  return first ?? null
}

/** What a receipt pays, or both documents of an application. */
function settledBy(both: Both, entityId: string): string[] {
  const application = both.applications.get(entityId)
  if (application === undefined) return Object.keys(both.receipts.get(entityId)?.on ?? {})
  return [application.documentId, noteOf(both, application)?.id ?? '']
}

const isNamedTwin = (both: Both, receiptId: string): boolean =>
  both.ours.observations.some(
    (each) =>
      each.problems.some((one) => one.reason === 'twin' && one.receiptId === receiptId) &&
      (each.decision === 'left' || hasObservationTask(both, each.externalId)),
  )

const EXPORTS = ['export_invoice', 'export_credit_memo']
const FOLLOWED = [...EXPORTS, 'record_payment', 'apply_credit']

/** Why a document of ours does not stand over there at all. */
export function whyNotThere(both: Both, document: OurDocument, strictness: Strictness): string | null {
  const { id, type, issueDate, finalizedAt } = document
  const { connection } = both.ours
  if (type === 'prepayment') return 'prepayments stay here'
  const operation = lastOf(both, id, EXPORTS)
  const waits = operation === undefined ? null : whyWaiting(both, operation, strictness)
  if (waits !== null) return waits
  if (operation !== undefined && operation.status !== 'skipped') return null
  // What a person excludes later was queued already; what was never queued stays for its date.
  if (issueDate < connection.fencedBefore) return 'it is older than go-live'
  if (!connection.autoSync) return 'nothing goes out by itself'
  return Date.parse(finalizedAt) <= Date.parse(connection.connectedAt)
    ? 'it is older than the connection'
    : null
}

/** Why a document is not worth the same on both sides: there less here. */
export function whyTotalsDiffer(
  both: Both,
  document: OurDocument,
  apartMinor: number,
  strictness: Strictness,
): string | null {
  const link = linkOf(both, document)
  if (link === undefined) return null
  if (link.accepted?.amountMinor === apartMinor) return `accepted: ${link.accepted.reason}`
  if (!strictness.isHealed && link.status === 'drift') return 'it is known to differ'
  const operation = lastOf(both, document.id, [...EXPORTS, 'void_invoice'])
  const isOpen = operation !== undefined && ['pending', 'in_progress', 'failed'].includes(operation.status)
  const waits = isOpen ? whyWaiting(both, operation, strictness) : null
  if (waits !== null) return waits
  const task = both.ours.tasks.find(
    (each) =>
      each.kind === 'accounting_sync_drift' &&
      each.context['entityId'] === document.id &&
      each.context['entityType'] === entityTypeOf(document),
  )
  return task !== undefined && task.minor === Math.abs(apartMinor) ? 'a task names the difference' : null
}

/** Why a payment over there pays something else on a document than is recorded of it here: there less here. */
export function whyPaymentDiffers(
  both: Both,
  paymentId: string,
  document: OurDocument,
  {
    apartMinor,
    receipts,
    applications,
    ...strictness
  }: Strictness & {
    apartMinor: number
    receipts: readonly OurReceipt[]
    applications: readonly OurApplication[]
  },
): string | null {
  for (const receipt of receipts) {
    const why = whyReceiptDiffers(both, receipt, strictness) ?? isKnownToDiffer(both, paymentId, receipt)
    if (why !== null) return why
  }
  for (const application of applications) {
    const why = whyApplicationDiffers(both, application, strictness)
    if (why !== null) return why
  }
  const observation = both.ours.observations.find(
    (each) => each.kind === 'payment' && each.externalId === paymentId,
  )
  if (observation === undefined) return null
  const isSeen = observation.decision === 'left' || hasObservationTask(both, paymentId)
  if (!isSeen) return null
  const external = linkOf(both, document)?.externalId
  const named = observation.problems.filter(
    (each) => each.documentId === document.id || (each.externalId !== null && each.externalId === external),
  )
  const sum = named.reduce((all, each) => all + each.amountMinor, 0)
  const isWhole = observation.problems.some((each) => each.documentId === null && each.externalId === null)
  return sum === Math.abs(apartMinor) || isWhole ? 'a task names it' : null
}

/** Less of ours was applied there than was meant: that is known, and how much in all. */
function isKnownToDiffer(
  { ours, theirs, links }: Both,
  paymentId: string,
  receipt: OurReceipt,
): string | null {
  if (links.get(`payment:${receipt.id}`)?.status !== 'drift') return null
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((all, each) => all + each, 0)
  const there = sum(theirs.payments.get(paymentId)?.onInvoices.values() ?? [])
  const apartMinor = sum(Object.values(receipt.on)) - there
  const isNamed = ours.tasks.some(
    (each) =>
      each.kind === 'accounting_sync_drift' &&
      each.context['entityId'] === receipt.id &&
      each.minor === Math.abs(apartMinor),
  )
  return isNamed ? 'a task names how much less was applied' : null
}

export const hasObservationTask = ({ ours }: Both, externalId: string): boolean =>
  ours.tasks.some(
    (each) => each.context['externalKind'] === 'payment' && each.context['externalId'] === externalId,
  )

/** Why what was changed of a receipt here, or was taken here, has not been told over there. */
export function whyReceiptDiffers(
  both: Both,
  { id, provider, paidOn, recordedAt }: OurReceipt,
  strictness: Strictness,
): string | null {
  const { connection } = both.ours
  const operation = lastOf(both, id, ['record_payment'])
  if (operation !== undefined) {
    const waits = whyWaiting(both, operation, strictness)
    return waits ?? (isNamedTwin(both, id) ? 'it may be there already: a person decides' : null)
  }
  if (provider === 'quickbooks' || both.links.has(`payment:${id}`)) return null
  if (paidOn < connection.fencedBefore) return 'it was paid before go-live'
  if (!connection.autoSync) return 'nothing goes out by itself'
  return Date.parse(recordedAt) <= Date.parse(connection.connectedAt)
    ? 'it is older than the connection'
    : null
}

/** Why credit that was put on a document here, or taken off it, is not so over there. */
export function whyApplicationDiffers(
  both: Both,
  application: OurApplication,
  strictness: Strictness,
): string | null {
  const { id, recordedAt, documentId } = application
  const { connection } = both.ours
  const operation = lastOf(both, id, ['apply_credit'])
  if (operation !== undefined) return whyWaiting(both, operation, strictness)
  if (both.links.has(`credit_allocation:${id}`)) return null
  const [invoice, note] = [both.documents.get(documentId), noteOf(both, application)]
  const day = [invoice?.issueDate ?? '', note?.issueDate ?? ''].toSorted().at(-1) ?? ''
  if (day < connection.fencedBefore) return 'it is older than go-live'
  if (!connection.autoSync) return 'nothing goes out by itself'
  return Date.parse(recordedAt) <= Date.parse(connection.connectedAt)
    ? 'it is older than the connection'
    : null
}
