import type { ChangeKind } from '../changes.ts'
import type { Difference } from './settle.ts'

/** What became of something that came in. */
export const OUTCOMES = [
  'applied',
  'changed',
  'reversed',
  'differs',
  'held',
  'quarantined',
  'nothing',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How it stands by now: what waited for a person and waits no more is settled. */
export const STANDINGS = [...OUTCOMES, 'settled'] as const
export type ArrivalStanding = (typeof STANDINGS)[number]

/** Those that a person is asked about. */
export const ASKING = ['held', 'quarantined', 'differs'] as const satisfies readonly Outcome[]

/** A receipt of ours as it was, or as it became. */
export interface ReceiptSide {
  amountMinor: number
  date: string
  number: string | null
  allocations: readonly { documentId: string; amountMinor: number }[]
}

/** Credit of one credit note on one document. */
export interface CreditMove {
  what: 'applied' | 'linked' | 'taken_off'
  creditNoteId: string
  creditNoteNumber: string
  documentId: string
  documentNumber: string
  amountMinor: number
}

/** How it was here before and after; only what it was about is there. */
export interface ArrivalDetails {
  receipts?: readonly { receiptId: string | null; before: ReceiptSide | null; after: ReceiptSide | null }[]
  /** Credit of ours that it applied, or applies no more. */
  credits?: readonly CreditMove[]
  problems?: readonly {
    reason: string
    amountMinor: number
    documentId: string | null
    detail?: string
  }[]
  differences?: readonly Difference[]
  name?: { before: string | null; after: string | null }
  detail?: string
}

/** Something that came in and meant something here. */
export interface Arrival {
  externalKind: ChangeKind
  /** '' where not even that can be told. */
  externalId: string
  outcome: Outcome
  reason: string | null
  /** What people call it. */
  reference: string | null
  clientId: string | null
  amountMinor: number | null
  heldMinor: number | null
  currency: string | null
  /** Its own day over there. */
  dated: string | null
  /** When it changed there. */
  changedAt: string | null
  details: ArrivalDetails
  documents: readonly { documentId: string; number: string; amountMinor: number | null }[]
  /** Told by every poll that reaches back to it, and noted once. */
  toldAs?: string
}
