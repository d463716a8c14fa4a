import type { PaymentChange, TheirPayment } from '../changes.ts'
import { capturedPlan } from './captured-payment.ts'
import { portionsOf, type KnownCredit, type Portion } from './payment-shares.ts'
import { Owed } from './owed.ts'
import { asRecorded, type Wanted } from './receipt-steps.ts'

/** A document of ours that stands over there, as the host has it. */
export interface KnownDocument {
  documentId: string
  externalId: string
  clientId: string
  issueDate: string
  currency: string
  standing: 'open' | 'draft' | 'cancelled'
  /** What is owed on it now, with all that is recorded. */
  balanceDueMinor: number
}

/** A receipt that is recorded here for a payment over there. Those taken back are not told. */
export interface RecordedReceipt {
  receiptId: string
  clientId: string
  /** `here`: keyed by a person here. `captured`: taken by a gateway of ours. `there`: it came from there. */
  origin: 'here' | 'captured' | 'there'
  fed: 'cash' | 'adjustment'
  date: string
  currency: string
  number: string | null
  amountMinor: number
  allocations: readonly RecordedAllocation[]
}

export interface RecordedAllocation {
  allocationId: string
  documentId: string
  amountMinor: number
}

/** One payment over there beside what is recorded of it. */
export interface PaymentCase {
  change: PaymentChange
  recorded: readonly RecordedReceipt[]
  /** An equal one that was keyed here and is linked to nothing. */
  twin: { receiptId: string } | null
  /** What is recorded here of credit that it applies. */
  credits?: readonly KnownCredit[]
  /** A person said that it is no twin. */
  notATwin?: boolean
}

export type Step =
  | { kind: 'record'; externalId: string; receipt: NewReceipt }
  | { kind: 'restate'; externalId: string; receiptId: string; to: Restated }
  | { kind: 'reverse'; externalId: string; receiptId: string; why: 'voided' | 'gone' | 'emptied' }

export interface NewReceipt {
  clientId: string
  fed: 'cash' | 'adjustment'
  date: string
  currency: string
  number: string | null
  amountMinor: number
  allocations: readonly { documentId: string; amountMinor: number }[]
}

/** Only the allocations that differ are touched. */
export interface Restated {
  date: string
  number: string | null
  amountMinor: number
  takeBack: readonly string[]
  apply: readonly { documentId: string; amountMinor: number }[]
}

export const PROBLEM_REASONS = [
  'unknown_document',
  'draft',
  'cancelled',
  'already_paid',
  'over_paid',
  'other_currency',
  'other_client',
  'credit',
  'credit_short',
  'credit_unusable',
  'unclear',
  'twin',
  'captured',
  'refused',
] as const
export type ProblemReason = (typeof PROBLEM_REASONS)[number]

/** What of a payment cannot be applied, to the cent. */
export interface Problem {
  reason: ProblemReason
  amountMinor: number
  documentId: string | null
  externalId: string | null
  receiptId?: string
  detail?: string
}

export interface PaymentPlan {
  externalId: string
  steps: Step[]
  problems: Problem[]
  /** Stays over there as credit of the customer: counted, and nobody's trouble. */
  unappliedMinor: number
}

export interface PaymentFacts {
  /** By their ids over there. */
  documents: ReadonlyMap<string, KnownDocument>
  /** Our ids of others that stand over there: what was taken here pays them, and what came does not. */
  others: ReadonlySet<string>
  /** Credit memos over there that are ours: what they pay is no matter here. Left out: none. */
  memos?: ReadonlyMap<string, { issueDate: string }>
}

const thereIn = ({ documents, others }: PaymentFacts): ReadonlySet<string> =>
  new Set([...[...documents.values()].map((each) => each.documentId), ...others])

/**
 * What has to be done so that these payments are recorded here as they stand over there. What is equal is
 * left alone, each payment is judged by itself, and no document is paid more than is owed on it.
 */
export function reconcilePayments(cases: readonly PaymentCase[], facts: PaymentFacts): PaymentPlan[] {
  const owed = new Owed([...facts.documents.values()])
  const judged = cases.map((each) => ({ ...each, portions: portionsIn(each, facts) }))
  // What stays whatever is said over there is not owed again; all else is laid anew.
  for (const each of judged.filter((one) => !isFirm(one)))
    for (const { allocations } of each.recorded) owed.release(allocations)
  for (const each of judged.filter((one) => !isFirm(one))) keepOwn(each, facts, owed)
  const plans = new Map(inTurn(judged).map((each) => [each.change.externalId, planFor(each, facts, owed)]))
  return cases.flatMap((each) => plans.get(each.change.externalId) ?? [])
}

