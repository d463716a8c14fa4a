import type { PaymentChange } from '../../changes.ts'
import type { KnownDocument, PaymentCase, RecordedReceipt, Step } from '../reconcile-payments.ts'

type Document = Omit<KnownDocument, 'balanceDueMinor'> & { totalMinor: number }

/** The smallest books there are, which refuse what no books may do. */
export class BooksModel {
  readonly documents: readonly Document[]
  /** With the payment over there that each belongs to. */
  receipts: { externalId: string; receipt: RecordedReceipt }[] = []
  #ids = 0

  constructor(documents: readonly Document[]) {
    this.documents = documents
  }

  owed(documentId: string): number {
    const total = this.documents.find((each) => each.documentId === documentId)?.totalMinor ?? 0
    return total - this.paid(documentId)
  }

  paid(documentId: string): number {
    return this.allocations()
      .filter((each) => each.documentId === documentId)
      .reduce((sum, each) => sum + each.amountMinor, 0)
  }

  allocations() {
    return this.receipts.flatMap(({ receipt }) => receipt.allocations)
  }

  known(): Map<string, KnownDocument> {
    return new Map(
      this.documents.map((each) => [
        each.externalId,
        { ...each, balanceDueMinor: this.owed(each.documentId) },
      ]),
    )
  }

  caseOf(change: PaymentChange): PaymentCase {
    const own = this.receipts.filter((each) => each.externalId === change.externalId)
    return { change, recorded: own.map((each) => each.receipt), twin: null }
  }

  /** What is taken back first, then what is laid anew, as the host does it. */
  apply(steps: readonly Step[]): void {
    for (const step of steps) if (step.kind === 'reverse') this.#drop(step.receiptId)
    for (const step of steps) {
      if (step.kind !== 'restate') continue
      const held = this.#find(step.receiptId)
      const { receipt } = held
      const missing = step.to.takeBack.filter(
        (id) => !receipt.allocations.some((each) => each.allocationId === id),
      )
      if (missing.length > 0) throw new Error('an allocation is taken back that is not there')
      held.receipt = {
        ...receipt,
        allocations: receipt.allocations.filter((each) => !step.to.takeBack.includes(each.allocationId)),
      }
    }
    for (const step of steps) {
      if (step.kind !== 'restate') continue
      const held = this.#find(step.receiptId)
      const { date, number, amountMinor } = step.to
      const allocations = [
        ...held.receipt.allocations,
        ...step.to.apply.map((each) => this.#allocation(each)),
      ]
      held.receipt = { ...held.receipt, date, number, amountMinor, allocations }
    }
    for (const step of steps) {
      if (step.kind !== 'record') continue
      const allocations = step.receipt.allocations.map((each) => this.#allocation(each))
      const receipt = { ...step.receipt, receiptId: this.#id(), origin: 'there' as const, allocations }
      this.receipts.push({ externalId: step.externalId, receipt })
    }
    this.#check()
  }

  #check(): void {
    for (const { receipt } of this.receipts) {
      const sum = receipt.allocations.reduce((all, each) => all + each.amountMinor, 0)
      if (sum > receipt.amountMinor) throw new Error('more is applied than was received')
      if (receipt.allocations.some((each) => each.amountMinor <= 0)) throw new Error('nothing is applied')
    }
    for (const { documentId, standing } of this.documents) {
      if (this.owed(documentId) < 0) throw new Error('a document is over-paid')
      if (standing !== 'open' && this.paid(documentId) > 0) throw new Error('what is not owed is paid')
    }
  }

  #drop(receiptId: string): void {
    this.#find(receiptId)
    this.receipts = this.receipts.filter((each) => each.receipt.receiptId !== receiptId)
  }

  #find(receiptId: string) {
    const found = this.receipts.find((each) => each.receipt.receiptId === receiptId)
    if (found === undefined) throw new Error('there is no such receipt')
    return found
  }

  #allocation(each: { documentId: string; amountMinor: number }) {
    return { allocationId: this.#id(), ...each }
  }

  #id(): string {
    this.#ids += 1
    return `id-${this.#ids}`
  }
}
