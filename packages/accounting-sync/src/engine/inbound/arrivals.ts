import type { Intent } from '../../adapter.ts'
import type {
  CustomerChange,
  DocumentChange,
  PaymentChange,
  RefundChange,
  UnreadableChange,
} from '../../changes.ts'
import type { Arrival, ArrivalDetails, CreditMove, ReceiptSide } from '../../core/arrival.ts'
import type { CreditStep } from '../../core/reconcile-credits.ts'
import type { CanonicalDocument } from '../../core/document.ts'
import type { Judgement } from '../../core/drift.ts'
import type { Problem, Step } from '../../core/reconcile-payments.ts'
import type { HostDocument, HostReceipt } from '../../host-payments.ts'
import type { Link } from '../../postgres/links.ts'
import { creditOf, creditOutcome, creditsIn } from './credit-arrivals.ts'
import type { CreditSide } from './credits.ts'
import { digest } from '../outbound/request-id.ts'
import type { LinksOfTheirs } from './incoming.ts'
import { plain, type Observed } from './observe.ts'

/** What people are told of what came in: what it is, what became of it, and how it was before. */

const NOTHING_KNOWN = {
  reason: null,
  reference: null,
  clientId: null,
  amountMinor: null,
  heldMinor: null,
  currency: null,
  dated: null,
  changedAt: null,
  details: {},
  documents: [],
} satisfies Partial<Arrival>

/** Nothing follows from it, however often it is told. */
const once = (change: unknown): string => digest(plain(change))

interface ToldPayment {
  change: PaymentChange
  /** Those that the books took. */
  steps: readonly Step[]
  credit: readonly CreditStep[]
  problems: readonly Problem[]
  observed: Observed
}

interface Around {
  links: LinksOfTheirs
  receipts: ReadonlyMap<string, HostReceipt>
  /** Those that were made now, by the step that made them. */
  recorded: ReadonlyMap<Step, string>
  documents: readonly HostDocument[]
  side: CreditSide
  /** Applications that were made now, by the step that made them. */
  credited: ReadonlyMap<CreditStep, string>
}

/** None of what was told before, and none of what is nobody's here. */
export function paymentArrival(told: ToldPayment, around: Around): Arrival[] {
  const { change, steps, problems } = told
  const { payment } = change
  const what = outcomeOf(told, around.links)
  if (what === null) return []
  const receipts = steps.map((each) => sidesOf(each, around))
  const credits = creditsIn(told.credit, around)
  const heldMinor = what.outcome === 'held' ? problems.reduce((sum, each) => sum + each.amountMinor, 0) : null
  const before = receipts.reduce((sum, each) => sum + (each.before?.amountMinor ?? 0), 0)
  const customer = payment && around.links.one('customer', payment.customerId, 'client')
  const first = steps[0]
  const receipt = first && 'receiptId' in first ? around.receipts.get(first.receiptId) : undefined
  return [
    {
      ...NOTHING_KNOWN,
      ...what,
      externalKind: 'payment',
      externalId: change.externalId,
      reference: payment?.number ?? receipt?.reference ?? null,
      clientId: clientOf(steps, around) ?? customer?.entityId ?? null,
      amountMinor:
        change.state === 'standing' && payment?.totalMinor
          ? payment.totalMinor
          : before || creditOf(change, credits),
      heldMinor,
      currency: payment?.currency ?? receipt?.currency ?? null,
      dated: payment?.date ?? receipt?.date ?? null,
      changedAt: change.changedAt,
      details: {
        ...detailsOf(receipts, what.outcome === 'held' ? problems : []),
        ...(credits.length === 0 ? {} : { credits }),
      },
      documents: touchedBy(told, receipts, credits, around),
    },
  ]
}

