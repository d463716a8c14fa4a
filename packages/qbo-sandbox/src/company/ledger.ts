import type { Entity, KindName } from './state.ts'
import { keyOf } from './state.ts'

/**
 * One side of an entry. Every transaction posts entries that sum to zero in the company's own currency;
 * the sums per account and per customer are kept here and never read from the documents' balances.
 */
export interface Posting {
  account: string
  /** Hundredths of the home currency: debit above zero, credit below. */
  cents: number
  /** On a receivable account: who owes, and how much in the document's own currency. */
  customer?: string
  vendor?: string
  currencyCents?: number
}

export interface Ledger {
  entries: Map<string, readonly Posting[]>
  accounts: Map<string, number>
  /** What each customer owes, less what stands to its credit, in the customer's currency. */
  customers: Map<string, number>
  vendors: Map<string, number>
}

export function emptyLedger(): Ledger {
  return { entries: new Map(), accounts: new Map(), customers: new Map(), vendors: new Map() }
}

/** Who is touched by a change of entries, so that balances shown elsewhere can follow. */
export interface Touched {
  accounts: Set<string>
  customers: Set<string>
  vendors: Set<string>
}

/** Replaces the entries of one transaction. Entries that do not balance are a defect of ours: nothing is written. */
export function post(
  ledger: Ledger,
  kind: KindName,
  id: string,
  postings: readonly Posting[],
  touched: Touched,
): void {
  const key = keyOf(kind, id)
  const before = ledger.entries.get(key) ?? []
  for (const each of before) add(ledger, each, -1, touched)
  for (const each of postings) add(ledger, each, 1, touched)
  if (postings.length === 0) ledger.entries.delete(key)
  else ledger.entries.set(key, postings)
}

/** Throws when debits and credits differ, or an amount is no whole number of hundredths. */
export function mustBalance(
  kind: KindName,
  entity: Entity | { Id: string },
  postings: readonly Posting[],
): void {
  let sum = 0
  for (const each of postings) {
    if (!Number.isSafeInteger(each.cents)) throw new Error(`${kind} ${entity.Id} posts ${each.cents}`)
    sum += each.cents
  }
  if (sum !== 0) throw new Error(`${kind} ${entity.Id} is out of balance by ${sum}`)
}

function add(ledger: Ledger, posting: Posting, sign: 1 | -1, touched: Touched): void {
  bump(ledger.accounts, posting.account, sign * posting.cents)
  touched.accounts.add(posting.account)
  const own = sign * (posting.currencyCents ?? posting.cents)
  if (posting.customer !== undefined) {
    bump(ledger.customers, posting.customer, own)
    touched.customers.add(posting.customer)
  }
  if (posting.vendor !== undefined) {
    bump(ledger.vendors, posting.vendor, own)
    touched.vendors.add(posting.vendor)
  }
}

function bump(sums: Map<string, number>, key: string, by: number): void {
  const sum = (sums.get(key) ?? 0) + by
  if (sum === 0) sums.delete(key)
  else sums.set(key, sum)
}

/** Debit and credit columns over all accounts; the difference is always zero. */
export function trialBalance(ledger: Ledger): { account: string; debit: number; credit: number }[] {
  return [...ledger.accounts]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([account, cents]) => ({ account, debit: Math.max(cents, 0), credit: Math.max(-cents, 0) }))
}
