import type { Intent } from '../../adapter.ts'
import type { Trx } from '../../host.ts'
import { openForDocuments } from '../../postgres/causes.ts'
import { loadLinks, type Link } from '../../postgres/links.ts'
import { twinClaims } from '../../postgres/observations.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { readSettings } from '../settings.ts'
import { isMadeAnew } from './made-anew.ts'
import type { PaymentFacts, StandingPayment } from './plan-payment.ts'
import type { Run } from './run.ts'

/** What decides about payments that are due, in a fixed number of statements; in none when there are none. */
export async function loadPayments(
  { engine, connection }: Run,
  trx: Trx,
  operations: readonly StoredOperation[],
): Promise<PaymentFacts> {
  const { tenant } = connection
  const { host } = engine
  const receiptIds = operations.filter((each) => each.kind === 'record_payment').map((each) => each.entityId)
  const { depositAccountId } = readSettings(connection.settings)
  const facts = { depositAccountId }
  if (receiptIds.length === 0) return { ...NONE, ...facts }
  const seen = await host.books.payments.look(trx, tenant, { receiptIds, documentIds: [], alike: [] })
  const documentIds = seen.documents.map((each) => each.documentId)
  const links = await loadLinks(trx, tenant, connection, [
    ...documentIds.map((entityId) => ({ entityType: 'invoice', entityId })),
    ...receiptIds.map((entityId) => ({ entityType: 'payment', entityId })),
  ])
  const open = await openForDocuments(trx, tenant, connection, documentIds)
  return {
    ...facts,
    receipts: new Map(seen.receipts.map((each) => [each.receiptId, each])),
    documents: new Map(seen.documents.map((each) => [each.documentId, each])),
    documentIds: new Map(
      links
        .filter((each) => each.entityType === 'invoice' && !isMadeAnew(each, open))
        .map((each) => [each.entityId, each.externalId]),
    ),
    // One that is left out is on no way; should it be taken back in, the payment follows it.
    onTheirWay: new Set(open.filter((each) => each.waitReason !== 'excluded').map((each) => each.entityId)),
    standing: new Map(
      links
        .filter((each) => each.entityType === 'payment' && each.status !== 'voided')
        .map((each) => [each.entityId, standingOf(each)]),
    ),
    twins: new Set((await twinClaims(trx, tenant, connection)).map((each) => each.receiptId)),
  }
}

const standingOf = ({ externalId, version, snapshot }: Link): StandingPayment => ({
  externalId,
  version: version ?? '0',
  was: snapshot as Intent | null,
})

const NONE = {
  receipts: new Map(),
  documents: new Map(),
  documentIds: new Map(),
  onTheirWay: new Set<string>(),
  standing: new Map(),
  twins: new Set<string>(),
}
