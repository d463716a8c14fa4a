import type { PaymentChange } from '../../changes.ts'
import type { CreditPlan, CreditReconciliation } from '../../core/reconcile-credits.ts'
import {
  reconcilePayments,
  type KnownDocument,
  type PaymentCase,
  type PaymentPlan,
  type RecordedReceipt,
} from '../../core/reconcile-payments.ts'
import type { Trx } from '../../host.ts'
import type { HostReceipt, Looked, Seen } from '../../host-payments.ts'
import { loadLinks, type Link } from '../../postgres/links.ts'
import { twinClaims } from '../../postgres/observations.ts'
import type { Run } from '../outbound/run.ts'
import {
  lookAtCredit,
  movedBy,
  NO_CREDIT,
  recordedOf,
  reconciliationOf,
  shortIn,
  withLooseOn,
  type CreditSide,
} from './credits.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'
import { isReversed } from './reversed.ts'

export type IncomingPayment = Incoming & { kind: 'change'; change: PaymentChange }

export const linksOf = (links: LinksOfTheirs, externalId: string): readonly Link[] =>
  links.of('payment', externalId).filter((each) => each.entityType === 'payment' && !isReversed(each))

interface Judged {
  plans: PaymentPlan[]
  credits: CreditPlan[]
  side: CreditSide
  seen: Seen
  receipts: ReadonlyMap<string, HostReceipt>
}

/** What is to be done about money and credit together: what one gives up is free for the other. */
export async function judge(
  run: Run,
  trx: Trx,
  incoming: readonly IncomingPayment[],
  links: LinksOfTheirs,
): Promise<Judged> {
  const { connection } = run
  const changes = incoming.map((each) => each.change)
  const wanted = wantedOf(incoming, links)
  const concerned = await lookAtCredit(run, trx, changes, links, wanted)
  let side = concerned ?? NO_CREDIT
  const seen = await run.engine.host.books.payments.look(trx, connection.tenant, wanted)
  const twins = await twinsAmong(run, trx, seen, incoming)
  const documents = documentsIn(seen, incoming, links)
  const receipts = new Map(seen.receipts.map((each) => [each.receiptId, each]))
  const others = await othersThere(run, trx, seen, documents)
  const cases = incoming.map((each) => caseOf(each, links, receipts, twins, side))
  let credit = reconciliationOf(changes, documents, links, side)
  const plan = () =>
    reconcilePayments(cases, { documents: owedAfter(documents, credit), others, memos: side.memos })
  let plans = plan()
  const short = shortIn(plans)
  if (short.size > 0) {
    if (concerned === null) {
      const on = [...short.values()].flatMap((each) => [...each.keys()])
      side = await withLooseOn(run, trx, on, side)
      credit = reconciliationOf(changes, documents, links, side)
    }
    const freed = [...short].map(([externalId, each]) => credit.makeRoom(externalId, each).size)
    if (freed.some((each) => each > 0)) plans = plan()
  }
  return { plans, credits: credit.settle(movedBy(plans, receipts)), side, seen, receipts }
}

/** With all credit off that is taken off. */
const owedAfter = (
  documents: ReadonlyMap<string, KnownDocument>,
  credit: CreditReconciliation,
): Map<string, KnownDocument> =>
  new Map(
    [...documents].map(([externalId, each]) => [
      externalId,
      { ...each, balanceDueMinor: credit.owedOn(each.documentId, each.balanceDueMinor) },
    ]),
  )

function wantedOf(incoming: readonly IncomingPayment[], links: LinksOfTheirs): Looked {
  const receiptIds = incoming.flatMap(({ change }) =>
    linksOf(links, change.externalId).map((each) => each.entityId),
  )
  const documentIds = incoming.flatMap(({ change }) =>
    documentLinks(change, links).map((each) => each.entityId),
  )
  return {
    receiptIds: [...new Set(receiptIds)],
    documentIds: [...new Set(documentIds)],
    alike: incoming.flatMap((each) => likeOf(each, links)),
  }
}

export const documentLinks = ({ payment }: PaymentChange, links: LinksOfTheirs): Link[] =>
  (payment?.shares ?? []).flatMap((share) =>
    share.on === 'invoice' ? (links.one('invoice', share.externalId, 'invoice') ?? []) : [],
  )

