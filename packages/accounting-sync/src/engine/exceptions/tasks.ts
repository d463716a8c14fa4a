import type { Rest } from '../../adapter.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { ruleOf } from '../../core/errors.ts'
import { apartMinor, appliedApartMinor } from '../../core/drift.ts'
import type { Difference } from '../../core/settle.ts'
import type { TaskDraft } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import type { HeldUp } from '../../postgres/due.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import type { Target } from '../../postgres/place.ts'

/** The kinds of tasks that the sync puts into the inbox. */
export const TASK_KINDS = {
  exportError: 'accounting_sync_export_error',
  drift: 'accounting_sync_drift',
  unmappedItem: 'accounting_sync_unmapped_item',
  unmappedTax: 'accounting_sync_unmapped_tax',
  customerUnlinked: 'accounting_sync_customer_unlinked',
  closedPeriod: 'accounting_sync_closed_period',
  connectionExpired: 'accounting_connection_expired',
  unmappedPayment: 'accounting_sync_unmapped_payment',
  customerGone: 'accounting_sync_customer_gone',
  unreadable: 'accounting_sync_unreadable',
  paymentRest: 'accounting_sync_payment_rest',
} as const

export const exportErrorKey = ({
  entityType,
  entityId,
}: Pick<StoredOperation, 'entityType' | 'entityId'>): string =>
  `${TASK_KINDS.exportError}:${entityType}:${entityId}`

interface Refused {
  code: ErrorCode
  detail: string | null
  trace?: string | null
  /** What it is about, where that is another amount than the document's own. */
  amountMinor?: number
}

/** A document that was refused for good: which, why in a code that has a sentence, and what was said. */
export function exportErrorTask(
  connection: Connection,
  operation: StoredOperation,
  { code, detail, trace, amountMinor }: Refused,
): TaskDraft {
  return {
    kind: TASK_KINDS.exportError,
    dedupeKey: exportErrorKey(operation),
    params: {
      number: operation.number,
      clientName: clientNameOf(operation),
      company: connection.facts.name,
      code,
      kind: operation.kind,
    },
    context: {
      ...about(connection, operation),
      code,
      detail,
      trace: trace ?? null,
      action: ruleOf(code).action,
    },
    money: moneyOf({ ...operation, amountMinor: amountMinor ?? operation.amountMinor }),
  }
}

export const driftKey = ({
  entityType,
  entityId,
}: Pick<StoredOperation, 'entityType' | 'entityId'>): string =>
  `${TASK_KINDS.drift}:${entityType}:${entityId}`

export function driftTask(
  connection: Connection,
  operation: StoredOperation,
  { meantMinor, ...found }: { externalId: string; differences: readonly Difference[]; meantMinor: number },
): TaskDraft {
  const { currency, entityType } = operation
  const total = apartMinor(found.differences, meantMinor)
  const apart = total === 0 && entityType === 'payment' ? appliedApartMinor(found.differences) : total
  return {
    kind: TASK_KINDS.drift,
    dedupeKey: driftKey(operation),
    params: { number: operation.number, clientName: clientNameOf(operation), company: connection.facts.name },
    context: { ...about(connection, operation), ...found },
    priority: 'high',
    // How far the two are apart, as a poll would say it.
    money: apart === 0 || currency === null ? null : { amountMinor: Math.abs(apart), currency },
  }
}

export const restKey = ({ entityType, entityId }: Pick<StoredOperation, 'entityType' | 'entityId'>): string =>
  `${TASK_KINDS.paymentRest}:${entityType}:${entityId}`

/** What of a payment stands over there as credit: how much, and which documents here it settles. */
export function restTask(
  connection: Connection,
  operation: StoredOperation,
  rest: readonly Rest[],
): TaskDraft {
  const amountMinor = rest.reduce((sum, each) => sum + each.amountMinor, 0)
  const { currency } = operation
  return {
    kind: TASK_KINDS.paymentRest,
    dedupeKey: restKey(operation),
    params: {
      number: operation.number,
      clientName: clientNameOf(operation),
      company: connection.facts.name,
      documents: rest.map((each) => each.number).join(', '),
    },
    context: { ...about(connection, operation), rest },
    money: currency === null ? null : { amountMinor, currency },
  }
}

/** What is behind a cause, as far as a task says it. */
export interface Behind {
  /** `none`: lines without a service or without tax. `unnamed`: the host knows it no more. */
  which: 'named' | 'none' | 'unnamed'
  name: string
  currency: string | null
}

/** One task for each thing that is missing, however many documents it holds up. */
export function causeTask(connection: Connection, held: HeldUp, behind?: Behind): TaskDraft | null {
  const kind = kindOfCause(held.cause)
  if (kind === null) return null
  const [sum, ...others] = held.money
  return {
    kind,
    dedupeKey: causeKey(kind, connection, held.cause),
    params: {
      documents: held.operations,
      company: connection.facts.name,
      which: behind?.which ?? 'unnamed',
      name: behind?.name ?? '',
    },
    context: {
      connectionId: connection.connectionId,
      adapterType: connection.adapterType,
      realm: connection.realm,
      cause: held.cause,
      entityId: held.cause.slice(held.cause.indexOf(':') + 1),
      currency: behind?.currency ?? null,
      money: held.money,
    },
    // Sums of different currencies do not add up; they stand in the context.
    money: sum === undefined || others.length > 0 ? null : sum,
  }
}

export function causeKeyOf(target: Target, cause: string): string | null {
  const kind = kindOfCause(cause)
  return kind === null ? null : causeKey(kind, target, cause)
}

const causeKey = (kind: string, { adapterType, realm }: Target, cause: string) =>
  `${kind}:${adapterType}:${realm}:${cause}`

function kindOfCause(cause: string): string | null {
  if (cause.startsWith('client:')) return TASK_KINDS.customerUnlinked
  if (cause.startsWith('service:')) return TASK_KINDS.unmappedItem
  if (cause.startsWith('tax:')) return TASK_KINDS.unmappedTax
  return cause.startsWith('period:') ? TASK_KINDS.closedPeriod : null
}

export const expiredKey = ({ connectionId }: Pick<Connection, 'connectionId'>): string =>
  `${TASK_KINDS.connectionExpired}:${connectionId}`

export function expiredTask(connection: Connection): TaskDraft {
  const { connectionId, adapterType, realm, facts } = connection
  return {
    kind: TASK_KINDS.connectionExpired,
    dedupeKey: expiredKey(connection),
    params: { company: facts.name },
    context: { connectionId, adapterType, realm },
    priority: 'urgent',
  }
}

const about = (connection: Connection, operation: StoredOperation) => ({
  connectionId: connection.connectionId,
  adapterType: connection.adapterType,
  realm: connection.realm,
  operationId: operation.operationId,
  entityType: operation.entityType,
  entityId: operation.entityId,
  clientId: operation.clientId,
})

const clientNameOf = ({ payload }: StoredOperation): string =>
  typeof payload['clientName'] === 'string' ? payload['clientName'] : ''

const moneyOf = ({
  amountMinor,
  currency,
}: Pick<StoredOperation, 'amountMinor' | 'currency'>): TaskDraft['money'] =>
  amountMinor === null || currency === null ? null : { amountMinor, currency }
