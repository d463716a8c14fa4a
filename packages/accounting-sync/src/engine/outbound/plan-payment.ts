import type { AccountingAdapter, FrozenWrite, Intent, Standing } from '../../adapter.ts'
import { markerOf } from '../../core/marker.ts'
import { paymentReference } from '../../core/payment.ts'
import type { HostDocument, HostReceipt } from '../../host-payments.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { closedPeriodCause, documentCause, twinCause } from './causes.ts'
import type { PlanFacts } from './plan.ts'
import { held, refused, type Step } from './steps.ts'

/** All that decides about payments that were taken here. */
export interface PaymentFacts {
  receipts: ReadonlyMap<string, HostReceipt>
  documents: ReadonlyMap<string, HostDocument>
  /** Ids over there of the documents that they pay. */
  documentIds: ReadonlyMap<string, string>
  /** Documents that are on their way there. */
  onTheirWay: ReadonlySet<string>
  /** Payments that stand there already. */
  standing: ReadonlyMap<string, StandingPayment>
  /** Receipts of which an equal one was keyed over there: a person decides first. */
  twins: ReadonlySet<string>
  depositAccountId: string | null
}

export interface StandingPayment extends Standing {
  /** What both last agreed that it says; null of one that nobody kept it of. */
  was: Intent | null
}

/**
 * A payment taken here is made to stand there as it is here: written, written over, or voided. It follows the
 * documents that it pays, and goes nowhere when none of them does. When some do, all of its money goes: what
 * pays the others stays over there as credit of the customer until they come.
 */
export function paymentStep(operation: StoredOperation, facts: PlanFacts, adapter: AccountingAdapter): Step {
  const { operationId, entityId } = operation
  const { payments, known, excluded, company } = facts
  const receipt = payments.receipts.get(entityId)
  const standing = payments.standing.get(entityId)
  const moot = (reason: 'document_gone' | 'not_concerned'): Step => ({
    kind: 'moot',
    moot: { operationId, reason },
  })
  if (receipt === undefined || (receipt.isReversed && standing === undefined)) return moot('document_gone')
  if (excluded.has(receipt.clientId)) return held(operationId, 'excluded')
  if (payments.twins.has(entityId)) return held(operationId, 'waits_for_document', [twinCause(entityId)])
  const customerId = known.customers.get(receipt.clientId)
  if (customerId === undefined) return held(operationId, 'unmapped', [`client:${receipt.clientId}`])
  const closed = company.booksClosedThrough
  if (closed !== null && receipt.date <= closed)
    return held(operationId, 'closed_period', [closedPeriodCause(closed)])
  if (receipt.isReversed && standing !== undefined)
    return voiding(operation, receipt, customerId, standing, adapter)
  const absent = receipt.allocations.filter((each) => !payments.documentIds.has(each.documentId))
  const coming = absent.filter((each) => payments.onTheirWay.has(each.documentId))
  if (coming.length > 0)
    return held(
      operationId,
      'waits_for_document',
      coming.map((each) => documentCause(each.documentId)),
    )
  const isNoneThere = absent.length > 0 && absent.length === receipt.allocations.length
  if (isNoneThere && standing === undefined)
    return staysHere(operationId, absent, payments.documents) ?? moot('not_concerned')
  return writing(operation, receipt, customerId, facts, adapter)
}

/** What is paid in advance never comes after it: a person is told, instead of it waiting for ever. */
function staysHere(
  operationId: string,
  allocations: HostReceipt['allocations'],
  documents: PaymentFacts['documents'],
): Step | null {
  const inAdvance = allocations.filter((each) => isPrepayment(each, documents))
  if (inAdvance.length === 0) return null
  const sum = inAdvance.reduce((all, each) => all + each.amountMinor, 0)
  const names = inAdvance.map((each) => numberOf(each, documents))
  return refused(operationId, 'prepayment_not_exported', `${names.join(', ')}: ${sum} in minor units`)
}

const numberOf = ({ documentId }: { documentId: string }, documents: PaymentFacts['documents']): string =>
  documents.get(documentId)?.number ?? documentId

const isPrepayment = (
  { documentId }: { documentId: string },
  documents: ReadonlyMap<string, HostDocument>,
): boolean => documents.get(documentId)?.isPrepayment ?? false

function writing(
  operation: StoredOperation,
  receipt: HostReceipt,
  customerId: string,
  { payments }: PlanFacts,
  adapter: AccountingAdapter,
): Step {
  const { operationId, entityId: id } = operation
  if (adapter.preparePayment === undefined)
    return refused(operationId, 'unsupported_operation', 'it takes no payments')
  const { clientId, date, currency, amountMinor, allocations } = receipt
  const { documentIds, depositAccountId, documents } = payments
  const ordered = inOrder(allocations)
  const there = ordered.filter((each) => documentIds.has(each.documentId))
  const rest = ordered
    .filter((each) => !documentIds.has(each.documentId))
    .map((each) => ({ ...each, number: numberOf(each, documents) }))
  const payment = { id, clientId, date, currency, amountMinor, allocations: there }
  const fresh = adapter.preparePayment(payment, { customerId, documentIds, depositAccountId })
  const standing = payments.standing.get(id)
  if (standing === undefined)
    return send(operation, { action: 'create', ...fresh, ...(rest.length === 0 ? {} : { rest }) })
  if (adapter.over === undefined) return refused(operationId, 'unsupported_operation', 'it changes nothing')
  const { externalId, was } = standing
  // Money that our gateway took stays as it is here, whatever they make of it there.
  const isShared = was !== null && receipt.origin === 'here'
  const update = { action: 'update' as const, externalId, ...(isShared ? { was } : {}), rest }
  return send(operation, { ...update, ...adapter.over(fresh, { externalId, version: standing.version }) })
}

/** The same bytes each time, in whatever order they were read. */
const inOrder = (allocations: HostReceipt['allocations']) =>
  allocations
    .map(({ documentId, amountMinor }) => ({ documentId, amountMinor }))
    .toSorted((a, b) => (a.documentId < b.documentId ? -1 : 1))

function voiding(
  operation: StoredOperation,
  { date, currency }: HostReceipt,
  customerId: string,
  standing: Standing,
  adapter: AccountingAdapter,
): Step {
  const { operationId, entityId } = operation
  if (adapter.voidBody === undefined) return refused(operationId, 'unsupported_operation', 'it voids nothing')
  const number = paymentReference(entityId)
  const nothing = { totalMinor: 0, taxMinor: 0, lineNetsMinor: [] }
  const intent = { ...nothing, number, currency, issueDate: date, customerId }
  const { externalId } = standing
  return send(operation, { action: 'void', externalId, body: adapter.voidBody(standing), intent, rest: [] })
}

const send = (
  operation: StoredOperation,
  write: Pick<FrozenWrite, 'action' | 'body' | 'intent' | 'externalId' | 'was' | 'rest'>,
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
