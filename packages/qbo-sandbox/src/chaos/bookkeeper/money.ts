import { create } from '../../company/operations.ts'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { between } from '../dice.ts'
import { callOn, edit } from '../others-hand.ts'
import {
  type Act,
  type Desk,
  accountOf,
  idIn,
  isLive,
  isOpen,
  linesOf,
  number,
  openInvoices,
  part,
  some,
} from './desk.ts'
import { deleted } from './papers.ts'

/** What a bookkeeper does with payments. */
export const moneyActs = {
  'receive-payment'(desk) {
    const invoice = some(desk, 'Invoice', isOpen)
    if (invoice === undefined) return undefined
    const open = openInvoices(desk, idIn(invoice['CustomerRef'])).slice(0, between(desk.random, 1, 3))
    const lines = open.map((each) => lineFor(each, number(each['Balance'])))
    const due = sumOf(lines)
    // Whole, in part, or more than is owed.
    const total = [due, part(desk, due, invoice['CurrencyRef']), due + 25][between(desk.random, 0, 2)] ?? due
    const payment = keyed(desk, invoice, total, fitted(lines, total))
    return `received ${total} as payment ${payment.Id} over ${lines.length} invoices`
  },
  'key-again'(desk) {
    const before = some(desk, 'Payment', isLive)
    if (before === undefined) return undefined
    const [oldest] = openInvoices(desk, idIn(before['CustomerRef']))
    const total = number(before['TotalAmt'])
    const lines = oldest === undefined ? [] : fitted([lineFor(oldest, number(oldest['Balance']))], total)
    const payment = keyed(desk, before, total, lines, { TxnDate: before['TxnDate'] })
    return `keyed payment ${before.Id} a second time, as ${payment.Id}`
  },
  'move-payment'(desk) {
    const payment = some(desk, 'Payment', (each) => isLive(each) && linesOf(each).length > 0)
    if (payment === undefined) return undefined
    const linked = new Set(linesOf(payment).map(linkedId))
    const target = openInvoices(desk, idIn(payment['CustomerRef'])).find((each) => !linked.has(each.Id))
    if (target === undefined) return undefined
    const lines = fitted([lineFor(target, number(target['Balance']))], number(payment['TotalAmt']))
    edit(desk, 'Payment', payment, { Line: lines })
    return `moved payment ${payment.Id} to invoice ${target.Id}`
  },
  'change-payment'(desk) {
    const payment = some(desk, 'Payment', isLive)
    if (payment === undefined) return undefined
    const total = part(desk, number(payment['TotalAmt']) * 2, payment['CurrencyRef'])
    const lines = fitted(linesOf(payment).map(bare), total)
    edit(desk, 'Payment', payment, { TotalAmt: total, Line: lines })
    return `changed payment ${payment.Id} from ${number(payment['TotalAmt'])} to ${total}`
  },
  'unapply-payment'(desk) {
    const payment = some(desk, 'Payment', (each) => isLive(each) && linesOf(each).length > 0)
    if (payment === undefined) return undefined
    edit(desk, 'Payment', payment, { Line: linesOf(payment).slice(1).map(bare) })
    return `took payment ${payment.Id} off ${String(linkedId(linesOf(payment)[0] ?? {}))}`
  },
  'apply-payment'(desk) {
    const payment = some(desk, 'Payment', (each) => number(each['UnappliedAmt']) > 0)
    if (payment === undefined) return undefined
    const kept = linesOf(payment).map(bare)
    const linked = new Set(kept.map(linkedId))
    const target = openInvoices(desk, idIn(payment['CustomerRef'])).find((each) => !linked.has(each.Id))
    if (target === undefined) return undefined
    const amount = Math.min(number(target['Balance']), number(payment['UnappliedAmt']))
    edit(desk, 'Payment', payment, { Line: [...kept, lineFor(target, amount)] })
    return `applied ${amount} of payment ${payment.Id} to invoice ${target.Id}`
  },
  'apply-credit'(desk) {
    const memo = some(desk, 'CreditMemo', isOpen)
    if (memo === undefined) return undefined
    const [target] = openInvoices(desk, idIn(memo['CustomerRef']))
    if (target === undefined) return undefined
    const amount = Math.min(number(target['Balance']), number(memo['Balance']))
    const lines = [lineFor(target, amount), lineFor(memo, amount, 'CreditMemo')]
    const payment = keyed(desk, memo, 0, lines)
    return `applied ${amount} of credit memo ${memo.Id} to invoice ${target.Id} by payment ${payment.Id}`
  },
  deposit(desk) {
    const payment = some(desk, 'Payment', (each) => isLive(each) && !isDeposited(each))
    const bank = accountOf(desk, 'Bank')
    if (payment === undefined || bank === undefined) return undefined
    const LinkedTxn = [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }]
    const deposit = create(
      callOn(desk, 'Deposit', {
        DepositToAccountRef: { value: bank },
        CurrencyRef: payment['CurrencyRef'],
        Line: [{ Amount: payment['TotalAmt'], LinkedTxn }],
      }),
    )
    return `put payment ${payment.Id} into deposit ${deposit.Id}`
  },
  'undo-deposit': (desk) => deleted(desk, 'Deposit'),
} satisfies Record<string, Act>

const lineFor = (paper: Entity, Amount: number, TxnType = 'Invoice'): JsonObject => ({
  Amount,
  LinkedTxn: [{ TxnId: paper.Id, TxnType }],
})

/** A line as a caller writes it, without what the service adds. */
const bare = ({ Amount, LinkedTxn }: JsonObject): JsonObject => ({
  Amount,
  LinkedTxn: ((LinkedTxn ?? []) as readonly JsonObject[]).map(({ TxnId, TxnType }) => ({ TxnId, TxnType })),
})

const linkedId = (line: JsonObject) => ((line['LinkedTxn'] ?? []) as readonly JsonObject[])[0]?.['TxnId']

const isDeposited = (payment: Entity) =>
  ((payment['LinkedTxn'] ?? []) as readonly JsonObject[]).some((each) => each['TxnType'] === 'Deposit')

const cents = (value: number) => Math.round(value * 100)
const sumOf = (lines: readonly JsonObject[]) =>
  lines.reduce((sum, each) => sum + cents(number(each['Amount'])), 0) / 100

/** As many of the lines, and as much of the last, as a total can pay. */
function fitted(lines: readonly JsonObject[], total: number): JsonObject[] {
  let left = cents(total)
  return lines.flatMap((line) => {
    const share = Math.min(cents(number(line['Amount'])), left)
    left -= share
    return share > 0 ? [{ ...line, Amount: share / 100 }] : []
  })
}

const keyed = (
  desk: Desk,
  paper: Entity,
  total: number,
  lines: JsonObject[],
  more: JsonObject = {},
): Entity =>
  create(
    callOn(desk, 'Payment', {
      CustomerRef: { value: idIn(paper['CustomerRef']) },
      CurrencyRef: paper['CurrencyRef'],
      TotalAmt: Math.round(total * 100) / 100,
      Line: lines,
      ...more,
    }),
  )
