import type { CompanyChange, KindName } from '../company/state.ts'

export type Operation = 'Create' | 'Update' | 'Delete' | 'Merge' | 'Void'

/** One change, told by ids alone. */
export interface WebhookEvent {
  uuid: string
  realmId: string
  kind: KindName
  id: string
  operation: Operation
  /** When it was changed. */
  at: number
  /** Of a merge: who is gone. */
  deletedId?: string
}

/** What QuickBooks announces, of what is modelled here: no tax codes, no tax rates, nothing of the company itself. */
const ANNOUNCED: ReadonlySet<KindName> = new Set<KindName>([
  'Account',
  'Bill',
  'Class',
  'CreditMemo',
  'Customer',
  'Department',
  'Deposit',
  'Estimate',
  'Invoice',
  'Item',
  'JournalEntry',
  'Payment',
  'PaymentMethod',
  'Preferences',
  'Purchase',
  'RefundReceipt',
  'SalesReceipt',
  'TaxAgency',
  'Term',
  'Vendor',
])

const OPERATIONS: Readonly<Record<string, Operation>> = {
  created: 'Create',
  edited: 'Update',
  linked: 'Update',
  voided: 'Void',
  deleted: 'Delete',
}

/** The event a change makes, without its uuid; none for balances that follow, and for kinds nobody hears of. */
export function eventOf(
  realmId: string,
  change: CompanyChange,
  at: number,
): Omit<WebhookEvent, 'uuid'> | undefined {
  const operation = OPERATIONS[change.reason]
  if (operation === undefined || !ANNOUNCED.has(change.kind)) return undefined
  const event = { realmId, kind: change.kind, at }
  return change.mergedInto === undefined
    ? { ...event, id: change.id, operation }
    : { ...event, id: change.mergedInto, operation: 'Merge', deletedId: change.id }
}