/** Of two who want the last of a document, each keeps what it has: otherwise they would take turns for ever. */
function keepOwn(
  { change: { externalId }, recorded, portions }: Judged,
  facts: PaymentFacts,
  owed: Owed,
): void {
  for (const { externalId: on, fed, amountMinor } of portions ?? []) {
    const documentId = facts.documents.get(on)?.documentId
    const own = recorded
      .filter((each) => each.fed === fed)
      .flatMap((each) => each.allocations)
      .filter((each) => each.documentId === documentId)
      .reduce((sum, each) => sum + each.amountMinor, 0)
    if (documentId !== undefined && own > 0)
      owed.keep(`${externalId} ${fed}`, documentId, Math.min(own, amountMinor))
  }
}

interface Judged extends PaymentCase {
  /** Null when the amounts do not add up. */
  portions: Portion[] | null
}

export const portionsIn = (
  { change: { state, payment }, credits }: Pick<PaymentCase, 'change' | 'credits'>,
  { documents, memos }: Pick<PaymentFacts, 'documents' | 'memos'>,
): Portion[] | null =>
  state !== 'standing' || payment === null
    ? []
    : portionsOf(payment, (id) => (documents.get(id) ?? memos?.get(id))?.issueDate ?? UNKNOWN_AGE, credits)

/** Behind all that we know. */
const UNKNOWN_AGE = '9999-99-99'

const isCaptured = ({ recorded }: PaymentCase) => recorded.some((each) => each.origin === 'captured')
const isFirm = (each: Judged) => isCaptured(each) || each.portions === null

/** Whoever is recorded already keeps its place; then the oldest first. */
const inTurn = (cases: readonly Judged[]): Judged[] =>
  cases.toSorted(
    (a, b) =>
      Number(a.recorded.length === 0) - Number(b.recorded.length === 0) ||
      compare(a.change.payment?.date ?? '', b.change.payment?.date ?? '') ||
      compare(a.change.externalId, b.change.externalId),
  )

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function planFor(given: Judged, facts: PaymentFacts, owed: Owed): PaymentPlan {
  const { change, recorded, portions } = given
  const { externalId, payment } = change
  if (isCaptured(given)) return capturedPlan(given, facts.documents, thereIn(facts))
  if (change.state !== 'standing' || payment === null) {
    const why = change.state === 'gone' ? 'gone' : 'voided'
    const steps = recorded.map(({ receiptId }): Step => ({ kind: 'reverse', externalId, receiptId, why }))
    return { externalId, steps, problems: [], unappliedMinor: 0 }
  }
  if (portions === null) return unclear(externalId, payment)
  if (given.twin !== null && !given.notATwin && recorded.length === 0) return twin(given, payment)
  const { wanted, problems } = wantedFrom(given, payment, portions, facts, owed)
  return {
    externalId,
    steps: asRecorded(given, payment, wanted, thereIn(facts)),
    problems,
    unappliedMinor: payment.unappliedMinor,
  }
}

/** Nothing is certain, so what is recorded stays as it is, and a person looks. */
const unclear = (externalId: string, payment: TheirPayment): PaymentPlan => ({
  externalId,
  steps: [],
  problems: [{ reason: 'unclear', amountMinor: payment.totalMinor, documentId: null, externalId: null }],
  unappliedMinor: payment.unappliedMinor,
})

const twin = ({ change, twin: found }: PaymentCase, payment: TheirPayment): PaymentPlan => ({
  externalId: change.externalId,
  steps: [],
  problems: [
    {
      reason: 'twin',
      amountMinor: payment.totalMinor,
      documentId: null,
      externalId: null,
      ...(found === null ? {} : { receiptId: found.receiptId }),
    },
  ],
  unappliedMinor: payment.unappliedMinor,
})

/** What may be recorded of each portion, and why the rest may not. */
function wantedFrom(
  given: PaymentCase,
  payment: TheirPayment,
  portions: readonly Portion[],
  facts: PaymentFacts,
  owed: Owed,
): { wanted: Wanted[]; problems: Problem[] } {
  const wanted: Wanted[] = []
  const problems: Problem[] = []
  const ours = given.recorded.find((each) => each.origin === 'here')
  for (const { externalId, isInvoice, fed, memoId, amountMinor } of portions) {
    const document = isInvoice ? facts.documents.get(externalId) : undefined
    const refuse = (reason: ProblemReason, amount = amountMinor) =>
      problems.push({
        reason,
        amountMinor: amount,
        documentId: document?.documentId ?? null,
        externalId,
      })
    if (fed === 'credit') {
      if (document !== undefined && !facts.memos?.has(memoId ?? '')) refuse('credit')
      continue
    }
    if (document === undefined) refuse('unknown_document')
    else if (document.currency !== payment.currency) refuse('other_currency')
    else if (document.standing !== 'open') refuse(document.standing)
    else if (ours !== undefined && ours.clientId !== document.clientId) refuse('other_client')
    else {
      const taken = owed.take(`${given.change.externalId} ${fed}`, document.documentId, amountMinor)
      if (taken < amountMinor) refuse(taken === 0 ? 'already_paid' : 'over_paid', amountMinor - taken)
      const { documentId, clientId } = document
      if (taken > 0) wanted.push({ documentId, clientId, fed, amountMinor: taken })
    }
  }
  return { wanted, problems }
}
