import type { Knex } from 'knex'
import type { CanonicalDocument, CanonicalItem, CanonicalParty, DocumentHead } from './core/document.ts'
import type { CreditUse, ExpiredCredit, HostCredits } from './host-credits.ts'
import type { HostPayments, MoneyMove } from './host-payments.ts'

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
  /** Drafts among these, as they would be finalized now. */
  drafts(trx: Trx, tenant: string, ids: readonly string[]): Promise<CanonicalDocument[]>
  /** All of these, whatever they are; those the host does not know are missing. One statement. */
  heads(trx: Trx, tenant: string, ids: readonly string[]): Promise<DocumentHead[]>
  /**
   * One of these, with what was received on it and taken back again, the first thing first, and the credit between
   * it and others; null when the host does not know it. One statement.
   */
  story(trx: Trx, tenant: string, id: string): Promise<Story | null>
  /**
   * Which of these credit notes have run out of time before they were used up. Without it none ever does. Two
   * statements at most.
   */
  expiredCredits?(
    trx: Trx,
    tenant: string,
    creditNoteIds: readonly string[] | 'all',
  ): Promise<ExpiredCredit[]>
  /** What these are called, by id, in one statement. */
  names(
    trx: Trx,
    tenant: string,
    ids: { clients: readonly string[]; services: readonly string[]; taxRates: readonly string[] },
  ): Promise<Map<string, string>>
  clients(trx: Trx, tenant: string, ids: readonly string[] | 'all'): Promise<CanonicalParty[]>
  services(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  /** Rates; documents carry combinations of them. */
  taxRates(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  /** Which rates meet on one line, today or ever; lines without tax are none of them. */
  taxCombinations(trx: Trx, tenant: string): Promise<TaxCombination[]>
  terms(trx: Trx, tenant: string): Promise<CanonicalItem[]>
  /** For manual batches: ids of finalized documents, oldest first. */
  search(
    trx: Trx,
    tenant: string,
    filter: { from?: string; to?: string; clientIds?: readonly string[]; limit: number },
  ): Promise<{ id: string; kind: 'invoice' | 'credit_memo' }[]>
  /** The tenant's day, by its time zone. */
  today(trx: Trx, tenant: string): Promise<string>
  /** Where the tenant's days begin, such as `America/New_York`. */
  timeZone(trx: Trx, tenant: string): Promise<string>
  payments: HostPayments
  credits: HostCredits
}

export interface Story {
  head: DocumentHead
  moves: readonly MoneyMove[]
  /** Left out: the host knows no credit. */
  credits?: readonly CreditUse[]
}

export interface TaxCombination {
  taxRateIds: readonly string[]
  /** A line of today or later may still carry it. */
  current: boolean
}

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
