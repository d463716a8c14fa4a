import type { KnownDocument, Problem, ProblemReason } from './reconcile-payments.ts'

/** Credit over there of one memo on one invoice. */
export interface CreditPart {
  memoId: string
  invoiceId: string
  amountMinor: number
}

/** An application of ours that is linked to a part of a payment over there. */
export interface RecordedCredit extends CreditPart {
  allocationId: string
  creditNoteId: string
  documentId: string
  /** Somebody here took it off, and that is on its way there. */
  isTakenOff: boolean
}

/** One payment over there beside what is recorded of its credit. */
export interface CreditCase {
  externalId: string
  date: string
  currency: string
  /** Why nothing of it stands, where that is so. */
  ended: 'voided' | 'gone' | null
  /** Null: its amounts do not add up, and all stays as it is. */
  parts: readonly CreditPart[] | null
  recorded: readonly RecordedCredit[]
}

export interface KnownPool {
  creditNoteId: string
  clientId: string
  currency: string
  remainingMinor: number
  isUsable: boolean
}

/** An application that stands here, and of which nothing is over there. */
export interface LooseCredit {
  allocationId: string
  creditNoteId: string
  documentId: string
  amountMinor: number
}

export interface CreditFacts {
  /** Pools of our credit memos, by their ids over there. */
  pools: ReadonlyMap<string, KnownPool>
  /** By their ids over there. */
  documents: ReadonlyMap<string, KnownDocument>
  loose: readonly LooseCredit[]
}

export type WhyOff = 'voided' | 'gone' | 'emptied' | 'changed' | 'spent_there' | 'paid_there'

export type CreditStep =
  | { kind: 'adopt'; externalId: string; allocationId: string; part: CreditPart }
  | {
      kind: 'take_off'
      externalId: string
      allocationId: string
      creditNoteId: string
      documentId: string
      amountMinor: number
      why: WhyOff
    }
  /** What was taken off here stands there no more either. */
  | { kind: 'forget'; externalId: string; allocationId: string }
  | {
      kind: 'apply'
      externalId: string
      creditNoteId: string
      documentId: string
      amountMinor: number
      date: string
      part: CreditPart
    }

export interface CreditPlan {
  externalId: string
  steps: CreditStep[]
  problems: Problem[]
}

/**
 * What has to be done so that the credit that payments over there apply is applied here the same way. It is told in
 * two halves, since money moves between them: what is taken off is free for it, and what it leaves is free for
 * credit. What is equal is left alone, and no pool or document gives more than it has.
 */
export class CreditReconciliation {
  readonly #plans: CreditPlan[]
  readonly #facts: CreditFacts
  readonly #left: Map<string, number>
  readonly #owed: Map<string, number>
  #loose: LooseCredit[]
  readonly #open: { plan: CreditPlan; given: CreditCase; part: CreditPart; own: RecordedCredit | null }[] = []

