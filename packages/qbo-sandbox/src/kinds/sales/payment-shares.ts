import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { currencyOf, linesOf, valueOf } from '../others/paper.ts'
import { netOf } from './links.ts'
import { payable } from './money.ts'
import type { SalesSettings } from './settings.ts'
import { PAPERS, type Paper, type Share, paperOf, shareKey, sharesOf } from './shares.ts'

/** What a payment as written is to pay and to be fed by, checked against what is open. */
export function readShares(
  tx: Transaction,
  payment: JsonObject,
  total: number,
  before: Entity | undefined,
  settings: SalesSettings,
  unit: number,
): Share[] {
  const stood = new Map(sharesOf(before).map((each) => [shareKey(each), each.cents]))
  const moved = valueOf(before?.['CustomerRef']) !== valueOf(payment['CustomerRef'])
  const wanted = summed(linesOf(payment).map((each) => wantedShare(each, unit)))
  refuseUneven(tx, payment, total, wanted)
  const shares = wanted.map((share) => {
    const own = stood.get(shareKey(share)) ?? 0
    return own === share.cents && !moved ? share : checked(tx, payment, share, own, settings)
  })
  refuseUneven(tx, payment, total, shares)
  return shares.filter((each) => each.cents > 0)
}

function wantedShare(line: JsonObject, unit: number): Share {
  if (line['Amount'] === undefined) throw faults.required('Line.Amount')
  const [link, second] = (line['LinkedTxn'] ?? []) as readonly JsonObject[]
  if (link === undefined) throw faults.required('Line.LinkedTxn')
  if (second !== undefined) throw faults.unmodelled('payment lines with more than one LinkedTxn')
  const { TxnId: id, TxnType: type } = link
  if (typeof id !== 'string') throw faults.required('LinkedTxn.TxnId')
  if (type === undefined) throw faults.required('LinkedTxn.TxnType')
  const kind = PAPERS.find((each) => each === type)
  if (kind === undefined) throw faults.unmodelled(`payments linked to ${String(type)}`)
  return { kind, id, cents: payable(Number(line['Amount']), unit, 'Amount') }
}

/** Several lines on one paper count as one. */
function summed(shares: readonly Share[]): Share[] {
  const byPaper = new Map<string, Share>()
  for (const each of shares) {
    const cents = (byPaper.get(shareKey(each))?.cents ?? 0) + each.cents
    byPaper.set(shareKey(each), { ...each, cents })
  }
  return [...byPaper.values()]
}

/** A payment pays with its money and the credits it is fed by; credits only pay, they are never paid out. */
function refuseUneven(tx: Transaction, payment: JsonObject, total: number, shares: readonly Share[]): void {
  const net = netOf(tx, payment, shares)
  if (net > total) throw faults.businessRule('The amounts applied are more than the payment and its credits.')
  if (net < 0) throw faults.businessRule('The credits applied are more than the transactions they pay.')
}

/** A share that is new or other than before: of a paper of this customer, and of no more than is open. */
function checked(
  tx: Transaction,
  payment: JsonObject,
  share: Share,
  own: number,
  settings: SalesSettings,
): Share {
  const payer = valueOf(payment['CustomerRef'])
  const paper = paperOf(tx.get, share, payer)
  if (paper === undefined) throw faults.invalidReference('LinkedTxn', `there is no ${share.kind} ${share.id}`)
  refuseForeign(tx, payment, payer, paper)
  const open = paper.open + own
  if (share.cents <= open) return share
  if (settings.overApplication === 'refuse' || !paper.isOwed) {
    throw faults.businessRule('The amount applied to a transaction is more than what is open on it.')
  }
  return { ...share, cents: open }
}

function refuseForeign(tx: Transaction, payment: JsonObject, payer: string, paper: Paper): void {
  if (!paysFor(tx.get, payer, paper.customer)) throw faults.cannotBeLinked('it is of another customer')
  if (paper.currency !== currencyOf(payment)) throw faults.cannotBeLinked('it is in another currency')
}

/** A customer pays its own papers, and those of sub-customers that are billed with it. */
function paysFor(get: Transaction['get'], payer: string, customer: string): boolean {
  if (customer === payer) return true
  const entity = get('Customer', customer)
  if (entity?.['BillWithParent'] !== true || entity['ParentRef'] === undefined) return false
  return paysFor(get, payer, valueOf(entity['ParentRef']))
}
