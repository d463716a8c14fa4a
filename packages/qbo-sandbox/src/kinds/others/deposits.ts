import { accountFor } from '../../company/accounts.ts'
import { type Fields, group, list, oneOf, ref, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount, cents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import {
  type Lines,
  accountOf,
  amountOf,
  currencyOf,
  head,
  homeCents,
  lineId,
  linesOf,
  paperFields,
  paperUnmodelled,
  refuseSubledger,
  settled,
  tracked,
  valueOf,
  withIds,
} from './paper.ts'

const DETAIL = 'DepositLineDetail'

const fields: Fields = {
  DepositToAccountRef: ref('Account'),
  TotalAmt: shown(signedMoney),
  HomeTotalAmt: shown(signedMoney),
  ...paperFields,
  Line: list(
    group(
      'Line',
      {
        Id: lineId,
        LineNum: shown({ type: 'any' }),
        Description: text(4000),
        Amount: signedMoney,
        LinkedTxn: list(
          group('LinkedTxn', { TxnId: { type: 'id' }, TxnType: text(100), TxnLineId: { type: 'id' } }),
        ),
        DetailType: oneOf(DETAIL),
        [DETAIL]: group(
          DETAIL,
          {
            Entity: ref('Customer', 'Vendor'),
            ClassRef: ref('Class'),
            AccountRef: ref('Account'),
            PaymentMethodRef: ref('PaymentMethod'),
            CheckNum: text(21),
          },
          ['TaxApplicableOn', 'TaxCodeRef', 'TxnType'],
        ),
      },
      ['CustomField', 'LineEx', 'ProjectRef'],
    ),
    10_000,
  ),
}

export const deposits: Kind = {
  name: 'Deposit',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled: [...paperUnmodelled, 'CashBack', 'DepositEx'],
  queryable: { DepositToAccountRef: 'ref', DocNumber: 'text', TotalAmt: 'number', TxnDate: 'date' },
  complete,
  settle(tx, after, before) {
    const [kept, stood] = [paymentsIn(after), paymentsIn(before)]
    for (const id of stood.keys()) if (!kept.has(id)) free(tx, id, after.Id)
    for (const id of kept.keys()) if (!stood.has(id)) bind(tx, id, after.Id)
  },
  beforeDelete(tx, before) {
    for (const id of paymentsIn(before).keys()) free(tx, id, before.Id)
  },
  post,
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const top = head(tx, written)
  const currency = currencyOf(top)
  const bank = accountOf(tx, written, 'DepositToAccountRef', currency)
  if (!['Bank', 'Other Current Asset'].includes(String(bank['AccountType']))) {
    throw faults.accountKind('DepositToAccountRef has to be of type Bank or Other Current Asset.')
  }
  if (linesOf(written).length === 0) throw faults.required('Line')
  const lines = withIds(linesOf(written), before, 1).map((each, index) =>
    completeLine(tx, each, index + 1, currency, before),
  )
  refuseTwice(lines)
  const total = lines.reduce((sum, each) => sum + cents(Number(each['Amount'])), 0)
  if (total < 0) throw faults.businessRule('Transaction amount must be 0 or greater.')
  return {
    ...written,
    ...top,
    TotalAmt: amount(total),
    HomeTotalAmt: top['ExchangeRate'] === undefined ? undefined : amount(homeCents(total, top)),
    Line: lines,
  }
}

function completeLine(
  tx: Transaction,
  line: JsonObject,
  number: number,
  currency: string,
  before: Entity | undefined,
): JsonObject {
  const start = {
    Id: line['Id'],
    LineNum: number,
    ...(line['Description'] === undefined ? {} : { Description: line['Description'] }),
  }
  const links = (line['LinkedTxn'] ?? []) as Lines
  if (links.length > 1) throw faults.cannotBeLinked('a deposit line takes one transaction')
  const [link] = links
  if (link !== undefined) {
    const payment = depositable(tx, link, currency, before)
    const total = payment['TotalAmt'] as Json
    if (line['Amount'] !== undefined && line['Amount'] !== total) {
      throw faults.businessRule(
        `A payment is deposited whole: ${String(total)}, not ${String(line['Amount'])}.`,
      )
    }
    return { ...start, Amount: total, LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }] }
  }
  const detail = line[DETAIL] as JsonObject | undefined
  if (detail === undefined) throw faults.lineDetailMissing()
  amountOf(line, currency)
  refuseSubledger(accountOf(tx, detail, 'AccountRef', currency), 'a deposit line')
  return { ...start, Amount: line['Amount'], DetailType: DETAIL, [DETAIL]: tracked(tx, detail) }
}

