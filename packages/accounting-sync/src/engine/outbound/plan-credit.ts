import { CannotBeSaid, type AccountingAdapter, type FrozenWrite, type Intent } from '../../adapter.ts'
import { partOf, sidesOf, withoutPart } from '../../core/application.ts'
import { markerOf } from '../../core/marker.ts'
import type { HostCreditAllocation } from '../../host-credits.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { reversedPart } from '../inbound/reversed.ts'
import { closedPeriodCause, documentCause } from './causes.ts'
import type { PlanFacts } from './plan.ts'
import { held, refused, type Step } from './steps.ts'

/** All that decides about applications of credit. */
export interface CreditFacts {
  allocations: ReadonlyMap<string, HostCreditAllocation>
  /** Ids over there of the credit notes and invoices. */
  documentIds: ReadonlyMap<string, string>
  /** Documents that are on their way there. */
  onTheirWay: ReadonlySet<string>
  /** Applications that stand there already. */
  standing: ReadonlyMap<string, StandingCredit>
}

export interface StandingCredit {
  externalId: string
  version: string
  part: string
  /** What both last agreed that the payment says on which it stands. */
  was: Intent
}

/**
 * An application is made to stand there as it is here: written once both its documents are there, or taken off. It
 * never changes: what is applied anew is another one.
 */
export function creditStep(operation: StoredOperation, facts: PlanFacts, adapter: AccountingAdapter): Step {
  const { operationId, entityId } = operation
  const { credits, known, excluded, company } = facts
  const allocation = credits.allocations.get(entityId)
  const standing = credits.standing.get(entityId)
  const moot = (reason: 'document_gone' | 'already_there' | 'not_concerned'): Step => ({
    kind: 'moot',
    moot: { operationId, reason },
  })
  if (allocation === undefined) return moot('document_gone')
  if (allocation.isTakenOff && standing === undefined) return moot('document_gone')
  if (!allocation.isTakenOff && standing !== undefined) return moot('already_there')
  if (excluded.has(allocation.clientId)) return held(operationId, 'excluded')
  const isThere = (documentId: string) => credits.documentIds.has(documentId)
  const { documentId, creditNoteId } = allocation
  const both = creditNoteId === null ? [documentId] : [creditNoteId, documentId]
  const absent = both.filter((each) => !isThere(each))
  const coming = absent.filter((each) => credits.onTheirWay.has(each))
  if (standing === undefined && coming.length > 0)
    return held(operationId, 'waits_for_document', coming.map(documentCause))
  if (standing === undefined && absent.length === both.length) return moot('not_concerned')
  if (creditNoteId === null) return staysHere(operation, allocation)
  if (standing === undefined && absent.length > 0) return halfStaysHere(operation, allocation)
  const customerId = known.customers.get(allocation.clientId)
  if (customerId === undefined) return held(operationId, 'unmapped', [`client:${allocation.clientId}`])
  const closed = company.booksClosedThrough
  const date = standing?.was.issueDate ?? allocation.date
  if (closed !== null && date <= closed)
    return held(operationId, 'closed_period', [closedPeriodCause(closed)])
  try {
    return standing === undefined
      ? writing(operation, allocation, customerId, facts, adapter)
      : takingOff(operation, allocation, standing, adapter)
  } catch (error) {
    if (!(error instanceof CannotBeSaid)) throw error
    return refused(operationId, error.code, error.message)
  }
}

/** What was paid in advance is none of theirs: a person is told how much of it pays an invoice over there. */
const staysHere = (
  { operationId }: StoredOperation,
  { documentNumber, creditNoteNumber, amountMinor }: HostCreditAllocation,
): Step =>
  refused(
    operationId,
    'prepayment_not_exported',
    `${creditNoteNumber} on ${documentNumber}: ${amountMinor} in minor units`,
  )

/** Spent here, and open there by as much: a person is told, until the other document goes too. */
const halfStaysHere = (
  { operationId }: StoredOperation,
  { documentNumber, creditNoteNumber, amountMinor }: HostCreditAllocation,
): Step =>
  refused(
    operationId,
    'other_half_stays',
    `${creditNoteNumber} on ${documentNumber}: ${amountMinor} in minor units`,
  )

function writing(
  operation: StoredOperation,
  allocation: HostCreditAllocation,
  customerId: string,
  { credits }: PlanFacts,
  adapter: AccountingAdapter,
): Step {
  const { operationId, entityId: id } = operation
  if (adapter.prepareApplication === undefined)
    return refused(operationId, 'unsupported_operation', 'it applies no credit')
  const { creditNoteId, documentId, clientId, date, currency, amountMinor } = allocation
  const memoId = credits.documentIds.get(creditNoteId ?? '') ?? ''
  const invoiceId = credits.documentIds.get(documentId) ?? ''
  const application = {
    id,
    creditNoteId: creditNoteId ?? '',
    documentId,
    clientId,
    date,
    currency,
    amountMinor,
  }
  const fresh = adapter.prepareApplication(application, { customerId, memoId, invoiceId })
  return send(operation, { action: 'create', ...fresh, part: partOf(memoId, invoiceId) })
}

function takingOff(
  operation: StoredOperation,
  { amountMinor }: HostCreditAllocation,
  { externalId, version, part, was }: StandingCredit,
  adapter: AccountingAdapter,
): Step {
  const { operationId, entityId } = operation
  if (adapter.takeOff === undefined)
    return refused(operationId, 'unsupported_operation', 'it takes nothing off')
  const left = withoutPart(was, sidesOf(part), amountMinor)
  const write = adapter.takeOff({ externalId, version }, was, left)
  return send(operation, { ...write, part: reversedPart(entityId), takesOff: { externalId, was } })
}

const send = (
  operation: StoredOperation,
  write: Pick<FrozenWrite, 'action' | 'body' | 'intent' | 'part' | 'takesOff'>,
): Step => ({
  kind: 'send',
  member: {
    operation,
    write: {
      ...write,
      operationId: operation.operationId,
      kind: 'payment',
      marker: markerOf(operation.entityId),
    },
  },
})
