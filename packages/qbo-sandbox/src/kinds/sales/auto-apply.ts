import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { valueOf } from '../others/paper.ts'
import { openPapers } from './follow.ts'
import { moveShares, newLine, rewrite } from './links.ts'
import { centsIn } from './money.ts'
import { settingsOf } from './settings.ts'
import { type Share, sharesOf } from './shares.ts'

/**
 * What the service does by itself where the company lets it: a new invoice takes the customer's credit, a
 * new credit memo pays what is open, the oldest first. A memo is applied by a payment of zero that anybody
 * can see; a payment is simply put on more.
 */
export function autoApply(tx: Transaction, kind: 'Invoice' | 'CreditMemo', fresh: Entity): void {
  const { autoApply: wanted } = settingsOf(tx)
  const open = centsIn(fresh, 'Balance')
  if (open === 0) return
  if (kind === 'CreditMemo') {
    if (wanted.memos) linkBySelf(tx, fresh, takenFrom(tx, 'Invoice', fresh, open))
    return
  }
  const memos = wanted.memos ? takenFrom(tx, 'CreditMemo', fresh, open) : []
  linkBySelf(tx, fresh, memos)
  if (wanted.payments) takePayments(tx, fresh, open - sumOf(memos))
}

/** So much of the customer's open papers of a kind, the oldest first. */
function takenFrom(tx: Transaction, kind: 'Invoice' | 'CreditMemo', fresh: Entity, most: number): Share[] {
  const shares: Share[] = []
  let left = most
  for (const paper of openPapers(tx.company, kind, valueOf(fresh['CustomerRef']))) {
    if (left === 0) break
    const cents = Math.min(left, centsIn(paper, 'Balance'))
    shares.push({ kind, id: paper.Id, cents })
    left -= cents
  }
  return shares
}

const sumOf = (shares: readonly Share[]): number => shares.reduce((sum, each) => sum + each.cents, 0)

/** The payment of zero by which the service links credits to charges. */
function linkBySelf(tx: Transaction, fresh: Entity, others: readonly Share[]): void {
  const total = sumOf(others)
  if (total === 0) return
  const isInvoice = others[0]?.kind === 'CreditMemo'
  const own: Share = { kind: isInvoice ? 'Invoice' : 'CreditMemo', id: fresh.Id, cents: total }
  const shares = isInvoice ? [own, ...others] : [...others, own]
  const payment: JsonObject = {
    CustomerRef: fresh['CustomerRef'],
    TotalAmt: 0,
    UnappliedAmt: 0,
    ProcessPayment: false,
    TxnDate: fresh['TxnDate'],
    CurrencyRef: fresh['CurrencyRef'],
    ExchangeRate: fresh['ExchangeRate'],
    PrivateNote: 'Created by QB Online to link credits to charges.',
  }
  const lines = shares.map((each) => newLine(tx, payment, each, 0))
  const made = tx.put('Payment', { ...payment, Line: lines }, 'created')
  moveShares(tx, made.Id, [], shares)
}

/** Puts what is unapplied on the customer's payments on the new invoice. */
function takePayments(tx: Transaction, invoice: Entity, most: number): void {
  let left = most
  for (const payment of openPapers(tx.company, 'Payment', valueOf(invoice['CustomerRef']))) {
    if (left === 0) return
    const cents = Math.min(left, centsIn(payment, 'UnappliedAmt'))
    rewrite(tx, payment, [...sharesOf(payment), { kind: 'Invoice', id: invoice.Id, cents }])
    left -= cents
  }
}
