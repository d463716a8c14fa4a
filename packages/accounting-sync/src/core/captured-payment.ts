import type { KnownDocument, PaymentCase, PaymentPlan, Problem } from './reconcile-payments.ts'

/**
 * Our gateway has the money, whatever the books over there say of it: each document on which they say another
 * amount is named, those too that it pays there alone, and what pays no document here and is not there either.
 * `there`: our ids of documents that are over there.
 */
export function capturedPlan(
  { change, recorded }: Pick<PaymentCase, 'change' | 'recorded'>,
  documents: ReadonlyMap<string, KnownDocument>,
  there: ReadonlySet<string>,
): PaymentPlan {
  const { externalId, payment } = change
  const theirs = change.state === 'standing' ? payment : null
  const [first] = recorded
  const apart = new Apart()
  for (const share of theirs?.shares ?? []) {
    const document = share.on === 'invoice' ? documents.get(share.externalId) : undefined
    if (document !== undefined) apart.add(document.documentId, share.amountMinor, first?.receiptId)
  }
  for (const { receiptId, allocations } of recorded)
    for (const each of allocations)
      if (there.has(each.documentId)) apart.add(each.documentId, -each.amountMinor, receiptId)
  const taken = recorded.reduce((sum, each) => sum + each.amountMinor, 0)
  apart.add(null, unexplained((theirs?.totalMinor ?? 0) - taken, apart.sum()), first?.receiptId)
  return { externalId, steps: [], problems: apart.problems(), unappliedMinor: payment?.unappliedMinor ?? 0 }
}

/**
 * What of a difference in the whole no document accounts for. Taken off a document and kept as credit over there, it
 * is a difference in that document alone.
 */
function unexplained(inAllMinor: number, onDocumentsMinor: number): number {
  const isSameWay = Math.sign(inAllMinor) === Math.sign(onDocumentsMinor)
  const explained = isSameWay ? Math.min(Math.abs(inAllMinor), Math.abs(onDocumentsMinor)) : 0
  return Math.sign(inAllMinor) * (Math.abs(inAllMinor) - explained)
}

/** By which document, and by how much more over there. */
class Apart {
  readonly #by = new Map<string | null, { amountMinor: number; receiptId: string | undefined }>()

  add(documentId: string | null, amountMinor: number, receiptId: string | undefined): void {
    const sum = (this.#by.get(documentId)?.amountMinor ?? 0) + amountMinor
    this.#by.set(documentId, { amountMinor: sum, receiptId })
  }

  sum(): number {
    return [...this.#by.values()].reduce((sum, each) => sum + each.amountMinor, 0)
  }

  problems(): Problem[] {
    return [...this.#by].flatMap(([documentId, { amountMinor, receiptId }]) => {
      if (amountMinor === 0) return []
      const problem = { reason: 'captured' as const, amountMinor: Math.abs(amountMinor), documentId }
      return [{ ...problem, externalId: null, ...(receiptId === undefined ? {} : { receiptId }) }]
    })
  }
}
