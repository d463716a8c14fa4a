import type { Trx } from './host.ts'

/**
 * Money received, in the host's one write path. Every call is for a whole set, and its statements do not grow
 * with it. Nothing here is ever pushed back to where it came from.
 */
export interface HostPayments {
  /**
   * How things stand, and they stay so until the transaction ends: these documents and those that these
   * receipts pay are held, documents before receipts. What does not exist is missing in the answer; `alike` are
   * receipts that were taken here, by hand or by a gateway, and say the same as one of those asked for.
   */
  look(trx: Trx, tenant: string, wanted: Looked): Promise<Seen>
  /** These receipts, whatever stands of them. Nothing is held for it. */
  read(trx: Trx, tenant: string, ids: readonly string[]): Promise<HostReceipt[]>
  /** What was taken here, by hand or by a gateway, stands, and pays one of these. Nothing is held for it. */
  paying(trx: Trx, tenant: string, documentIds: readonly string[]): Promise<AnnouncedPayment[]>
  /** Takes whole receipts back: what they paid is owed again. One that was taken back before is left so. */
  reverse(trx: Trx, tenant: string, reversals: readonly ReceiptReversal[]): Promise<void>
  /**
   * Makes receipts say something else: their amount, day and reference, and of their allocations those that
   * are named. What is taken back is free before anything is applied.
   */
  restate(trx: Trx, tenant: string, restatements: readonly ReceiptRestatement[]): Promise<void>
  /** In the order asked; one that is refused leaves the others to be recorded, the same one twice is one. */
  record(trx: Trx, tenant: string, receipts: readonly ReceiptDraft[]): Promise<ReceiptOutcome[]>
}

/** A payment that somebody here took, changed or took back. */
export interface AnnouncedPayment {
  id: string
  clientId: string
  clientName: string
  /** What people call it. */
  number: string
  date: string
  amountMinor: number
  currency: string
}

/** One receipt on one document, at one moment: what it laid on it, and what of that it took back. */
export interface MoneyMove {
  at: string
  receiptId: string
  origin: HostReceipt['origin']
  reference: string | null
  currency: string
  appliedMinor: number
  takenBackMinor: number
}

export interface Looked {
  receiptIds: readonly string[]
  documentIds: readonly string[]
  alike: readonly ReceiptLike[]
}

export interface Seen {
  receipts: readonly HostReceipt[]
  documents: readonly HostDocument[]
  alike: readonly { key: string; receiptId: string }[]
}

/** Equal amount of one client in one currency, days apart at most, and no other reference. */
export interface ReceiptLike {
  key: string
  clientId: string
  currency: string
  amountMinor: number
  date: string
  reference: string | null
  documentIds: readonly string[]
}

export interface HostReceipt {
  receiptId: string
  clientId: string
  /** `here`: keyed by a person. `captured`: a gateway of ours has the money. `there`: from the accounting system. */
  origin: 'here' | 'captured' | 'there'
  fed: 'cash' | 'adjustment'
  date: string
  currency: string
  reference: string | null
  amountMinor: number
  isReversed: boolean
  allocations: readonly { allocationId: string; documentId: string; amountMinor: number }[]
}

export interface HostDocument {
  documentId: string
  number: string
  clientId: string
  issueDate: string
  currency: string
  standing: 'open' | 'draft' | 'cancelled'
  /** Paid in advance: it stays in the host's books. */
  isPrepayment: boolean
  balanceDueMinor: number
}

/** Where something happened, when it was not here. */
export interface Elsewhere {
  adapterType: string
  realm: string
  externalId: string
}

export interface ReceiptReversal {
  receiptId: string
  reason: string
  source: Elsewhere
}

export interface ReceiptRestatement {
  receiptId: string
  date: string
  reference: string | null
  amountMinor: number
  takeBack: readonly string[]
  apply: readonly { documentId: string; amountMinor: number }[]
  reason: string
  source: Elsewhere
}

export interface ReceiptDraft {
  /** Unique for good: the same one again is the same receipt. */
  key: string
  clientId: string
  fed: 'cash' | 'adjustment'
  date: string
  currency: string
  reference: string | null
  amountMinor: number
  allocations: readonly { documentId: string; amountMinor: number }[]
  source: Elsewhere
}

export type ReceiptOutcome = { kind: 'recorded'; receiptId: string } | { kind: 'refused'; detail: string }
