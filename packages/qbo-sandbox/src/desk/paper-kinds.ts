import type { Entity, KindName } from '../company/state.ts'
import { textOf } from './books.ts'
import type { Html } from './html.ts'
import { link } from './page.ts'
import { type Visit, at } from './visit.ts'

/** A kind of paper, where the desk shows it and what people call it. */
export interface PaperKind {
  kind: KindName
  path: string
  one: string
}

export const SHOWN: readonly PaperKind[] = [
  { kind: 'Invoice', path: 'invoices', one: 'Invoice' },
  { kind: 'CreditMemo', path: 'credit-memos', one: 'Credit memo' },
  { kind: 'Payment', path: 'payments', one: 'Payment' },
  { kind: 'Deposit', path: 'deposits', one: 'Deposit' },
  { kind: 'RefundReceipt', path: 'other-papers', one: 'Refund receipt' },
  { kind: 'SalesReceipt', path: 'other-papers', one: 'Sales receipt' },
  { kind: 'JournalEntry', path: 'other-papers', one: 'Journal entry' },
  { kind: 'Purchase', path: 'other-papers', one: 'Purchase' },
  { kind: 'Bill', path: 'other-papers', one: 'Bill' },
]

export const paperKind = (kind: string): PaperKind | undefined => SHOWN.find((each) => each.kind === kind)

/** `Invoice 1001`; one without a number goes by its id. */
export function paperName(kind: KindName, paper: Entity): string {
  const number = textOf(paper, 'DocNumber') || textOf(paper, 'PaymentRefNum')
  return `${paperKind(kind)?.one ?? kind} ${number === '' ? `#${paper.Id}` : number}`
}

/** Ids of papers are one row, so an id alone says which it is. */
export const paperAddress = (visit: Pick<Visit, 'company'>, kind: KindName, id: string): string =>
  at(visit, paperKind(kind)?.path ?? 'other-papers', id)

export const paperLink = (visit: Pick<Visit, 'company'>, kind: KindName, paper: Entity): Html =>
  link(paperAddress(visit, kind, paper.Id), paperName(kind, paper))