/** The payment a line takes to the bank: one that waits among the undeposited funds. */
function depositable(
  tx: Transaction,
  link: JsonObject,
  currency: string,
  before: Entity | undefined,
): Entity {
  const { TxnId: id, TxnType: type, TxnLineId: lineId } = link
  if (id === undefined) throw faults.required('TxnId')
  if (type === undefined) throw faults.required('TxnType')
  if (lineId === undefined) throw faults.required('TxnLineId')
  if (['SalesReceipt', 'RefundReceipt', 'Transfer', 'JournalEntry', 'BillPayment'].includes(String(type))) {
    throw faults.unmodelled(`depositing a ${String(type)}`)
  }
  if (type !== 'Payment') throw faults.invalidEnum('TxnType', String(type))
  if (lineId !== '0') throw faults.cannotBeLinked('a payment is deposited by its line 0')
  const payment = tx.mustGet('Payment', String(id), 'LinkedTxn')
  if (before !== undefined && paymentsIn(before).has(payment.Id)) return payment
  if (linksOf(payment).some((each) => each['TxnType'] === 'Deposit')) {
    throw faults.cannotBeLinked('the payment is deposited already')
  }
  if (valueOf(payment['DepositToAccountRef']) !== accountFor(tx.company, 'undeposited')) {
    throw faults.cannotBeLinked('the payment is not among the undeposited funds')
  }
  if (payment['TotalAmt'] === 0) throw faults.cannotBeLinked('the payment is zero')
  if (currencyOf(payment) !== currency) throw faults.cannotBeLinked('the payment is in another currency')
  return payment
}

function refuseTwice(lines: Lines): void {
  const ids = lines.flatMap((each) => linksOf(each).map((link) => link['TxnId']))
  if (new Set(ids).size < ids.length) throw faults.cannotBeLinked('a payment is deposited once only')
}

const linksOf = (object: JsonObject): Lines => (object['LinkedTxn'] ?? []) as Lines

/** Payments that a deposit took along, with the line of each. */
function paymentsIn(deposit: Entity | undefined): Map<string, JsonObject> {
  const lines = deposit === undefined ? [] : linesOf(deposit)
  return new Map(lines.flatMap((line) => linksOf(line).map((link) => [String(link['TxnId']), line] as const)))
}

function bind(tx: Transaction, paymentId: string, depositId: string): void {
  const payment = tx.mustGet('Payment', paymentId, 'LinkedTxn')
  const links = [...linksOf(payment), { TxnId: depositId, TxnType: 'Deposit' }]
  tx.put('Payment', { ...payment, LinkedTxn: links }, 'linked')
}

function free(tx: Transaction, paymentId: string, depositId: string): void {
  const payment = tx.mustGet('Payment', paymentId, 'LinkedTxn')
  const links = linksOf(payment).filter(
    (each) => each['TxnType'] !== 'Deposit' || each['TxnId'] !== depositId,
  )
  tx.put('Payment', { ...payment, LinkedTxn: links.length === 0 ? undefined : links }, 'linked')
}

function post(deposit: Entity, company: Company): readonly Posting[] {
  const total = cents(Number(deposit['TotalAmt']))
  const undeposited = accountFor(company, 'undeposited')
  const postings = linesOf(deposit).map((line): Posting => {
    const own = -cents(Number(line['Amount']))
    const [link] = linksOf(line)
    if (link === undefined) {
      const detail = line[DETAIL] as JsonObject
      return { account: valueOf(detail['AccountRef']), cents: homeCents(own, deposit), currencyCents: own }
    }
    // It leaves the undeposited funds at the rate it came in by; the bank takes it at today's.
    const payment = company.tables.Payment.rows.get(String(link['TxnId'])) ?? deposit
    return { account: undeposited, cents: homeCents(own, payment), currencyCents: own }
  })
  return settled(
    [
      {
        account: valueOf(deposit['DepositToAccountRef']),
        cents: homeCents(total, deposit),
        currencyCents: total,
      },
      ...postings,
    ],
    company,
  )
}