function outcomeOf(
  { change, steps, credit, problems, observed }: ToldPayment,
  links: LinksOfTheirs,
): Pick<Arrival, 'outcome' | 'reason' | 'toldAs'> | null {
  if (observed === 'kept') return { outcome: 'held', reason: problems[0]?.reason ?? null }
  const moves = credit.filter(({ kind }) => kind !== 'forget')
  if (steps.length === 0 && moves.length > 0) return creditOutcome(moves)
  if (moves.length > 0) return { outcome: 'changed', reason: 'credit_and_money' }
  if (steps.length > 0) {
    if (steps.every(({ kind }) => kind === 'record')) return { outcome: 'applied', reason: null }
    const [first] = steps
    if (first?.kind === 'reverse' && steps.every(({ kind }) => kind === 'reverse'))
      return { outcome: 'reversed', reason: first.why }
    return { outcome: 'changed', reason: null }
  }
  if (observed === 'settled') {
    const isLinked = links.of('payment', change.externalId).length > 0
    return { outcome: 'nothing', reason: isLinked ? 'linked' : 'no_longer_held' }
  }
  const { payment } = change
  const isOurs = payment !== null && links.one('customer', payment.customerId, 'client') !== undefined
  if (observed !== 'nothing' || !isOurs || change.state !== 'standing') return null
  // What we sent ourselves comes back as well.
  if (links.of('payment', change.externalId).length > 0 || problems.length > 0) return null
  const reason = payment.unappliedMinor > 0 ? 'stays_as_credit' : 'not_about_ours'
  return { outcome: 'nothing', reason, toldAs: once(change) }
}

function detailsOf(
  receipts: NonNullable<ArrivalDetails['receipts']>,
  problems: readonly Problem[],
): ArrivalDetails {
  return {
    ...(receipts.length === 0 ? {} : { receipts }),
    ...(problems.length === 0
      ? {}
      : {
          problems: problems.map(({ reason, amountMinor, documentId, detail }) => ({
            reason,
            amountMinor,
            documentId,
            ...(detail === undefined ? {} : { detail }),
          })),
        }),
  }
}

type Sides = NonNullable<ArrivalDetails['receipts']>[number]

function sidesOf(step: Step, { receipts, recorded }: Around): Sides {
  if (step.kind === 'record')
    return { receiptId: recorded.get(step) ?? null, before: null, after: sideOf(step.receipt) }
  const receipt = receipts.get(step.receiptId)
  const before = receipt === undefined ? null : sideOf({ ...receipt, number: receipt.reference })
  if (step.kind === 'reverse' || receipt === undefined)
    return { receiptId: step.receiptId, before, after: null }
  const { takeBack, apply, ...to } = step.to
  const left = receipt.allocations.filter((each) => !takeBack.includes(each.allocationId))
  return { receiptId: step.receiptId, before, after: sideOf({ ...to, allocations: [...left, ...apply] }) }
}

const sideOf = ({ amountMinor, date, number, allocations }: ReceiptSide): ReceiptSide => ({
  amountMinor,
  date,
  number,
  allocations: allocations.map(({ documentId, amountMinor: amount }) => ({
    documentId,
    amountMinor: amount,
  })),
})

function clientOf(steps: readonly Step[], { receipts }: Around): string | undefined {
  const [first] = steps
  if (first === undefined) return undefined
  return first.kind === 'record' ? first.receipt.clientId : receipts.get(first.receiptId)?.clientId
}

