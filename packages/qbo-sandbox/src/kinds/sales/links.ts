import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount } from '../../decimal.ts'
import type { Json, JsonObject } from '../../json.ts'
import { homeCents, linesOf, valueOf } from '../others/paper.ts'
import { centsIn } from './money.ts'
import { type PaperKind, type Share, isCharge, paperOf, shareKey, shareLine, sharesOf } from './shares.ts'

/**
 * A payment and what it pays know of each other: the payment's lines hold the amounts, the papers hold the
 * payment's id and what is left open. Whatever moves an amount goes through here, so both sides agree.
 */

/** Brings the papers into line with a payment whose shares change; `apart` sees to itself. */
export function moveShares(
  tx: Transaction,
  paymentId: string,
  before: readonly Share[],
  after: readonly Share[],
  apart?: string,
): void {
  const stood = new Map(before.map((each) => [shareKey(each), each.cents]))
  const stands = new Map(after.map((each) => [shareKey(each), each.cents]))
  const touched = new Map([...before, ...after].map((each) => [shareKey(each), each]))
  for (const [key, { kind, id }] of touched) {
    const covered = (stands.get(key) ?? 0) - (stood.get(key) ?? 0)
    if (covered !== 0 && key !== apart) cover(tx, kind, id, covered, paymentId, stands.has(key))
  }
}

/** Covers so much more of a paper, or less below zero. */
function cover(
  tx: Transaction,
  kind: PaperKind,
  id: string,
  covered: number,
  paymentId: string,
  isLinked: boolean,
): void {
  const paper = tx.mustGet(kind, id, 'LinkedTxn')
  const links = withLink(paper['LinkedTxn'], paymentId, isLinked)
  tx.put(
    kind,
    { ...paper, ...openFields(kind, paper, centsIn(paper, 'Balance') - covered), ...shownLinks(kind, links) },
    'linked',
  )
}

/** What is open on a paper, in every field that shows it. */
export function openFields(kind: PaperKind, paper: JsonObject, open: number): JsonObject {
  if (kind === 'JournalEntry') return {}
  const home = paper['ExchangeRate'] === undefined ? undefined : amount(homeCents(open, paper))
  const fields = { Balance: amount(open), HomeBalance: home }
  return kind === 'CreditMemo' ? { ...fields, RemainingCredit: amount(open) } : fields
}

/** An invoice shows an empty list of links, other papers show none. */
export function shownLinks(kind: PaperKind, links: readonly Json[]): JsonObject {
  return { LinkedTxn: links.length === 0 && kind !== 'Invoice' ? undefined : links }
}

function withLink(value: Json | undefined, paymentId: string, isLinked: boolean): readonly JsonObject[] {
  const links = (value ?? []) as readonly JsonObject[]
  const isThere = links.some((each) => each['TxnId'] === paymentId)
  if (isLinked) return isThere ? links : [...links, { TxnId: paymentId, TxnType: 'Payment' }]
  return isThere ? links.filter((each) => each['TxnId'] !== paymentId) : links
}

/**
 * Takes so much off what covers a paper, from the latest payment on, and gives it back: money to the
 * payment's unapplied amount, credit to its memo. Answers the links that are left; the paper itself is
 * put by the caller.
 */
export function release(
  tx: Transaction,
  kind: PaperKind,
  paper: Entity,
  hundredths: number,
): readonly Json[] {
  let links = (paper['LinkedTxn'] ?? []) as readonly JsonObject[]
  let left = hundredths
  for (const link of links.toReversed()) {
    const payment = tx.get('Payment', String(link['TxnId']))
    if (left === 0 || payment === undefined) continue
    const shares = sharesOf(payment)
    const own = shares.find((each) => each.kind === kind && each.id === paper.Id)
    const taken = Math.min(left, own?.cents ?? 0)
    left -= taken
    const reduced = shares.map((each) => (each === own ? { ...each, cents: each.cents - taken } : each))
    rewrite(tx, payment, reduced, shareKey({ kind, id: paper.Id }))
    if (taken === own?.cents) links = links.filter((each) => each !== link)
  }
  return links
}

/** Gives a payment other shares, after another paper changed: a change of its own to the payment. */
export function rewrite(tx: Transaction, payment: Entity, wanted: readonly Share[], apart?: string): void {
  const before = sharesOf(payment)
  const after = inBalance(tx, payment, wanted)
  const lines = linesFor(tx, payment, after)
  const unapplied = centsIn(payment, 'TotalAmt') - netOf(tx, payment, after)
  tx.put('Payment', { ...payment, Line: lines, UnappliedAmt: amount(unapplied) }, 'linked')
  moveShares(tx, payment.Id, before, after, apart)
}

/** Charges may take the payment's money and its credits, no more; credits may not exceed the charges. */
function inBalance(tx: Transaction, payment: Entity, wanted: readonly Share[]): Share[] {
  const isOwed = wanted.map((each) => isCharge(tx.get, each, valueOf(payment['CustomerRef'])))
  const sum = (owed: boolean) =>
    wanted.reduce((total, each, index) => total + (isOwed[index] === owed ? each.cents : 0), 0)
  let excessCredit = Math.max(0, sum(false) - sum(true))
  let excessCharge = Math.max(0, sum(true) - sum(false) - centsIn(payment, 'TotalAmt'))
  const shares = wanted.map((each) => ({ ...each }))
  for (let index = shares.length - 1; index >= 0; index -= 1) {
    const each = shares[index]
    if (each === undefined) continue
    const taken = Math.min(each.cents, isOwed[index] === true ? excessCharge : excessCredit)
    each.cents -= taken
    if (isOwed[index] === true) excessCharge -= taken
    else excessCredit -= taken
  }
  return shares.filter((each) => each.cents > 0)
}

/** Charges less credits: what the shares take of the payment's money. */
export function netOf(tx: Transaction, payment: JsonObject, shares: readonly Share[]): number {
  return shares.reduce(
    (sum, each) => sum + (isCharge(tx.get, each, valueOf(payment['CustomerRef'])) ? each.cents : -each.cents),
    0,
  )
}

/** The lines of a payment's shares; a share that stays as it was keeps its line. */
function linesFor(tx: Transaction, payment: Entity, shares: readonly Share[]): JsonObject[] {
  const stood = new Map(sharesOf(payment).map((each, index) => [shareKey(each), { each, index }]))
  return shares.map((share) => {
    const known = stood.get(shareKey(share))
    const line = known === undefined ? undefined : linesOf(payment)[known.index]
    if (line !== undefined && known?.each.cents === share.cents) return line
    return newLine(tx, payment, share, known?.each.cents ?? 0)
  })
}

export function newLine(tx: Transaction, payment: JsonObject, share: Share, own: number): JsonObject {
  const paper = paperOf(tx.get, share, valueOf(payment['CustomerRef']))
  if (paper === undefined) throw new Error(`There is no ${share.kind} ${share.id} to pay`)
  return shareLine(share, paper, paper.open + own)
}
