import type { AccountingAdapter, FrozenWrite, Standing } from '../../adapter.ts'
import { markerOf } from '../../core/marker.ts'
import { paymentReference } from '../../core/payment.ts'
import type { HostDocument, HostReceipt } from '../../host-payments.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { closedPeriodCause } from './causes.ts'
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
  standing: ReadonlyMap<string, Standing>
  /** Receipts of which an equal one was keyed over there: a person decides first. */
  twins: ReadonlySet<string>
  depositAccountId: string | null
  /** When those are looked at again that wait for something on its way. */
  soon: Date
}

/**
 * A payment taken here is made to stand there as it is here: written, written over, or voided. It follows the
 * documents that it pays, and goes nowhere when none of them does.
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
  if (payments.twins.has(entityId))
    return held(operationId, 'waits_for_document', [`payment:${entityId}`], payments.soon)
  const customerId = known.customers.get(receipt.clientId)
  if (customerId === undefined) return held(operationId, 'unmapped', [`client:${receipt.clientId}`])
  const closed = company.booksClosedThrough
  if (closed !== null && receipt.date <= closed)
    return held(operationId, 'closed_period', [closedPeriodCause(closed)])
  if (receipt.isReversed && standing !== undefined)
    return voiding(operation, receipt, customerId, standing, adapter)
  const waits = whatIsNotThere(receipt, payments)
  if (waits === 'concerns_nothing') return moot('not_concerned')
  if (waits === 'on_its_way') return held(operationId, 'waits_for_document', undefined, payments.soon)
  if (waits !== null) return refused(operationId, waits.code, waits.detail)
  return writing(operation, receipt, customerId, facts, adapter)
}

type Missing =
  | null
  | 'concerns_nothing'
  | 'on_its_way'
  | { code: 'prepayment_not_exported' | 'cannot_be_linked'; detail: string }

/** Whether all that it pays is over there; if not, whether it ever will be. */
function whatIsNotThere(
  { allocations }: HostReceipt,
  { documentIds, onTheirWay, documents }: PaymentFacts,
): Missing {
  const absent = allocations.filter((each) => !documentIds.has(each.documentId))
  if (absent.length === 0) return null
  if (absent.some((each) => onTheirWay.has(each.documentId))) return 'on_its_way'
  if (absent.length === allocations.length && !absent.some((each) => isPrepayment(each, documents)))
    return 'concerns_nothing'
  const sum = absent.reduce((all, each) => all + each.amountMinor, 0)
  const names = absent.map((each) => documents.get(each.documentId)?.number ?? each.documentId)
  const code = absent.every((each) => isPrepayment(each, documents))
    ? 'prepayment_not_exported'
    : 'cannot_be_linked'
  return { code, detail: `${names.join(', ')}: ${sum} in minor units` }
}

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
  const { documentIds, depositAccountId } = payments
  const payment = { id, clientId, date, currency, amountMinor, allocations: inOrder(allocations) }
  const fresh = adapter.preparePayment(payment, { customerId, documentIds, depositAccountId })
  const standing = payments.standing.get(id)
  if (standing === undefined) return send(operation, { action: 'create', ...fresh })
  if (adapter.over === undefined) return refused(operationId, 'unsupported_operation', 'it changes nothing')
  return send(operation, { action: 'update', ...adapter.over(fresh, standing) })
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
  return send(operation, { action: 'void', body: adapter.voidBody(standing), intent })
}

const send = (operation: StoredOperation, write: Pick<FrozenWrite, 'action' | 'body' | 'intent'>): Step => ({
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
