import type { Trx } from './host.ts'
import type { Elsewhere } from './host-payments.ts'

/**
 * Credit of clients and what it pays, in the host's one write path. Every call is for a whole set, and its
 * statements do not grow with it. Nothing here is ever pushed back to where it came from.
 */
export interface HostCredits {
  /**
   * How things stand, and they stay so until the transaction ends: these invoices are held first, together with
   * those that these credit notes and applications pay, then all pools of credit notes that stand on any of them, by
   * their ids. What does not exist is missing in the answer.
   */
  look(trx: Trx, tenant: string, wanted: CreditsLooked): Promise<CreditsSeen>
  /** These applications, whatever stands of them. Nothing is held for it. */
  read(trx: Trx, tenant: string, allocationIds: readonly string[]): Promise<HostCreditAllocation[]>
  /** Applications that stand and touch one of these documents, as invoice or as credit note. Nothing is held for it. */
  applied(trx: Trx, tenant: string, documentIds: readonly string[]): Promise<AnnouncedCredit[]>
  /** Takes applications off: the pool has it again, and the invoice is owed again. One that was taken off is left so. */
  takeOff(trx: Trx, tenant: string, reversals: readonly CreditReversal[]): Promise<void>
  /** In the order asked; one that is refused leaves the others to be applied. */
  apply(trx: Trx, tenant: string, drafts: readonly CreditDraft[]): Promise<CreditOutcome[]>
}

/** Credit that somebody here put on an invoice, or took off it. */
export interface AnnouncedCredit {
  /** Of the application. */
  id: string
  clientId: string
  clientName: string
  /** What people call it: the credit note's number and the invoice's. */
  number: string
  /** The later of both documents' days. */
  date: string
  amountMinor: number
  currency: string
}

export interface CreditsLooked {
  allocationIds: readonly string[]
  creditNoteIds: readonly string[]
  documentIds: readonly string[]
}

export interface CreditsSeen {
  /** Those asked for, and all that stand and touch one of the credit notes or documents asked for. */
  allocations: readonly HostCreditAllocation[]
  pools: readonly HostCreditPool[]
}

export interface HostCreditAllocation {
  allocationId: string
  /** Null: the credit came of money paid in advance, and stays in the host's books. */
  creditNoteId: string | null
  creditNoteNumber: string
  documentId: string
  documentNumber: string
  clientId: string
  currency: string
  amountMinor: number
  /** The later of both documents' days. */
  date: string
  isTakenOff: boolean
}

export interface HostCreditPool {
  creditNoteId: string
  clientId: string
  currency: string
  remainingMinor: number
  /** It may be drawn on: not withdrawn. An end of validity is a rule for people here and binds nobody there. */
  isUsable: boolean
}

export interface CreditReversal {
  allocationId: string
  reason: string
  source: Elsewhere
}

export interface CreditDraft {
  creditNoteId: string
  documentId: string
  amountMinor: number
  /** The day on which it was applied over there. */
  date: string
  source: Elsewhere
}

export type CreditOutcome = { kind: 'applied'; allocationId: string } | { kind: 'refused'; detail: string }

/** One application that touches a document, as somebody reading its page is told it. */
export interface CreditUse {
  allocationId: string
  /** The document on the other side: what was paid, or the credit it was paid with. */
  documentId: string
  number: string | null
  kind: 'invoice' | 'credit_memo' | 'prepayment'
  origin: 'here' | 'there'
  date: string
  amountMinor: number
  /** Instants. */
  appliedAt: string
  takenOffAt: string | null
  takenOffFrom: 'here' | 'there' | null
}

/** A credit note whose time has run out before it was used up: here nobody can use what is left. */
export interface ExpiredCredit {
  creditNoteId: string
  /** Its last day. */
  expiresOn: string
  currency: string
  remainingMinor: number
}

/** Of a host that knows no credit: nothing is ever applied, and what is applied over there stays in a task. */
export const noCredits: HostCredits = {
  look: async () => ({ allocations: [], pools: [] }),
  read: async () => [],
  applied: async () => [],
  takeOff: async () => {},
  apply: async (_trx, _tenant, drafts) =>
    drafts.map(() => ({ kind: 'refused', detail: 'these books know no credit' })),
}
