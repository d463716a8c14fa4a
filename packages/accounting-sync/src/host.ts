import type { Knex } from 'knex'
import type { CanonicalDocument, CanonicalItem, CanonicalParty } from './core/document.ts'

/**
 * What a host gives. Everything outside the module comes through here: its books, its queue, its inbox,
 * its people, the time and chance. Nothing else of the host is known.
 */
export interface SyncHost {
  transactions: HostTransactions
  books: HostBooks
  jobs: HostJobs
  inbox: HostInbox
  notifications: HostNotifications
  people: HostPeople
  secrets: HostSecrets
  clock: { now(): Date; sleep(milliseconds: number, signal?: AbortSignal): Promise<void> }
  ids: { uuid(): string }
  random: { next(): number }
  log: HostLog
  /** Every call to the outside. */
  fetch: typeof fetch
}

/**
 * A transaction of the host on PostgreSQL. Its connections read days as `YYYY-MM-DD`, instants as ISO text
 * and bigints as numbers.
 */
export type Trx = Knex.Transaction

export interface HostTransactions {
  /** One tenant: row-level security lets nothing else be seen. */
  inTenant<T>(tenant: string, work: (trx: Trx) => Promise<T>): Promise<T>
  /** Crosses tenants; only for the sweep over connections and the check that a company is linked once. */
  acrossTenants<T>(work: (trx: Trx) => Promise<T>): Promise<T>
}

/** The host's documents and what they name. All reads are for whole sets, in any order. */
export interface HostBooks {
  /** Finalized, not cancelled documents among these. */
  documents(trx: Trx, tenant: string, ids: readonly string[]): Promise<CanonicalDocument[]>
  clients(trx: Trx, tenant: string, ids: readonly string[] | 'all'): Promise<CanonicalParty[]>
  services(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  /** Rates; documents carry combinations of them. */
  taxRates(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  terms(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  /** For manual batches: ids of finalized documents, oldest first. */
  search(
    trx: Trx,
    tenant: string,
    filter: { from?: string; to?: string; clientIds?: readonly string[]; limit: number },
  ): Promise<{ id: string; kind: 'invoice' | 'credit_memo' }[]>
  /** The tenant's day, by its time zone. */
  today(trx: Trx, tenant: string): Promise<string>
  payments: HostPayments
}

/**
 * Money received, in the host's one write path. Every call is for a whole set, and its statements do not grow
 * with it. Nothing here is ever pushed back to where it came from.
 */
export interface HostPayments {
  /**
   * How things stand, and they stay so until the transaction ends: these documents and those that these
   * receipts pay are held, documents before receipts. What does not exist is missing in the answer; `alike` are
   * receipts that a person keyed here and that say the same as one of those asked for.
   */
  look(trx: Trx, tenant: string, wanted: Looked): Promise<Seen>
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

export interface HostJobs {
  scheduleJob(
    kind: string,
    payload: { tenant: string | null; [key: string]: unknown },
    options?: { singletonKey?: string; trx?: Trx },
  ): Promise<string | null>
  scheduleRecurringJob(
    kind: string,
    recurrence: { everySeconds: number },
    payload: { tenant: string | null; [key: string]: unknown },
    options: { singletonKey: string; trx?: Trx },
  ): Promise<string>
  cancelJob(id: string, tenant: string | null, options?: { trx?: Trx }): Promise<boolean>
}

export interface HostInbox {
  /** One open task per key: raising it again renews its words and counts. */
  raise(trx: Trx, tenant: string, drafts: readonly TaskDraft[]): Promise<void>
  close(trx: Trx, tenant: string, keys: readonly string[], reason: string): Promise<void>
  /** The open tasks under these keys: the host's id for each, by key. */
  open(trx: Trx, tenant: string, keys: readonly string[]): Promise<Map<string, string>>
}

export interface TaskDraft {
  kind: string
  dedupeKey: string
  params: Record<string, string | number>
  context: Record<string, unknown>
  priority?: 'low' | 'normal' | 'high' | 'urgent'
  money?: { amountMinor: number; currency: string } | null
}

export interface HostNotifications {
  /** To everyone who may change the connection, once per key. */
  tellAdmins(
    trx: Trx,
    tenant: string,
    notice: { kind: string; dedupeKey: string; params: Record<string, string | number>; link: string },
  ): Promise<void>
}

export interface HostPeople {
  /** What people are called, by id. Those it does not know are missing. */
  names(trx: Trx, tenant: string, userIds: readonly string[]): Promise<Map<string, string>>
}

/** Sealed at rest, bound to tenant, purpose and reference. */
export interface HostSecrets {
  put(trx: Trx, place: { tenant: string; purpose: string; ref: string }, secret: string): Promise<void>
  get(trx: Trx, place: { tenant: string; purpose: string; ref: string }): Promise<string | null>
  remove(trx: Trx, place: { tenant: string; purpose: string; ref: string }): Promise<boolean>
}

/** Nothing secret is ever handed to it. */
export interface HostLog {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}