/** Somebody may have keyed the same payment here; only one that is new can be its twin. */
function likeOf({ change, known }: IncomingPayment, links: LinksOfTheirs): Looked['alike'] {
  const { externalId, payment, state } = change
  if (payment === null || state !== 'standing' || payment.totalMinor === 0) return []
  if (links.of('payment', externalId).length > 0 || known?.decision?.kind === 'not_a_twin') return []
  const clientId = links.one('customer', payment.customerId, 'client')?.entityId
  if (clientId === undefined) return []
  return [
    {
      key: externalId,
      clientId,
      currency: payment.currency,
      amountMinor: payment.totalMinor,
      date: payment.date,
      reference: payment.number,
      documentIds: documentLinks(change, links).map((each) => each.entityId),
    },
  ]
}

/**
 * Each receipt is the twin of one payment at most, and of none when it is linked already. Of two that look alike it
 * stays the twin of the one that somebody was asked about, in whatever order they are told.
 */
async function twinsAmong(
  { connection }: Run,
  trx: Trx,
  { alike }: Seen,
  incoming: readonly IncomingPayment[],
): Promise<Map<string, string>> {
  if (alike.length === 0) return new Map()
  const { tenant } = connection
  const wanted = alike.map(({ receiptId }) => ({ entityType: 'payment', entityId: receiptId }))
  const linked = await loadLinks(trx, tenant, connection, wanted)
  const told = new Set(incoming.map((each) => each.change.externalId))
  const askedAbout = new Map<string, string>()
  for (const { receiptId, externalId } of await twinClaims(trx, tenant, connection)) {
    const isStillAlike = alike.some((each) => each.key === externalId && each.receiptId === receiptId)
    const stands = isStillAlike || !told.has(externalId)
    if (stands && !askedAbout.has(receiptId)) askedAbout.set(receiptId, externalId)
  }
  const taken = new Set(linked.map((each) => each.entityId))
  const twins = new Map<string, string>()
  for (const { key, receiptId } of alike) {
    if (twins.has(key) || taken.has(receiptId) || (askedAbout.get(receiptId) ?? key) !== key) continue
    taken.add(receiptId)
    twins.set(key, receiptId)
  }
  return twins
}

/** By their ids over there. */
function documentsIn(
  { documents }: Seen,
  incoming: readonly IncomingPayment[],
  links: LinksOfTheirs,
): Map<string, KnownDocument> {
  const byId = new Map(documents.map((each) => [each.documentId, each]))
  const known = new Map<string, KnownDocument>()
  for (const link of incoming.flatMap(({ change }) => documentLinks(change, links))) {
    const document = byId.get(link.entityId)
    if (document !== undefined) known.set(link.externalId, { ...document, externalId: link.externalId })
  }
  return known
}

/** What was taken here may pay documents that what came does not name, such as when it was deleted there. */
async function othersThere(
  { connection }: Run,
  trx: Trx,
  { receipts }: Seen,
  documents: ReadonlyMap<string, KnownDocument>,
): Promise<Set<string>> {
  const named = new Set([...documents.values()].map((each) => each.documentId))
  const paid = receipts
    .filter((each) => each.origin !== 'there')
    .flatMap((each) => each.allocations.map((one) => one.documentId))
  const wanted = [...new Set(paid)].filter((each) => !named.has(each))
  const refs = wanted.map((entityId) => ({ entityType: 'invoice', entityId }))
  return new Set((await loadLinks(trx, connection.tenant, connection, refs)).map((each) => each.entityId))
}

function caseOf(
  { change, known }: IncomingPayment,
  links: LinksOfTheirs,
  receipts: ReadonlyMap<string, HostReceipt>,
  twins: ReadonlyMap<string, string>,
  side: CreditSide,
): PaymentCase {
  const { externalId } = change
  const twin = twins.get(externalId)
  return {
    change,
    recorded: linksOf(links, externalId).flatMap((each) => recordedIn(receipts.get(each.entityId))),
    twin: twin === undefined ? null : { receiptId: twin },
    credits: recordedOf(externalId, links, side),
    notATwin: known?.decision?.kind === 'not_a_twin',
  }
}

function recordedIn(receipt: HostReceipt | undefined): RecordedReceipt[] {
  if (receipt === undefined || receipt.isReversed) return []
  const { reference: number, ...rest } = receipt
  return [{ ...rest, number }]
}
