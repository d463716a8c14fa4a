import type { PaymentChange } from '../../changes.ts'
import type { Arrival, CreditMove } from '../../core/arrival.ts'
import type { CreditStep } from '../../core/reconcile-credits.ts'
import type { HostDocument } from '../../host-payments.ts'
import type { CreditSide } from './credits.ts'

interface Around {
  side: CreditSide
  documents: readonly HostDocument[]
}

/** Told as credit, so that nobody takes it for money. */
export function creditOutcome(moves: readonly CreditStep[]): Pick<Arrival, 'outcome' | 'reason'> {
  if (moves.every(({ kind }) => kind === 'adopt')) return { outcome: 'applied', reason: 'credit_linked' }
  if (moves.every(({ kind }) => kind !== 'take_off')) return { outcome: 'applied', reason: 'credit_applied' }
  const isOff = moves.every(({ kind }) => kind === 'take_off')
  return isOff
    ? { outcome: 'reversed', reason: 'credit_taken_off' }
    : { outcome: 'changed', reason: 'credit_changed' }
}

const MOVES = { adopt: 'linked', apply: 'applied', take_off: 'taken_off' } as const

export function creditsIn(credit: readonly CreditStep[], { side, documents }: Around): CreditMove[] {
  const numbers = new Map(documents.map((each) => [each.documentId, each.number]))
  const notes = new Map([...side.memos.values()].map((each) => [each.creditNoteId, each.number]))
  for (const each of side.allocations.values()) {
    numbers.set(each.documentId, each.documentNumber)
    if (each.creditNoteId !== null) notes.set(each.creditNoteId, each.creditNoteNumber)
  }
  return credit.flatMap((step): CreditMove[] => {
    if (step.kind === 'forget') return []
    const about = step.kind === 'adopt' ? side.allocations.get(step.allocationId) : step
    if (about === undefined || about.creditNoteId === null) return []
    const { creditNoteId, documentId, amountMinor } = about
    const creditNoteNumber = notes.get(creditNoteId) ?? ''
    const documentNumber = numbers.get(documentId) ?? ''
    return [
      { what: MOVES[step.kind], creditNoteId, creditNoteNumber, documentId, documentNumber, amountMinor },
    ]
  })
}

/** What it is about, where no money is: what it applies now, or else what it applied. */
export function creditOf(change: PaymentChange, credits: readonly CreditMove[]): number {
  const shares = change.state === 'standing' ? (change.payment?.shares ?? []) : []
  const memos = shares.filter((each) => each.on === 'credit_memo')
  return (
    [memos, credits].map((all) => all.reduce((sum, each) => sum + each.amountMinor, 0)).find(Boolean) ?? 0
  )
}
