import type { CanonicalDocument } from '../core/document.ts'
import type { HostDocument, HostPayments, HostReceipt, ReceiptDraft } from '../host-payments.ts'

/** Books in memory that refuse what no books may do. Not undone with a transaction: for tests that commit. */
export interface MemoryPayments extends HostPayments {
  receipts: Map<string, HostReceipt & { key: string }>
  /** Documents that are not open, by id. */
  standing: Map<string, HostDocument['standing']>
  owed(documentId: string): number
  /** A person keys a payment here. */
  key(receipt: Omit<HostReceipt, 'receiptId' | 'isReversed' | 'origin' | 'fed'>): HostReceipt
  /** Calls that changed something. */
  writes: number
}

export function memoryPayments(
  documents: ReadonlyMap<string, CanonicalDocument>,
  creditOn: (documentId: string) => number = () => 0,
): MemoryPayments {
  const receipts: MemoryPayments['receipts'] = new Map()
  const standing: MemoryPayments['standing'] = new Map()
  const paid = (documentId: string) =>
    [...receipts.values()]
      .filter((each) => !each.isReversed)
      .flatMap((each) => each.allocations)
      .filter((each) => each.documentId === documentId)
      .reduce((sum, each) => sum + each.amountMinor, 0)
  const owed = (documentId: string) =>
    (documents.get(documentId)?.totalMinor ?? 0) - paid(documentId) - creditOn(documentId)
  const must = (receiptId: string) => {
    const found = receipts.get(receiptId)
    if (found === undefined || found.isReversed) throw new Error('there is no such receipt')
    return found
  }
  const put = (receipt: HostReceipt & { key: string }) => {
    receipts.set(receipt.receiptId, receipt)
    const sum = receipt.allocations.reduce((all, each) => all + each.amountMinor, 0)
    if (sum > receipt.amountMinor) throw new Error('more is applied than was received')
    for (const each of receipt.allocations)
      if (owed(each.documentId) < 0) throw new Error('a document is over-paid')
  }
  const allocations = (given: ReceiptDraft['allocations']) =>
    given.map((each) => ({ allocationId: crypto.randomUUID(), ...each }))
  const memory: MemoryPayments = {
    receipts,
    standing,
    owed,
    writes: 0,
    key(given) {
      const receiptId = crypto.randomUUID()
      const receipt = { ...given, receiptId, isReversed: false, origin: 'here', fed: 'cash' } as const
      put({ ...receipt, key: receiptId })
      return receipt
    },
    async look(_trx, _tenant, { receiptIds, documentIds, alike }) {
      const found = receiptIds.flatMap((id) => receipts.get(id) ?? [])
      const ids = new Set([
        ...documentIds,
        ...found.flatMap((each) => each.allocations.map((one) => one.documentId)),
      ])
      return {
        receipts: found,
        documents: [...ids].flatMap((id): HostDocument[] => {
          const document = documents.get(id)
          if (document === undefined) return []
          const { number, clientId, issueDate, currency } = document
          const state = standing.get(id) ?? 'open'
          const balanceDueMinor = state === 'open' ? owed(id) : 0
          return [
            {
              documentId: id,
              number,
              clientId,
              issueDate,
              currency,
              standing: state,
              isPrepayment: false,
              balanceDueMinor,
            },
          ]
        }),
        alike: alike.flatMap((wanted) =>
          [...receipts.values()]
            .filter(
              (each) =>
                each.origin === 'here' &&
                !each.isReversed &&
                each.clientId === wanted.clientId &&
                each.amountMinor === wanted.amountMinor &&
                each.date === wanted.date,
            )
            .map((each) => ({ key: wanted.key, receiptId: each.receiptId })),
        ),
      }
    },
    async paying(_trx, _tenant, documentIds) {
      return [...receipts.values()]
        .filter(
          (each) =>
            each.origin !== 'there' &&
            !each.isReversed &&
            each.allocations.some((one) => documentIds.includes(one.documentId)),
        )
        .map((each) => ({
          ...each,
          id: each.receiptId,
          clientName: 'Alder & Finch',
          number: each.reference ?? '',
        }))
    },
    async read(_trx, _tenant, ids) {
      return ids.flatMap((id) => receipts.get(id) ?? [])
    },
    async reverse(_trx, _tenant, reversals) {
      memory.writes += 1
      for (const { receiptId } of reversals)
        receipts.set(receiptId, { ...must(receiptId), isReversed: true, allocations: [] })
    },
    async restate(_trx, _tenant, restatements) {
      memory.writes += 1
      for (const { receiptId, takeBack } of restatements) {
        const receipt = must(receiptId)
        const left = receipt.allocations.filter((each) => !takeBack.includes(each.allocationId))
        if (left.length + takeBack.length !== receipt.allocations.length)
          throw new Error('it was taken back before')
        receipts.set(receiptId, { ...receipt, allocations: left })
      }
      for (const { receiptId, date, reference, amountMinor, apply } of restatements) {
        const receipt = must(receiptId)
        const all = [...receipt.allocations, ...allocations(apply)]
        put({ ...receipt, date, reference, amountMinor, allocations: all })
      }
    },
    async record(_trx, _tenant, drafts) {
      memory.writes += 1
      return drafts.map((draft) => {
        const same = [...receipts.values()].find((each) => each.key === draft.key)
        if (same !== undefined) return { kind: 'recorded', receiptId: same.receiptId }
        const receiptId = crypto.randomUUID()
        const { key, clientId, fed, date, currency, reference, amountMinor } = draft
        const said = { key, clientId, fed, date, currency, reference, amountMinor }
        const given = allocations(draft.allocations)
        put({ ...said, receiptId, isReversed: false, origin: 'there', allocations: given })
        return { kind: 'recorded', receiptId }
      })
    },
  }
  return memory
}
