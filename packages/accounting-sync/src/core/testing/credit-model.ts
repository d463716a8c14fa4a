import {
  CreditReconciliation,
  type CreditCase,
  type CreditPart,
  type CreditPlan,
  type CreditStep,
} from '../reconcile-credits.ts'
import type { KnownDocument } from '../reconcile-payments.ts'

interface Applied {
  allocationId: string
  memo: number
  invoice: number
  amountMinor: number
  /** The payment over there whose part it is; null: it never got there. */
  on: string | null
  isTakenOff: boolean
}

/** What a payment over there says of credit; null: it is gone. */
export interface TheirCredit {
  externalId: string
  parts: readonly { memo: number; invoice: number; amountMinor: number }[] | null
}

/** The smallest books with pools, which refuse what no books may do. */
export class CreditModel {
  readonly memos: readonly number[]
  readonly invoices: readonly number[]
  applied: Applied[] = []
  #ids = 0

  constructor(memos: readonly number[], invoices: readonly number[]) {
    this.memos = memos
    this.invoices = invoices
  }

  left(memo: number): number {
    return (this.memos[memo] ?? 0) - sumOf(this.#standing().filter((each) => each.memo === memo))
  }

  owed(invoice: number): number {
    return (this.invoices[invoice] ?? 0) - sumOf(this.#standing().filter((each) => each.invoice === invoice))
  }

  /** A person puts as much of it as there is. */
  key(memo: number, invoice: number, wanted: number): void {
    const amountMinor = Math.min(wanted, this.left(memo), this.owed(invoice))
    if (amountMinor > 0) this.#put(memo, invoice, amountMinor, null)
  }

  /** A person takes one off; what stands over there is on its way. */
  takeOff(at: number): void {
    const found = this.#standing()[at]
    if (found === undefined) return
    if (found.on === null) this.applied = this.applied.filter((each) => each !== found)
    else found.isTakenOff = true
  }

  plan(theirs: readonly TheirCredit[]): CreditPlan[] {
    const cases = theirs.map(({ externalId, parts }): CreditCase => ({
      externalId,
      date: '2026-03-01',
      currency: 'USD',
      ended: parts === null ? 'gone' : null,
      parts: (parts ?? []).map(partOf),
      recorded: this.applied
        .filter((each) => each.on === externalId)
        .map((each) => ({ ...each, ...partOf(each), ...idsOf(each) })),
    }))
    const loose = this.#standing().filter((each) => each.on === null)
    const facts = {
      pools: new Map(this.memos.map((_, at) => [`m${at}`, this.#pool(at)])),
      documents: new Map(this.invoices.map((_, at) => [`i${at}`, this.#document(at)])),
      loose: loose.map((each) => ({ ...each, ...idsOf(each) })),
    }
    return new CreditReconciliation(cases, facts).settle(new Map())
  }

  /** What is taken off first, then what is laid anew, as the host does it. */
  take(steps: readonly CreditStep[]): void {
    for (const step of steps) {
      if (step.kind !== 'take_off' && step.kind !== 'forget') continue
      const found = this.#find(step.allocationId)
      if (found.isTakenOff !== (step.kind === 'forget')) throw new Error('it was taken off before')
      this.applied = this.applied.filter((each) => each !== found)
    }
    for (const step of steps) {
      if (step.kind === 'adopt') this.#find(step.allocationId).on = step.externalId
      if (step.kind !== 'apply') continue
      this.#put(
        Number(step.part.memoId.slice(1)),
        Number(step.part.invoiceId.slice(1)),
        step.amountMinor,
        step.externalId,
      )
    }
  }

  #put(memo: number, invoice: number, amountMinor: number, on: string | null): void {
    if (amountMinor <= 0) throw new Error('nothing is applied')
    if (amountMinor > this.left(memo)) throw new Error('a pool gives more than it has')
    if (amountMinor > this.owed(invoice)) throw new Error('a document is over-paid')
    this.#ids += 1
    this.applied.push({ allocationId: `a${this.#ids}`, memo, invoice, amountMinor, on, isTakenOff: false })
  }

  #standing = () => this.applied.filter((each) => !each.isTakenOff)

  #find(allocationId: string): Applied {
    const found = this.applied.find((each) => each.allocationId === allocationId)
    if (found === undefined) throw new Error('there is no such application')
    return found
  }

  #pool = (at: number) => ({
    creditNoteId: `n${at}`,
    clientId: 'alder',
    currency: 'USD',
    remainingMinor: this.left(at),
    isUsable: true,
  })

  #document = (at: number): KnownDocument => ({
    documentId: `d${at}`,
    externalId: `i${at}`,
    clientId: 'alder',
    issueDate: '2026-01-01',
    currency: 'USD',
    standing: 'open',
    balanceDueMinor: this.owed(at),
  })
}

type Pair = Pick<Applied, 'memo' | 'invoice' | 'amountMinor'>

const partOf = ({ memo, invoice, amountMinor }: Pair): CreditPart => ({
  memoId: `m${memo}`,
  invoiceId: `i${invoice}`,
  amountMinor,
})

const idsOf = ({ memo, invoice }: Pair) => ({ creditNoteId: `n${memo}`, documentId: `d${invoice}` })

const sumOf = (all: readonly Applied[]) => all.reduce((sum, each) => sum + each.amountMinor, 0)
