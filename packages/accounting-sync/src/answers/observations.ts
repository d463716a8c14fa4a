import type { TheirPayment } from '../changes.ts'
import { getObservation, type ObservationView } from '../contract/observations.ts'
import type { DocumentHead } from '../core/document.ts'
import type { Engine } from '../engine/engine.ts'
import { LinksOfTheirs, namedBy } from '../engine/inbound/incoming.ts'
import { readEntries } from '../postgres/catalogue.ts'
import type { HostReceipt } from '../host-payments.ts'
import type { Connection } from '../postgres/connection.ts'
import { loadLinksOfTheirs } from '../postgres/links.ts'
import { readObservation, type Observation, type StoredProblem } from '../postgres/observations.ts'
import { answer, type Answer, type Inside } from './answer.ts'
import { askedConnection } from './asked-connection.ts'

/** What came in and waits for a person. */
export const observationAnswers = (engine: Engine): Answer[] => [
  answer(getObservation, async (ctx, { connectionId, ...ref }) => {
    const connection = await askedConnection(ctx, connectionId)
    const found = await readObservation(ctx.trx, ctx.tenant, connection, ref)
    return { observation: found === null ? null : await viewOf(engine, ctx, connection, found) }
  }),
]

async function viewOf(
  engine: Engine,
  ctx: Inside,
  connection: Connection,
  found: Observation,
): Promise<ObservationView> {
  const { change, problems, decision } = found
  const named = await whatItNames(engine, ctx, connection, found)
  const linkTo = (kind: string, externalId: string) =>
    engine
      .adapterOf(connection.adapterType)
      .deepLink(connection.environment, connection.realm, kind, externalId)
  const documentOf = (id: string | null) => (id === null ? null : (named.documents.get(id) ?? null))
  const payment = change?.kind === 'payment' ? change.payment : null
  return {
    kind: found.externalKind as ObservationView['kind'],
    externalId: found.externalId,
    deepLink: change?.state === 'gone' ? null : linkTo(found.externalKind, found.externalId),
    state: change?.state ?? null,
    firstSeenAt: new Date(found.firstSeenAt).toISOString(),
    payment: payment === null ? null : paymentView(payment, problems, named, linkTo),
    problems: problems.map(({ reason, amountMinor, documentId, receiptId, detail }) => ({
      reason: reason as ObservationView['problems'][number]['reason'],
      amountMinor,
      document: documentOf(documentId),
      detail: detail ?? null,
      receipt: receiptView(named, receiptId),
    })),
    raw: found.raw,
    decision:
      decision === null
        ? null
        : {
            kind: decision.kind,
            byName: named.people.get(decision.by) ?? null,
            at: decision.at,
            reason: decision.reason,
          },
  }
}

interface Named {
  links: LinksOfTheirs
  /** By their ids here. */
  documents: ReadonlyMap<string, NonNullable<ObservationView['problems'][number]['document']>>
  receipts: ReadonlyMap<string, HostReceipt>
  customerName: string | null
  people: ReadonlyMap<string, string>
}

/** Everything that it names, each in one statement. */
async function whatItNames(
  { host }: Engine,
  { trx, tenant }: Inside,
  connection: Connection,
  { change, problems, decision }: Observation,
): Promise<Named> {
  const refs = change === null ? [] : namedBy([{ kind: 'change', change, known: null }])
  const found = await loadLinksOfTheirs(trx, tenant, connection, refs)
  const ours = found.filter(({ entityType }) => entityType === 'invoice' || entityType === 'credit_note')
  const receiptIds = [...new Set(problems.flatMap((each) => each.receiptId ?? []))]
  const receipts = receiptIds.length === 0 ? [] : await host.books.payments.read(trx, tenant, receiptIds)
  const paid = receipts.flatMap((each) => each.allocations.map(({ documentId }) => documentId))
  const ids = [
    ...ours.map((each) => each.entityId),
    ...problems.flatMap((each) => each.documentId ?? []),
    ...paid,
  ]
  const heads = ids.length === 0 ? [] : await host.books.heads(trx, tenant, [...new Set(ids)])
  const payment = change?.kind === 'payment' ? change.payment : null
  const [customer] =
    payment === null ? [] : await readEntries(trx, tenant, connection, 'customer', [payment.customerId])
  const people =
    decision === null ? new Map<string, string>() : await host.people.names(trx, tenant, [decision.by])
  return {
    links: new LinksOfTheirs(found),
    documents: new Map(heads.map((each) => [each.id, hereView(each)])),
    receipts: new Map(receipts.map((each) => [each.receiptId, each])),
    customerName: customer?.name ?? null,
    people,
  }
}

const hereView = ({ id, number, standing, balanceMinor, currency, clientName }: DocumentHead) => ({
  id,
  number,
  standing,
  balanceMinor,
  currency,
  clientName,
})

function receiptView(
  { receipts, documents }: Named,
  receiptId: string | undefined,
): ObservationView['problems'][number]['receipt'] {
  const receipt = receiptId === undefined ? undefined : receipts.get(receiptId)
  if (receipt === undefined) return null
  const { origin, date, amountMinor, currency, reference, isReversed, allocations } = receipt
  return {
    id: receipt.receiptId,
    origin,
    date,
    amountMinor,
    currency,
    reference,
    isReversed,
    documents: allocations.map((each) => ({
      id: each.documentId,
      number: documents.get(each.documentId)?.number ?? null,
      amountMinor: each.amountMinor,
    })),
  }
}

function paymentView(
  { number, date, currency, totalMinor, unappliedMinor, customerId, shares }: TheirPayment,
  problems: readonly StoredProblem[],
  { links, documents, customerName }: Named,
  linkTo: (kind: string, externalId: string) => string | null,
): NonNullable<ObservationView['payment']> {
  const client = links.one('customer', customerId, 'client')
  return {
    number,
    date,
    currency,
    totalMinor,
    unappliedMinor,
    customer: { name: client?.name ?? customerName, clientId: client?.entityId ?? null },
    shares: shares.map(({ on, externalId, amountMinor }) => {
      const ours =
        on === 'invoice'
          ? links.one(on, externalId, 'invoice')
          : on === 'credit_memo'
            ? links.one(on, externalId, 'credit_note')
            : undefined
      const missing = problems.filter(
        (each) => each.externalId === externalId || (ours !== undefined && each.documentId === ours.entityId),
      )
      return {
        on,
        externalId,
        deepLink: on === 'invoice' || on === 'credit_memo' ? linkTo(on, externalId) : null,
        amountMinor,
        missingMinor: missing.reduce((sum, each) => sum + each.amountMinor, 0),
        document: ours === undefined ? null : (documents.get(ours.entityId) ?? null),
      }
    }),
  }
}