  constructor(cases: readonly CreditCase[], facts: CreditFacts) {
    this.#facts = facts
    this.#loose = [...facts.loose]
    this.#left = new Map([...facts.pools.values()].map((each) => [each.creditNoteId, each.remainingMinor]))
    this.#owed = new Map([...facts.documents.values()].map((each) => [each.documentId, each.balanceDueMinor]))
    this.#plans = cases.map(({ externalId }) => ({ externalId, steps: [], problems: [] }))
    const plans = new Map(this.#plans.map((each) => [each.externalId, each]))
    for (const each of inTurn(cases)) {
      const plan = plans.get(each.externalId)
      if (plan !== undefined) this.#begin(plan, each)
    }
  }

  /** What is owed on a document once all is off that is taken off so far. */
  owedOn(documentId: string, before: number): number {
    return this.#owed.get(documentId) ?? before
  }

  /**
   * Money over there covers what credit does here that never got there: its word counts. Answers what is free now on
   * each of these documents.
   */
  makeRoom(externalId: string, short: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const freed = new Map<string, number>()
    const plan = this.#plans.find((each) => each.externalId === externalId)
    for (const [documentId, wanted] of plan === undefined ? [] : short) {
      let missing = wanted
      for (const each of this.#loose.filter((one) => one.documentId === documentId)) {
        if (missing <= 0) break
        missing -= each.amountMinor
        freed.set(documentId, (freed.get(documentId) ?? 0) + each.amountMinor)
        this.#drop(plan as CreditPlan, each, 'paid_there')
      }
    }
    return freed
  }

  /** The second half, once it is known how money moves what is owed. */
  settle(moved: ReadonlyMap<string, number>): CreditPlan[] {
    for (const [documentId, minor] of moved) this.#add(this.#owed, documentId, minor)
    for (const { plan, given, part, own } of this.#open) this.#lay(plan, given, part, own)
    this.#open.length = 0
    return this.#plans
  }

  #begin(plan: CreditPlan, given: CreditCase): void {
    if (given.parts === null) return
    const open = new Map(given.parts.map((each) => [keyOf(each), each]))
    for (const own of given.recorded) {
      const part = open.get(keyOf(own))
      // As it was: what somebody took off here since is on its way there.
      const isSame = part?.amountMinor === own.amountMinor
      const isMore = part !== undefined && part.amountMinor > own.amountMinor && !own.isTakenOff
      if (isSame) open.delete(keyOf(own))
      else if (isMore) {
        open.delete(keyOf(own))
        this.#open.push({ plan, given, part, own })
      } else this.#takeOff(plan, own, part === undefined ? (given.ended ?? 'emptied') : 'changed')
    }
    for (const part of open.values()) this.#judge(plan, given, part)
  }

  #judge(plan: CreditPlan, given: CreditCase, part: CreditPart): void {
    const pool = this.#facts.pools.get(part.memoId)
    // A memo that is none of ours is the money's business.
    if (pool === undefined) return
    const document = this.#facts.documents.get(part.invoiceId)
    const why = whyNot(given, pool, document)
    if (why !== null || document === undefined) {
      plan.problems.push(problem(why ?? 'unknown_document', part, document, part.amountMinor))
      return
    }
    const same = this.#loose.find(
      (each) =>
        each.creditNoteId === pool.creditNoteId &&
        each.documentId === document.documentId &&
        each.amountMinor === part.amountMinor,
    )
    if (same === undefined) {
      this.#open.push({ plan, given, part, own: null })
      return
    }
    this.#loose = this.#loose.filter((each) => each !== same)
    plan.steps.push({ kind: 'adopt', externalId: plan.externalId, allocationId: same.allocationId, part })
  }

  #takeOff(plan: CreditPlan, own: RecordedCredit, why: WhyOff): void {
    const { externalId } = plan
    const { allocationId, creditNoteId, documentId, amountMinor, isTakenOff } = own
    if (isTakenOff) {
      plan.steps.push({ kind: 'forget', externalId, allocationId })
      return
    }
    plan.steps.push({
      kind: 'take_off',
      externalId,
      allocationId,
      creditNoteId,
      documentId,
      amountMinor,
      why,
    })
    this.#release(own)
  }

  #lay(plan: CreditPlan, given: CreditCase, part: CreditPart, own: RecordedCredit | null): void {
    const pool = this.#facts.pools.get(part.memoId)
    const document = this.#facts.documents.get(part.invoiceId)
    if (pool === undefined || document === undefined) return
    const { creditNoteId } = pool
    const { documentId } = document
    // What is recorded of it already is free for it once it is taken off.
    const more = part.amountMinor - (own?.amountMinor ?? 0)
    const why = whyNot(given, pool, document) ?? this.#shortOf(plan, creditNoteId, documentId, more)
    if (why !== null) {
      plan.problems.push(problem(why, part, document, more))
      return
    }
    if (own !== null) this.#takeOff(plan, own, 'changed')
    const { amountMinor } = part
    const { date } = given
    this.#add(this.#left, creditNoteId, -amountMinor)
    this.#add(this.#owed, documentId, -amountMinor)
    const { externalId } = plan
    plan.steps.push({ kind: 'apply', externalId, creditNoteId, documentId, amountMinor, date, part })
  }

  /** Their word counts: what stands here of the pool, or on the document, and never got there makes way. */
  #shortOf(plan: CreditPlan, creditNoteId: string, documentId: string, more: number): ProblemReason | null {
    const left = () => this.#left.get(creditNoteId) ?? 0
    const owed = () => this.#owed.get(documentId) ?? 0
    const ofPool = this.#loose
      .filter((each) => each.creditNoteId === creditNoteId)
      .toSorted((a, b) => Number(b.documentId === documentId) - Number(a.documentId === documentId))
    const onDocument = this.#loose.filter((each) => each.documentId === documentId)
    const sum = (all: readonly LooseCredit[]) => all.reduce((total, each) => total + each.amountMinor, 0)
    // Nothing makes way for what cannot be applied all the same.
    if (left() + sum(ofPool) < more) return 'credit_short'
    if (owed() + sum(onDocument) < more) return owed() <= 0 ? 'already_paid' : 'over_paid'
    for (const each of ofPool) if (left() < more) this.#drop(plan, each, 'spent_there')
    for (const each of onDocument)
      if (owed() < more && this.#loose.includes(each)) this.#drop(plan, each, 'spent_there')
    return null
  }

  #drop(plan: CreditPlan, loose: LooseCredit, why: WhyOff): void {
    this.#loose = this.#loose.filter((each) => each !== loose)
    plan.steps.push({ kind: 'take_off', externalId: plan.externalId, ...loose, why })
    this.#release(loose)
  }

  #release({ creditNoteId, documentId, amountMinor }: LooseCredit): void {
    this.#add(this.#left, creditNoteId, amountMinor)
    this.#add(this.#owed, documentId, amountMinor)
  }

  #add(to: Map<string, number>, key: string, minor: number): void {
    const known = to.get(key)
    if (known !== undefined) to.set(key, known + minor)
  }
}

const keyOf = ({ memoId, invoiceId }: CreditPart): string => `${memoId}>${invoiceId}`

function whyNot(
  { currency }: CreditCase,
  pool: KnownPool,
  document: KnownDocument | undefined,
): ProblemReason | null {
  if (document === undefined) return 'unknown_document'
  if (document.currency !== currency || pool.currency !== currency) return 'other_currency'
  if (document.standing !== 'open') return document.standing
  if (document.clientId !== pool.clientId) return 'other_client'
  return pool.isUsable ? null : 'credit_unusable'
}

const problem = (
  reason: ProblemReason,
  { invoiceId }: CreditPart,
  document: KnownDocument | undefined,
  amountMinor: number,
): Problem => ({ reason, amountMinor, documentId: document?.documentId ?? null, externalId: invoiceId })

/** Whoever is recorded already keeps its place; then the oldest first. */
const inTurn = (cases: readonly CreditCase[]): CreditCase[] =>
  cases.toSorted(
    (a, b) =>
      Number(a.recorded.length === 0) - Number(b.recorded.length === 0) ||
      compare(a.date, b.date) ||
      compare(a.externalId, b.externalId),
  )

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
