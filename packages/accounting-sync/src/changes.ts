import type { Found } from './adapter.ts'

/** What changed in an accounting system, in words that none of them owns. */
export const CHANGE_KINDS = ['customer', 'payment', 'invoice', 'credit_memo', 'refund'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
/** What something here is linked to; of a refund nothing is. */
export type LinkedKind = Exclude<ChangeKind, 'refund'>

/**
 * Everything that changed from a moment on, by the service's clock. Rows come more than once and in any
 * order; each is as it stands now, not what was done to it.
 */
export interface Changes {
  changes: readonly Change[]
  /** What came and cannot be read. */
  unreadable: readonly UnreadableChange[]
  /** The service's clock: everything that changed up to then is among these. */
  asOf: string
  /** Kinds of which one answer did not hold everything, so that they were read page by page. */
  truncated: readonly ChangeKind[]
  /** Kinds whose deletions may be missing: they are told by polls alone, and those were cut off. */
  deletionsHidden: readonly ChangeKind[]
  /** Further back than the service tells changes: read page by page instead. */
  gap: { from: string; to: string } | null
  /** How often the service was asked. */
  calls: number
}

export type Change = CustomerChange | PaymentChange | DocumentChange | RefundChange
/** What can be looked at alone. */
export type Looked = DocumentChange | PaymentChange

interface Changed {
  externalId: string
  /** When the service saw it change last; null when it does not say. */
  changedAt: string | null
}

export interface CustomerChange extends Changed {
  kind: 'customer'
  /** `gone`: deleted, or merged into another. */
  state: 'active' | 'inactive' | 'gone'
  /** Null of one that is gone. */
  name: string | null
}

export interface PaymentChange extends Changed {
  kind: 'payment'
  state: 'standing' | 'voided' | 'gone'
  /** Null of one that is gone. */
  payment: TheirPayment | null
}

export type DocumentKind = DocumentChange['kind']

/** Of a document only what is compared with ours. */
export interface DocumentChange extends Changed {
  kind: 'invoice' | 'credit_memo'
  state: 'standing' | 'voided' | 'gone'
  /** Null of one that is gone. */
  document: Found | null
}

/** Money that went back to a customer: shown to people, never applied. */
export interface RefundChange extends Changed {
  kind: 'refund'
  state: 'standing' | 'gone'
  money: { amountMinor: number; currency: string } | null
}

/** A payment over there. Amounts are minor units of its currency and never below zero. */
export interface TheirPayment {
  version: string
  /** What the payer calls it, such as the number of a cheque. */
  number: string | null
  /** The payment's own day. */
  date: string
  currency: string
  customerId: string
  totalMinor: number
  /** What of it pays nothing yet. */
  unappliedMinor: number
  /** What it settles and what it is fed by; the amounts say which is which. */
  shares: readonly TheirShare[]
  /** Ours, when we wrote it. */
  marker: string | null
}

export interface TheirShare {
  on: 'invoice' | 'credit_memo' | 'journal' | 'other'
  externalId: string
  amountMinor: number
}

/** Kept whole, for a person to look at. */
export interface UnreadableChange {
  kind: ChangeKind
  /** Null when not even that can be told. */
  externalId: string | null
  /** What is wrong with it, without anything secret. */
  why: string
  raw: unknown
}