/** With what of it counts on each now. */
function touchedBy(
  { change, problems }: ToldPayment,
  receipts: readonly Sides[],
  credits: readonly CreditMove[],
  { links, documents }: Around,
): Arrival['documents'] {
  const amounts = new Map<string, number>()
  const add = (id: string, minor: number) => amounts.set(id, (amounts.get(id) ?? 0) + minor)
  for (const { before, after } of receipts) {
    for (const each of before?.allocations ?? []) add(each.documentId, 0)
    for (const each of after?.allocations ?? []) add(each.documentId, each.amountMinor)
  }
  for (const { what, documentId, amountMinor } of credits)
    add(documentId, what === 'taken_off' ? 0 : amountMinor)
  for (const { what, creditNoteId, amountMinor } of credits)
    add(creditNoteId, what === 'taken_off' ? 0 : amountMinor)
  for (const { documentId } of problems) if (documentId !== null) add(documentId, 0)
  for (const share of change.payment?.shares ?? []) {
    const link = share.on === 'invoice' ? links.one('invoice', share.externalId, 'invoice') : undefined
    if (link !== undefined && receipts.length === 0) add(link.entityId, 0)
  }
  const numbers = new Map(documents.map((each) => [each.documentId, each.number]))
  for (const each of credits)
    numbers.set(each.creditNoteId, each.creditNoteNumber).set(each.documentId, each.documentNumber)
  return [...amounts]
    .map(([documentId, amountMinor]) => ({ documentId, number: numbers.get(documentId) ?? '', amountMinor }))
    .toSorted((a, b) => (a.number < b.number ? -1 : 1))
}

/** It differs, or it agrees again. */
export function documentArrival(
  change: DocumentChange,
  { entityId, number, snapshot }: Link,
  { status, differences }: Judgement,
  document: CanonicalDocument | undefined,
): Arrival {
  const differs = status === 'drift'
  const meant = snapshot as Intent | null
  const name = document?.number ?? number ?? change.externalId
  const amountMinor = change.document?.totalMinor ?? meant?.totalMinor ?? null
  return {
    ...NOTHING_KNOWN,
    externalKind: change.kind,
    externalId: change.externalId,
    outcome: differs ? 'differs' : 'nothing',
    reason: differs ? (change.state === 'standing' ? 'changed' : change.state) : 'agrees_again',
    reference: name,
    clientId: document?.clientId ?? null,
    amountMinor,
    currency: change.document?.currency ?? meant?.currency ?? null,
    dated: change.document?.issueDate ?? meant?.issueDate ?? null,
    changedAt: change.changedAt,
    details: differs ? { differences: differences ?? [] } : {},
    documents: [{ documentId: entityId, number: name, amountMinor }],
  }
}

export function customerArrival(
  { externalId, changedAt, state, name }: CustomerChange,
  link: Link,
  observed: Observed,
): Arrival[] {
  const about = {
    ...NOTHING_KNOWN,
    externalKind: 'customer' as const,
    externalId,
    reference: name ?? link.name,
    clientId: link.entityId,
    changedAt,
  }
  // One whose name was not known until now is not called otherwise.
  const isRenamed = state === 'active' && link.name !== null && name !== link.name
  const details: ArrivalDetails = isRenamed ? { name: { before: link.name, after: name } } : {}
  if (observed === 'kept') return [{ ...about, outcome: 'held', reason: state }]
  if (isRenamed) return [{ ...about, outcome: 'applied', reason: 'renamed', details }]
  return observed === 'settled' ? [{ ...about, outcome: 'nothing', reason: 'in_use_again' }] : []
}

/** Money that went back to a customer is shown and changes nothing here. */
export const refundArrival = (change: RefundChange): Arrival => ({
  ...NOTHING_KNOWN,
  externalKind: 'refund',
  externalId: change.externalId,
  outcome: 'nothing',
  reason: change.state === 'gone' ? 'refund_gone' : 'refund',
  amountMinor: change.money?.amountMinor ?? null,
  currency: change.money?.currency ?? null,
  changedAt: change.changedAt,
  toldAs: once(change),
})

/** Its payload waits beside it, for whoever may see it; here stands why it could not be read. */
export const unreadableArrival = ({ kind, externalId, why }: UnreadableChange): Arrival => ({
  ...NOTHING_KNOWN,
  externalKind: kind,
  externalId: externalId ?? '',
  outcome: 'quarantined',
  reason: 'unreadable',
  details: { detail: why },
})
