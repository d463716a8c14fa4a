import { create, remove, voidIt } from '../../company/operations.ts'
import type { Entity, KindName } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { addDays } from '../../time.ts'
import { between, oneOf } from '../dice.ts'
import { callOn, edit } from '../others-hand.ts'
import {
  type Act,
  type Desk,
  accountOf,
  idIn,
  isActive,
  isLive,
  isOpen,
  linesOf,
  part,
  some,
} from './desk.ts'

/** What a bookkeeper does to invoices, credit memos and other papers. */
export const paperActs = {
  'edit-total'(desk) {
    const invoice = some(desk, 'Invoice', isLive)
    if (invoice === undefined) return undefined
    const lines = linesOf(invoice).map((line, at) => (at === 0 ? repriced(desk, line, invoice) : line))
    const after = edit(desk, 'Invoice', invoice, { Line: lines, TxnTaxDetail: null })
    return `changed invoice ${invoice.Id} from ${String(invoice['TotalAmt'])} to ${String(after['TotalAmt'])}`
  },
  'edit-memo'(desk) {
    const kind = oneOf(desk.random, ['Invoice', 'CreditMemo', 'Payment'] as const)
    const paper = some(desk, kind)
    if (paper === undefined) return undefined
    edit(desk, kind, paper, { PrivateNote: `Talked to them, ${between(desk.random, 1, 9999)}` })
    return `left a note on ${named(kind)} ${paper.Id}`
  },
  'change-date'(desk) {
    const kind = oneOf(desk.random, ['Invoice', 'Payment'] as const)
    const paper = some(desk, kind)
    if (paper === undefined) return undefined
    const date = addDays(String(paper['TxnDate']), between(desk.random, -40, 40))
    edit(desk, kind, paper, { TxnDate: date })
    return `dated ${named(kind)} ${paper.Id} ${date}`
  },
  'key-invoice'(desk) {
    const customer = some(desk, 'Customer', isActive)
    const line = saleLine(desk, between(desk.random, 1, 90_000) / 100)
    if (customer === undefined || line === undefined) return undefined
    const invoice = create(callOn(desk, 'Invoice', { ...forCustomer(customer), Line: [line] }))
    return `keyed invoice ${invoice.Id}`
  },
  'key-credit-memo'(desk) {
    const customer = some(desk, 'Customer', isActive)
    const line = saleLine(desk, between(desk.random, 1, 20_000) / 100)
    if (customer === undefined || line === undefined) return undefined
    const memo = create(callOn(desk, 'CreditMemo', { ...forCustomer(customer), Line: [line] }))
    return `keyed credit memo ${memo.Id}`
  },
  'void-invoice': (desk) => voided(desk, 'Invoice'),
  'void-payment': (desk) => voided(desk, 'Payment'),
  'delete-invoice': (desk) => deleted(desk, 'Invoice'),
  'delete-payment': (desk) => deleted(desk, 'Payment'),
  'delete-credit-memo': (desk) => deleted(desk, 'CreditMemo'),
  'write-off'(desk) {
    const invoice = some(desk, 'Invoice', isOpen)
    const receivable = desk.company.ledger.entries
      .get(`Invoice:${invoice?.Id}`)
      ?.find((each) => each.customer !== undefined)?.account
    const expense = accountOf(desk, 'Expense')
    if (invoice === undefined || receivable === undefined || expense === undefined) return undefined
    const sum = part(desk, Number(invoice['Balance']), invoice['CurrencyRef'])
    const customer = { Type: 'Customer', EntityRef: { value: idIn(invoice['CustomerRef']) } }
    const entry = create(
      callOn(desk, 'JournalEntry', {
        ...(invoice['CurrencyRef'] === undefined ? {} : { CurrencyRef: invoice['CurrencyRef'] }),
        Line: [entryLine('Debit', expense, sum), entryLine('Credit', receivable, sum, customer)],
      }),
    )
    return `wrote off ${sum} of invoice ${invoice.Id} by journal entry ${entry.Id}`
  },
} satisfies Record<string, Act>

export const forCustomer = (customer: Entity): JsonObject => ({
  CustomerRef: { value: customer.Id },
  CurrencyRef: customer['CurrencyRef'],
})

/** A line for some service; outside the US each needs a tax code. */
export function saleLine(desk: Desk, amount: number, more: JsonObject = {}): JsonObject | undefined {
  const item = some(desk, 'Item', (row) => isActive(row) && row['IncomeAccountRef'] !== undefined)
  if (item === undefined) return undefined
  const code = desk.company.country === 'US' ? undefined : some(desk, 'TaxCode', isActive)?.Id
  const tax = code === undefined ? {} : { TaxCodeRef: { value: code } }
  return {
    Amount: Math.round(amount * 100) / 100,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: item.Id }, ...tax, ...more },
  }
}

const named = (kind: KindName) => kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

function repriced(desk: Desk, line: JsonObject, invoice: Entity): JsonObject {
  const { Qty: _, UnitPrice: __, ...detail } = (line['SalesItemLineDetail'] ?? {}) as JsonObject
  const amount = part(desk, Math.max(Number(line['Amount'] ?? 0) * 2, 1), invoice['CurrencyRef'])
  return line['SalesItemLineDetail'] === undefined
    ? line
    : { ...line, Amount: amount, SalesItemLineDetail: detail }
}

const entryLine = (
  PostingType: string,
  account: string,
  Amount: number,
  Entity?: JsonObject,
): JsonObject => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: {
    PostingType,
    AccountRef: { value: account },
    ...(Entity === undefined ? {} : { Entity }),
  },
})

function voided(desk: Desk, kind: KindName): string | undefined {
  const paper = some(desk, kind, isLive)
  if (paper === undefined) return undefined
  voidIt(callOn(desk, kind, { Id: paper.Id, SyncToken: paper.SyncToken }))
  return `voided ${named(kind)} ${paper.Id}`
}

export function deleted(desk: Desk, kind: KindName): string | undefined {
  const paper = some(desk, kind)
  if (paper === undefined) return undefined
  remove(callOn(desk, kind, { Id: paper.Id, SyncToken: paper.SyncToken }))
  return `deleted ${named(kind)} ${paper.Id}`
}
