export interface OpenDocument {
  invoiceId: string
  invoiceType: 'standard' | 'prepayment'
  number: string
  issueDate: string
  dueDate: string
  totalMinor: number
  balanceDueMinor: number
}

export interface ProposedSplit {
  items: (OpenDocument & { proposedMinor: number })[]
  unappliedMinor: number
}

/** Pays the documents in their order as far as the amount reaches; without one, all of them in full. */
export function proposeSplit(
  documents: readonly OpenDocument[],
  amountMinor: number | undefined,
): ProposedSplit {
  let left = amountMinor ?? documents.reduce((sum, each) => sum + each.balanceDueMinor, 0)
  const items = documents.map((document) => {
    const proposedMinor = Math.min(left, document.balanceDueMinor)
    left -= proposedMinor
    return { ...document, proposedMinor }
  })
  return { items, unappliedMinor: left }
}
