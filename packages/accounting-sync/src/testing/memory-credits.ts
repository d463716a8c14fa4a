import type { CanonicalDocument } from '../core/document.ts'
import type { AnnouncedCredit, HostCreditAllocation, HostCreditPool, HostCredits } from '../host-credits.ts'

/** Pools in memory that refuse what no books may do. Not undone with a transaction: for tests that commit. */
export interface MemoryCredits extends HostCredits {
  allocations: Map<string, HostCreditAllocation>
  /** Of what stands. */
  appliedTo(documentId: string): number
  remaining(creditNoteId: string): number
  /** A person here puts credit on an invoice. */
  key(creditNoteId: string, documentId: string, amountMinor: number): AnnouncedCredit
  /** Calls that changed something. */
  writes: number
}

export function memoryCredits(
  documents: ReadonlyMap<string, CanonicalDocument>,
  owed: (documentId: string) => number,
): MemoryCredits {
  const allocations: MemoryCredits['allocations'] = new Map()
  const standing = () => [...allocations.values()].filter((each) => !each.isTakenOff)
  const sumOf = (all: readonly HostCreditAllocation[]) => all.reduce((sum, each) => sum + each.amountMinor, 0)
  const must = (documentId: string) => {
    const found = documents.get(documentId)
    if (found === undefined) throw new Error('there is no such document')
    return found
  }
  const put = (creditNoteId: string, documentId: string, amountMinor: number): HostCreditAllocation => {
    const [note, invoice] = [must(creditNoteId), must(documentId)]
    if (amountMinor > memory.remaining(creditNoteId)) throw new Error('there is not enough credit')
    if (amountMinor > owed(documentId)) throw new Error('a document is over-paid')
    const allocation = {
      allocationId: crypto.randomUUID(),
      creditNoteId,
      creditNoteNumber: note.number,
      documentId,
      documentNumber: invoice.number,
      clientId: invoice.clientId,
      currency: invoice.currency,
      amountMinor,
      date: note.issueDate > invoice.issueDate ? note.issueDate : invoice.issueDate,
      isTakenOff: false,
    }
    allocations.set(allocation.allocationId, allocation)
    return allocation
  }
  const memory: MemoryCredits = {
    allocations,
    writes: 0,
    appliedTo: (documentId) => sumOf(standing().filter((each) => each.documentId === documentId)),
    remaining: (creditNoteId) =>
      (documents.get(creditNoteId)?.totalMinor ?? 0) -
      sumOf(standing().filter((each) => each.creditNoteId === creditNoteId)),
    key: (creditNoteId, documentId, amountMinor) => announced(put(creditNoteId, documentId, amountMinor)),
    async look(_trx, _tenant, { allocationIds, creditNoteIds, documentIds }) {
      const touching = standing().filter(
        (each) => creditNoteIds.includes(each.creditNoteId ?? '') || documentIds.includes(each.documentId),
      )
      const asked = allocationIds.flatMap((id) => allocations.get(id) ?? [])
      const found = [...new Set([...asked, ...touching])]
      const notes = new Set([...creditNoteIds, ...found.flatMap((each) => each.creditNoteId ?? [])])
      return {
        allocations: found,
        pools: [...notes].flatMap((creditNoteId): HostCreditPool[] => {
          const note = documents.get(creditNoteId)
          if (note === undefined) return []
          const { clientId, currency } = note
          return [
            {
              creditNoteId,
              clientId,
              currency,
              remainingMinor: memory.remaining(creditNoteId),
              isUsable: true,
            },
          ]
        }),
      }
    },
    async read(_trx, _tenant, ids) {
      return ids.flatMap((id) => allocations.get(id) ?? [])
    },
    async applied(_trx, _tenant, documentIds) {
      return standing()
        .filter((each) => [each.creditNoteId, each.documentId].some((id) => documentIds.includes(id ?? '')))
        .map(announced)
    },
    async takeOff(_trx, _tenant, reversals) {
      memory.writes += 1
      for (const { allocationId } of reversals) {
        const found = allocations.get(allocationId)
        if (found === undefined) throw new Error('there is no such application')
        allocations.set(allocationId, { ...found, isTakenOff: true })
      }
    },
    async apply(_trx, _tenant, drafts) {
      memory.writes += 1
      return drafts.map(({ creditNoteId, documentId, amountMinor }) => ({
        kind: 'applied',
        allocationId: put(creditNoteId, documentId, amountMinor).allocationId,
      }))
    },
  }
  return memory
}

const announced = (each: HostCreditAllocation): AnnouncedCredit => ({
  id: each.allocationId,
  clientId: each.clientId,
  clientName: 'Alder & Finch',
  number: `${each.creditNoteNumber} → ${each.documentNumber}`,
  date: each.date,
  amountMinor: each.amountMinor,
  currency: each.currency,
})
