import type { JsonObject } from '../json.ts'
import type { Ledger } from './ledger.ts'

/** Everything a company keeps. List objects are deactivated, transactions deleted, settings only changed. */
export const KIND_NAMES = [
  'CompanyInfo',
  'Preferences',
  'Account',
  'Customer',
  'Vendor',
  'Item',
  'Class',
  'Department',
  'Term',
  'PaymentMethod',
  'TaxAgency',
  'TaxRate',
  'TaxCode',
  'Invoice',
  'CreditMemo',
  'Payment',
  'RefundReceipt',
  'SalesReceipt',
  'Estimate',
  'JournalEntry',
  'Deposit',
  'Purchase',
  'Bill',
] as const

export type KindName = (typeof KIND_NAMES)[number]

/** An object as it stands: never changed in place, every change makes a new one. */
export interface Entity extends JsonObject {
  readonly Id: string
  readonly SyncToken: string
  readonly MetaData: { readonly CreateTime: string; readonly LastUpdatedTime: string }
}

/** One line of the order in which objects changed. It holds while no later one names the same object. */
export interface Change {
  at: number
  sequence: number
  id: string
}

export interface Table {
  rows: Map<string, Entity>
  /** What was deleted, and the sequence of the change that did it. */
  removed: Set<string>
  /** In order of time; entries overtaken by a later one stay until they are swept out. */
  changes: Change[]
  /** The sequence of each object's last change. */
  latest: Map<string, number>
}

/** What became of one object, told once it stands. */
export interface CompanyChange {
  kind: KindName
  id: string
  reason: string
  /** Of a customer that was merged away: who it is now. */
  mergedInto?: string
}

export interface Company {
  realmId: string
  name: string
  country: string
  homeCurrency: string
  /** Whose name a stale-object error gives. */
  user: string
  tables: Record<KindName, Table>
  /** The next id of each row of ids. */
  counters: Record<string, number>
  /** Stamps never go back, whatever the clock does. */
  lastStamp: number
  sequence: number
  /** Objects that change polls and queries by time see only from this instant on: `kind:id` → instant. */
  lateUntil: Map<string, number>
  /** Hears of every change once it stands; not part of a snapshot. */
  heard?: (changes: readonly CompanyChange[], at: number) => void
  // What follows is computed from the rows and rebuilt when a snapshot is restored.
  ledger: Ledger
  /** `space\nname` in lower case → id of the active object that bears the name. */
  names: Map<string, string>
  /** `kind\nnumber` → ids of the documents that bear the number. */
  numbers: Map<string, string[]>
  /** Customer → its transactions, as `kind:id`. */
  byCustomer: Map<string, Set<string>>
  /** Customer → its sub-customers. */
  childCustomers: Map<string, Set<string>>
}

export const keyOf = (kind: KindName, id: string) => `${kind}:${id}`

export function emptyTable(): Table {
  return { rows: new Map(), removed: new Set(), changes: [], latest: new Map() }
}
