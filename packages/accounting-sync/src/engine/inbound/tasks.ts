import type { CustomerChange, PaymentChange, UnreadableChange } from '../../changes.ts'
import type { Difference } from '../../core/settle.ts'
import type { TaskDraft } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import type { ExternalRef, Link } from '../../postgres/links.ts'
import type { StoredProblem } from '../../postgres/observations.ts'
import type { Target } from '../../postgres/place.ts'
import { driftKey, TASK_KINDS } from '../exceptions/tasks.ts'

/** What the way in asks people. Each is about one thing over there, and there is one open task for it. */

export const observationKey = ({ adapterType, realm }: Target, { externalKind, externalId }: ExternalRef) =>
  `accounting_sync_observation:${adapterType}:${realm}:${externalKind}:${externalId}`

const about = (connection: Connection, ref: ExternalRef) => ({
  connectionId: connection.connectionId,
  adapterType: connection.adapterType,
  realm: connection.realm,
  ...ref,
})

/** A payment that cannot be applied, or not all of it: which, how much, and why. */
export function paymentTask(
  connection: Connection,
  { externalId, payment }: PaymentChange,
  problems: readonly StoredProblem[],
): TaskDraft {
  const ref = { externalKind: 'payment', externalId }
  const [first] = problems
  return {
    kind: TASK_KINDS.unmappedPayment,
    dedupeKey: observationKey(connection, ref),
    params: {
      number: payment?.number ?? externalId,
      company: connection.facts.name,
      date: payment?.date ?? '',
      reason: first?.reason ?? '',
      reasons: problems.length,
    },
    context: { ...about(connection, ref), problems, payment },
  }
}

export const moneyOf = (problems: readonly StoredProblem[], currency: string | null): TaskDraft['money'] =>
  currency === null
    ? null
    : { amountMinor: problems.reduce((sum, each) => sum + each.amountMinor, 0), currency }

export function unreadableTask(connection: Connection, unreadable: UnreadableChange): TaskDraft {
  const ref = { externalKind: unreadable.kind, externalId: unreadable.externalId ?? '' }
  return {
    kind: TASK_KINDS.unreadable,
    dedupeKey: observationKey(connection, ref),
    params: { company: connection.facts.name, what: unreadable.kind, id: unreadable.externalId ?? '' },
    context: { ...about(connection, ref), why: unreadable.why, raw: unreadable.raw },
  }
}

/** A customer that a client of ours is linked to is out of use: what is to go out for it will be refused. */
export function customerTask(
  connection: Connection,
  { externalId, state }: CustomerChange,
  link: Link,
): TaskDraft {
  const ref = { externalKind: 'customer', externalId }
  return {
    kind: TASK_KINDS.customerGone,
    dedupeKey: observationKey(connection, ref),
    params: { company: connection.facts.name, name: link.name ?? externalId, state },
    // Linking the client to another customer mends it.
    context: {
      ...about(connection, ref),
      cause: `client:${link.entityId}`,
      entityId: link.entityId,
      clientId: link.entityId,
      state,
    },
  }
}

export function documentDriftTask(
  connection: Connection,
  link: Link,
  about: { differences: readonly Difference[]; clientName: string; money: TaskDraft['money'] },
): TaskDraft {
  const { connectionId, adapterType, realm, facts } = connection
  const { entityType, entityId, externalId } = link
  return {
    kind: TASK_KINDS.drift,
    dedupeKey: driftKey(link),
    params: { number: link.number ?? externalId, clientName: about.clientName, company: facts.name },
    context: {
      connectionId,
      adapterType,
      realm,
      entityType,
      entityId,
      externalId,
      differences: about.differences,
    },
    priority: 'high',
    money: about.money,
  }
}
